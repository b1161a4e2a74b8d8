import { isPlain } from './is-plain.js';

/** Makes plain data unchangeable, all the way down; instances of classes and functions in it are left as they are. */
export function deepFreeze<T>(value: T): T {
  if (!isPlain(value) || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) deepFreeze(part);
  return value;
}
