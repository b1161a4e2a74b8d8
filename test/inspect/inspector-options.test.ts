import { createSystem } from 'troupe';
import { expect, test } from 'vitest';
import { checkInspectorOptions } from '../../src/inspect/inspector-options.js';

test('every option may be left out, and each is accepted', () => {
  const all = {
    system: createSystem(),
    port: 8080,
    filter: () => true,
    viewer: 'http://127.0.0.1:3000/inspect',
  };
  const none = { system: undefined, port: undefined, filter: undefined, viewer: undefined };
  for (const options of [{}, all, none, { port: 0 }])
    expect(() => checkInspectorOptions(options)).not.toThrow();
});

test.each<[options: unknown, option: string]>([
  [{ system: {} }, 'system'],
  [{ port: 65_536 }, 'port'],
  [{ port: -1 }, 'port'],
  [{ port: 80.5 }, 'port'],
  [{ port: '80' }, 'port'],
  [{ filter: 'all' }, 'filter'],
  [{ viewer: 'stately.ai' }, 'viewer'],
  [{ viewer: 'javascript:alert(1)' }, 'viewer'],
  [{ viewer: 'file:///etc/passwd' }, 'viewer'],
  [{ autoOpen: true }, 'autoOpen'],
  [[], 'options'],
])('%o is refused by name', (options, option) => {
  expect(() => checkInspectorOptions(options)).toThrow(
    expect.objectContaining({ code: 'invalid_option', option }) as Error,
  );
});
