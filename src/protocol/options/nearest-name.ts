/** The one of `known` that `given` is most likely a misspelling of; `undefined` where none is close. */
export function nearestName(given: string, known: readonly string[]): string | undefined {
  const word = spelled(given);
  const near = known
    .map((name) => ({ name, edits: editsBetween(word, spelled(name)) }))
    .filter(({ name, edits }) => edits <= MOST_EDITS && edits < name.length / 2);
  return near.sort((one, other) => one.edits - other.edits)[0]?.name;
}

/** Two letters that are swapped are two edits. */
const MOST_EDITS = 2;

/** `max_restarts` and `backoff` are what other libraries would write. */
function spelled(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, '');
}

/** How many letters have to be put in, taken out or changed (Levenshtein's distance, row by row). */
function editsBetween(from: string, to: string): number {
  // What is far longer is near nothing, and may be very long.
  if (Math.abs(from.length - to.length) > MOST_EDITS) return Infinity;
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [index, letter] of Array.from(from).entries()) {
    const next = [index + 1];
    for (const [column, other] of Array.from(to).entries()) {
      const [corner = 0, above = 0, left = 0] = [row[column], row[column + 1], next[column]];
      next.push(Math.min(above + 1, left + 1, corner + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row[to.length] ?? Infinity;
}
