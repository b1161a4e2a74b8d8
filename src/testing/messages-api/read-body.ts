import type { IncomingMessage } from 'node:http';

/** The API's own limit for a request, in bytes. */
const LARGEST_BODY = 32 * 1024 * 1024;

/** A request's body as far as it was kept. */
export interface ReadBody {
  readonly text: string;
  readonly tooLarge: boolean;
}

/** Reads a body up to the API's limit; rejects when the client leaves before its end. */
export async function readBody(message: IncomingMessage): Promise<ReadBody> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of message) {
    size += (piece as Buffer).length;
    // Read to the end all the same: a client that is still writing would see a broken connection, not the answer.
    if (size <= LARGEST_BODY) pieces.push(piece as Buffer);
  }
  return { text: Buffer.concat(pieces).toString('utf8'), tooLarge: size > LARGEST_BODY };
}

/** Parses JSON; `undefined` where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
