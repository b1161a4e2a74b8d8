import { constants } from 'node:os';
import { isRecord } from '../../base/is-record.js';

/** In place of what is not shown. */
export const REDACTED = '[redacted]';

/** What is shown of a value, as plain data; `undefined` where it is not what it should be, and so is not shown. */
export type Shape = (value: unknown) => unknown;

/** As JSON can hold it: the limits of a session may be `Infinity`. */
export const number: Shape = (value) => {
  if (typeof value !== 'number') return undefined;
  return Number.isFinite(value) ? value : String(value);
};

export const flag: Shape = (value) => (typeof value === 'boolean' ? value : undefined);

/** One of the words that the code itself is written in. */
export function oneOf(words: readonly string[]): Shape {
  const known: ReadonlySet<unknown> = new Set(words);
  return (value) => (known.has(value) ? value : undefined);
}

/** A name or an id, which are shown everywhere. */
export const name: Shape = (value) => (typeof value === 'string' ? value.slice(0, LONGEST_NAME) : undefined);

const LONGEST_NAME = 200;

export const signal: Shape = (value) =>
  typeof value === 'string' && Object.hasOwn(constants.signals, value) ? value : undefined;

export const hidden: Shape = () => undefined;

/** The fields that are named, as far as they are there; one that is not what it should be is redacted. */
export function fields(shapes: Readonly<Record<string, Shape>>): Shape {
  const named = Object.entries(shapes);
  return (value) =>
    isRecord(value) ? shownFields(named.map(([key, shape]) => [key, value[key], shape])) : undefined;
}

/** All fields, whose names are harmless. */
export function recordOf(shape: Shape): Shape {
  return (value) =>
    isRecord(value) ? shownFields(Object.entries(value).map(([key, held]) => [key, held, shape])) : undefined;
}

function shownFields(held: readonly (readonly [key: string, value: unknown, shape: Shape])[]): object {
  const present = held.filter(([, value]) => value !== undefined);
  return Object.fromEntries(present.map(([key, value, shape]) => [key, shape(value) ?? REDACTED]));
}

/** The first items of a list; how many there are more is said. */
export function listOf(shape: Shape): Shape {
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    const shown = value.slice(0, LONGEST_LIST).map((item) => shape(item) ?? REDACTED);
    const more = value.length - shown.length;
    return more > 0 ? [...shown, `… and ${more} more`] : shown;
  };
}

/** A supervisor may have ten thousand children, and is shown with each event. */
const LONGEST_LIST = 100;
