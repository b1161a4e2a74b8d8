import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { grow, sessions } from '../supervisor/fixture.js';

test('a system is printed in short, with its sessions at whatever depth', async () => {
  const inner = { type: 'supervisor', name: 'inner', children: sessions('b') } as const;
  const { system } = await grow({ name: 'top', children: [...sessions('a'), inner] });
  system.startSession();
  expect(inspect({ system })).toBe('{ system: System { running, sessions: 3 } }');
  void system.stop();
  expect(inspect(system)).toMatch(/^System { stopped, /);
});

test('a test that fails over a system says so, though whoever prints it looks for an `inspect()` to call', async () => {
  const { system } = await grow({ name: 'top', children: [] });
  expect(() => expect(system, 'mine').toBe(1)).toThrow(
    /mine: expected System \{ running, sessions: 0 \} to be 1/,
  );
});
