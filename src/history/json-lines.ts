import { createReadStream } from 'node:fs';

/** Large enough to be quick, small enough that parsing one piece never holds up the event loop. */
const PIECE_BYTES = 256 * 1024;

/**
 * Every line of a file that is a JSON value, in order. Other lines are skipped: a process that was killed leaves a torn
 * line behind. Rejects where the file cannot be read.
 */
export async function* jsonLines(path: string): AsyncGenerator<unknown, void, undefined> {
  let line = '';
  const pieces: AsyncIterable<string> = createReadStream(path, {
    encoding: 'utf8',
    highWaterMark: PIECE_BYTES,
  });
  // Not `readline`: it also splits at U+2028, which may stand unescaped inside a JSON string.
  for await (const piece of pieces) {
    const [head = '', ...rest] = piece.split('\n');
    line += head;
    for (const next of rest) {
      yield* parsed(line);
      line = next;
    }
  }
  yield* parsed(line);
}

function* parsed(line: string): Generator<unknown, void, undefined> {
  if (line.trim() === '') return;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return;
  }
  yield value;
}
