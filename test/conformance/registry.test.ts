import { expect, test } from 'vitest';
import { LocalRegistry } from '../../src/registry/local-registry.js';
import type { Registry } from '../../src/registry/registry.js';

const hello = { kind: 'name', value: 'hello' } as const;
const world = { kind: 'name', value: 'world' } as const;
const by = (holder: string, incarnation = 1) => ({ holder, incarnation });

test('S110: a registry is an interface of three functions, whose answers may come later', async () => {
  const registry: Registry<string> = new LocalRegistry<string>();
  expect(await registry.claim(hello, by('a'))).toBe(true);
  expect(await registry.resolve(hello)).toBe('a');
  await registry.release(hello, by('a'));
  expect(await registry.resolve(hello)).toBeUndefined();
});

test('S111, unique_test 4 unique registrations, unique_test 5 across processes: a key has one holder, who may hold many', () => {
  const registry = new LocalRegistry<string>();
  expect(registry.claim(hello, by('a'))).toBe(true);
  expect(registry.claim(hello, by('b'))).toBe(false);
  expect(registry.claim(world, by('a'))).toBe(true);
  expect(registry.resolve(hello)).toBe('a');
  expect(registry.resolve(world)).toBe('a');
});

test('S111: the holder may claim it again, for a later incarnation; in Elixir it may not', () => {
  const registry = new LocalRegistry<string>();
  registry.claim(hello, by('a', 2));
  expect(registry.claim(hello, by('a', 3))).toBe(true);
  expect(registry.claim(hello, by('a', 1))).toBe(false);
});

test('unique_test 17 unregister by key, unique_test 18 unregister absent: a key is given up by its holder, and only that key', () => {
  const registry = new LocalRegistry<string>();
  registry.claim(hello, by('a'));
  registry.claim(world, by('a'));
  registry.release(hello, by('b'));
  expect(registry.resolve(hello)).toBe('a');
  registry.release(hello, by('a'));
  registry.release(hello, by('a'));
  expect(registry.resolve(hello)).toBeUndefined();
  expect(registry.resolve(world)).toBe('a');
});

test('unique_test 34 failed register leaves no trace (same process), unique_test 35 across processes: a claim that was refused leaves nothing', () => {
  const registry = new LocalRegistry<string>();
  registry.claim(hello, by('a', 2));
  registry.claim(hello, by('a', 1));
  registry.claim(hello, by('b', 9));
  registry.release(hello, by('a', 2));
  expect(registry.resolve(hello)).toBeUndefined();
  expect(registry.claim(hello, by('b'))).toBe(true);
});
