const CHARACTERS_PER_CHUNK = 12;

/** Cuts a text into `count` pieces of about the same length, never inside a character. */
export function chunked(text: string, count?: number): readonly string[] {
  if (count !== undefined && !(Number.isInteger(count) && count > 0)) {
    throw new RangeError(`chunks: expected a positive whole number, got ${count}`);
  }
  const characters = Array.from(text);
  const wanted = Math.min(count ?? Math.ceil(characters.length / CHARACTERS_PER_CHUNK), characters.length);
  return Array.from({ length: wanted }, (_, index) =>
    characters
      .slice(
        Math.floor((index * characters.length) / wanted),
        Math.floor(((index + 1) * characters.length) / wanted),
      )
      .join(''),
  );
}
