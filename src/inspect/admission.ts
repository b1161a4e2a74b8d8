import { timingSafeEqual } from 'node:crypto';

/** What a request says of who makes it. */
export interface Caller {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** As in the first line of the request. */
  readonly path: string | undefined;
}

/** Where the server listens, and the path that only its owner knows. */
export interface Place {
  readonly port: number;
  readonly path: string;
}

/**
 * Whether a request may come in, or the status that it is refused with. A page of another origin must not reach what this
 * machine offers to itself, neither by its own name nor by one that resolves to this machine (DNS rebinding); nor must
 * other users of the machine, who do not know the path.
 */
export function admission({ host, origin, path }: Caller, place: Place): 'admitted' | 403 | 404 {
  const own = ['127.0.0.1', 'localhost'].map((name) => new URL(`http://${name}:${place.port}`));
  if (!own.some((url) => url.host === host)) return 403;
  // Programs that are no browsers name none.
  if (origin !== undefined && !own.some((url) => url.origin === origin)) return 403;
  return isSame(path ?? '', place.path) ? 'admitted' : 404;
}

/** In a time that tells nothing of how much of it was right. */
function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
