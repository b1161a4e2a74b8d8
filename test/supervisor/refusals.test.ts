import { isSessionError, type SessionSpec } from 'troupe';
import { expect, test } from 'vitest';
import { grow, sessions } from './fixture.js';

/** What a verb rejects with: its code, and whose child it is about. */
function refusalOf(asked: Promise<unknown>): Promise<unknown> {
  return asked.then(
    () => 'granted',
    (error: unknown) => {
      if (!isSessionError(error)) throw error;
      expect(error.message).toContain(`'${error.path}'`);
      return [error.code, error.path];
    },
  );
}

test('a child that is there is `already_started` or `already_present`, though it is its own name that is taken', async () => {
  const { sup } = await grow({
    name: 'top',
    children: [
      { name: 'a' },
      { name: 'b' },
      { id: 'nameless' },
      { type: 'supervisor', name: 'inner', children: sessions('c') },
    ],
  });
  await sup.terminateChild('b');
  expect(await refusalOf(sup.startChild({ name: 'a' }))).toEqual(['already_started', 'top/a']);
  expect(await refusalOf(sup.startChild({ name: 'b' }))).toEqual(['already_present', 'top/b']);
  expect(await refusalOf(sup.startChild({ id: 'nameless' }))).toEqual(['already_started', 'top/nameless']);
  expect(await refusalOf(sup.startChild({ type: 'supervisor', name: 'inner' }))).toEqual([
    'already_started',
    'top/inner',
  ]);
});

test('`startSession` of a child that is there says so, too, and how to get it back', async () => {
  const { sup } = await grow({ name: 'top', children: [{ name: 'a' }, { name: 'b' }] });
  await sup.terminateChild('b');
  expect(() => sup.startSession({ name: 'a' })).toThrow(
    expect.objectContaining({ code: 'already_started', path: 'top/a' }) as Error,
  );
  expect(() => sup.startSession({ name: 'b' })).toThrow(/restartChild/);
  expect(sup.countChildren()).toMatchObject({ specs: 2, active: 1 });
});

test('`startSession` starts no supervisor, nor a session in its place', async () => {
  const { sup } = await grow({ name: 'top' });
  for (const type of ['supervisor', 'dynamicSupervisor']) {
    const spec = { type, name: 'inner' } as object as SessionSpec;
    expect(() => sup.startSession(spec)).toThrow(/^Option 'type' must be 'session', or left out: startChild/);
  }
  expect(sup.countChildren().specs).toBe(0);
});

test('a name that somebody else has is `name_taken`', async () => {
  const { sup } = await grow({ name: 'top', children: sessions('a') });
  const taken = sup.startChild({ id: 'other', name: 'a' });
  await expect(taken).rejects.toMatchObject({ code: 'name_taken', path: 'top/other' });
});

test('a refusal names the child', async () => {
  const { sup, system } = await grow({
    name: 'top',
    children: [{ name: 'a' }, { type: 'dynamicSupervisor', name: 'pool', maxChildren: 0 }],
  });
  expect(await refusalOf(sup.restartChild('a'))).toEqual(['running', 'top/a']);
  expect(await refusalOf(sup.deleteChild('a'))).toEqual(['running', 'top/a']);
  expect(await refusalOf(sup.terminateChild('b'))).toEqual(['not_found', 'top/b']);
  expect(await refusalOf(system.getSupervisor('pool').startChild({ id: 'one' }))).toEqual([
    'max_children',
    'top/pool/one',
  ]);
});

test('a start by hand that fails names the child, and the culprit below it', async () => {
  const { sup, backend } = await grow({ name: 'top', children: sessions('z') });
  backend.behave({ refusesStart: 'not now' });
  expect(await refusalOf(sup.startChild({ id: 'a' }))).toEqual(['start_failed', 'top/a']);
  const tree = { type: 'supervisor', id: 'inner', children: [{ id: 'b' }] } as const;
  expect(await refusalOf(sup.startChild(tree))).toEqual(['start_failed', 'top/inner/b']);
});
