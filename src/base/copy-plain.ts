import { isPlain } from './is-plain.js';

/** A copy of plain data, all the way down; functions and instances of classes in it are the same ones. */
export function copyPlain<T>(value: T): T {
  if (!isPlain(value)) return value;
  if (Array.isArray(value)) return value.map(copyPlain) as T;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copyPlain(part)])) as T;
}
