import { isDeepStrictEqual } from 'node:util';
import type { Held } from './hold-conversation.js';
import type { Plain } from './peer.js';

/** One place where the two are not the same; `undefined` is nothing. */
export interface Deviation {
  /** As `request.body.system[0].text` or `message system/init.tools`. */
  readonly path: string;
  readonly ours: unknown;
  readonly theirs: unknown;
}

export function compare(ours: Held, theirs: Held): readonly Deviation[] {
  return [
    ...inSequence('request', ours.requests, theirs.requests, () => ''),
    ...inSequence('message', ours.messages, theirs.messages, kindOfMessage),
    ...inSequence('note', ours.notes, theirs.notes, ({ what }) => String(what)),
  ];
}

function kindOfMessage({ type, subtype, event }: Plain): string {
  return ([type, subtype ?? (event as Plain | undefined)?.type] as (string | undefined)[])
    .filter((part) => part !== undefined)
    .join('/');
}

/** Pairs what is of the same kind, in order, as far as possible; the rest is there on one side only. */
function inSequence(
  what: string,
  ours: readonly Plain[],
  theirs: readonly Plain[],
  kindOf: (item: Plain) => string,
): Deviation[] {
  const [our, their] = [ours[0], theirs[0]];
  const name = (item: Plain): string => [what, kindOf(item)].filter(Boolean).join(' ');
  if (!our) return theirs.map((item) => ({ path: name(item), ours: undefined, theirs: item }));
  if (!their) return ours.map((item) => ({ path: name(item), ours: item, theirs: undefined }));
  if (kindOf(our) === kindOf(their)) {
    return [...inValue(name(our), our, their), ...inSequence(what, ours.slice(1), theirs.slice(1), kindOf)];
  }
  const isLater = theirs.some((item) => kindOf(item) === kindOf(our));
  return isLater
    ? [
        { path: name(their), ours: undefined, theirs: their },
        ...inSequence(what, ours, theirs.slice(1), kindOf),
      ]
    : [{ path: name(our), ours: our, theirs: undefined }, ...inSequence(what, ours.slice(1), theirs, kindOf)];
}

function inValue(path: string, ours: unknown, theirs: unknown): Deviation[] {
  if (isDeepStrictEqual(ours, theirs)) return [];
  const parts = partsOf(ours, theirs);
  if (!parts) return [{ path, ours, theirs }];
  return parts.flatMap((part) => {
    const place = Array.isArray(ours) ? `${path}[${part}]` : `${path}.${part}`;
    return inValue(place, (ours as Plain)[part], (theirs as Plain)[part]);
  });
}

/** The places to look into; none in what is to be told as a whole. */
function partsOf(ours: unknown, theirs: unknown): readonly string[] | undefined {
  if (typeof ours !== 'object' || typeof theirs !== 'object' || !ours || !theirs) return undefined;
  if (Array.isArray(ours) !== Array.isArray(theirs)) return undefined;
  if (Array.isArray(ours) && !areParallel(ours, theirs as unknown[])) return undefined;
  return [...new Set([...Object.keys(ours), ...Object.keys(theirs)])];
}

/** Not where something was put in, taken out or moved. */
function areParallel(ours: readonly unknown[], theirs: readonly unknown[]): boolean {
  return ours.length === theirs.length && !isDeepStrictEqual(inOrder(ours), inOrder(theirs));
}

/** The same for lists that hold the same. */
export function inOrder(list: readonly unknown[]): readonly string[] {
  return list.map((item) => JSON.stringify(item)).sort();
}
