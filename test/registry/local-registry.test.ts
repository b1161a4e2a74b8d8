import { describe, expect, test } from 'vitest';
import { LocalRegistry } from '../../src/registry/local-registry.js';
import type { Claim, RegistryKey } from '../../src/registry/registry.js';

const assistant: RegistryKey = { kind: 'name', value: 'assistant' };

/** Holders are told apart by identity, not by what they look like. */
const ann = { name: 'holder' };
const bob = { name: 'holder' };

const by = (holder: object, incarnation = 1): Claim<object> => ({ holder, incarnation });

test('a free key is given to the first who claims it', () => {
  const registry = new LocalRegistry<object>();
  expect(registry.resolve(assistant)).toBeUndefined();
  expect(registry.claim(assistant, by(ann))).toBe(true);
  expect(registry.resolve(assistant)).toBe(ann);
});

test('a key that another holds is refused, under whatever incarnation, and the holder is left undisturbed', () => {
  const registry = new LocalRegistry<object>();
  registry.claim(assistant, by(ann, 1));
  expect(registry.claim(assistant, by(bob, 1))).toBe(false);
  expect(registry.claim(assistant, by(bob, 99))).toBe(false);
  expect(registry.resolve(assistant)).toBe(ann);
});

test('a name and a conversation of the same spelling are two keys', () => {
  const registry = new LocalRegistry<object>();
  registry.claim({ kind: 'name', value: 'x' }, by(ann));
  expect(registry.claim({ kind: 'conversation', value: 'x' }, by(bob))).toBe(true);
  expect(registry.resolve({ kind: 'name', value: 'x' })).toBe(ann);
  expect(registry.resolve({ kind: 'conversation', value: 'x' })).toBe(bob);
});

test('names are told apart to the letter, and any text is one', () => {
  const registry = new LocalRegistry<object>();
  const names = ['a', 'A', 'name:a', 'conversation:a', '__proto__', 'constructor', ''];
  for (const value of names) expect(registry.claim({ kind: 'name', value }, by(ann))).toBe(true);
  for (const value of names) registry.release({ kind: 'name', value }, by(ann));
  for (const value of names) expect(registry.resolve({ kind: 'name', value })).toBeUndefined();
});

describe('the fence', () => {
  test('lets the holder claim again, under the same incarnation or a later one', () => {
    const registry = new LocalRegistry<object>();
    registry.claim(assistant, by(ann, 1));
    expect(registry.claim(assistant, by(ann, 1))).toBe(true);
    expect(registry.claim(assistant, by(ann, 2))).toBe(true);
    expect(registry.resolve(assistant)).toBe(ann);
  });

  test('refuses an incarnation that was thought dead', () => {
    const registry = new LocalRegistry<object>();
    registry.claim(assistant, by(ann, 2));
    expect(registry.claim(assistant, by(ann, 1))).toBe(false);
    expect(registry.resolve(assistant)).toBe(ann);
  });

  test('keeps an incarnation that was thought dead from releasing what a later one holds', () => {
    const registry = new LocalRegistry<object>();
    registry.claim(assistant, by(ann, 1));
    registry.claim(assistant, by(ann, 2));
    registry.release(assistant, by(ann, 1));
    expect(registry.resolve(assistant)).toBe(ann);
    expect(registry.claim(assistant, by(bob))).toBe(false);
  });
});

describe('a release', () => {
  test('frees the key for another', () => {
    const registry = new LocalRegistry<object>();
    registry.claim(assistant, by(ann));
    registry.release(assistant, by(ann));
    expect(registry.resolve(assistant)).toBeUndefined();
    expect(registry.claim(assistant, by(bob))).toBe(true);
  });

  test('by a later incarnation of the holder frees the key too', () => {
    const registry = new LocalRegistry<object>();
    registry.claim(assistant, by(ann, 1));
    registry.release(assistant, by(ann, 2));
    expect(registry.resolve(assistant)).toBeUndefined();
  });

  test('forgets the incarnation, so that the next holder may begin at 1', () => {
    const registry = new LocalRegistry<object>();
    registry.claim(assistant, by(ann, 7));
    registry.release(assistant, by(ann, 7));
    expect(registry.claim(assistant, by(ann, 1))).toBe(true);
  });

  test('by one who does not hold the key does nothing, whatever its incarnation', () => {
    const registry = new LocalRegistry<object>();
    registry.release(assistant, by(bob));
    registry.claim(assistant, by(ann, 1));
    registry.release(assistant, by(bob, 99));
    expect(registry.resolve(assistant)).toBe(ann);
  });
});
