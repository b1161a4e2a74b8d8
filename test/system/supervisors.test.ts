import { describe, expect, test } from 'vitest';
import type { RootSpec } from 'troupe';
import { stage } from '../session/live-fixture.js';
import { cameTo, codeOfCall, grow, sessions } from '../supervisor/fixture.js';

const tree = { name: 'top', children: sessions('a b') };

describe('startSupervisor', () => {
  test('resolves when all of the tree is up, and its sessions are found by the system, too', async () => {
    const { system, fares } = await grow(tree);
    expect(fares()).toEqual(['a idle', 'b idle']);
    expect(await cameTo(system.getSession('b').query('hello'))).toBe('re: hello');
    expect(system.getSupervisor('top').state).toBe('running');
  });

  test('gives sessions the system’s defaults', async () => {
    const { cliOf } = await grow(tree, undefined, { defaults: { model: 'haiku' } });
    expect(cliOf('a').arguments).toContain('--model=haiku');
  });

  test.each<[what: string, spec: unknown, error: object]>([
    ['no tree', 5, { code: 'invalid_option' }],
    ['a bad option', { children: [{ name: 'a', model: 5 }] }, { option: 'children[0].model' }],
    [
      'a name of a live session',
      { name: 'x', children: sessions('new taken') },
      { code: 'name_taken', path: 'x/taken' },
    ],
    [
      'a name of a live session, further down',
      { name: 'x', children: [{ type: 'supervisor', id: 'y', children: sessions('new taken') }] },
      { code: 'name_taken', path: 'x/y/taken' },
    ],
    [
      'a conversation of a live session',
      { name: 'x', children: [{ name: 'new', resume: '11111111-1111-4111-8111-111111111111' }] },
      { code: 'conversation_in_use', path: 'x/new' },
    ],
  ])('with %s rejects with the path to that, and has started and claimed nothing', async (_, spec, error) => {
    const all = stage();
    await all.start({ name: 'taken', sessionId: '11111111-1111-4111-8111-111111111111' }).ready();
    await expect(all.system.startSupervisor(spec as RootSpec)).rejects.toMatchObject(error);
    await all.settle();
    expect(all.backend.adapters).toHaveLength(1);
    expect(codeOfCall(() => all.start({ name: 'new' }))).toBeUndefined();
    expect(await cameTo(all.system.startSupervisor({ name: 'x' }))).not.toBe('already_started');
  });

  test('that nobody awaits does not end the host when it fails', async () => {
    const all = stage();
    all.backend.behave({ refusesStart: 'no' });
    void all.system.startSupervisor(tree);
    await all.settle();
  });

  test('whose child cannot start rejects with the path, and leaves nothing and no name behind', async () => {
    const all = stage();

    const resume = '22222222-2222-4222-8222-222222222222';
    const started = all.system.startSupervisor({
      name: 'top',
      children: [...sessions('a'), { type: 'supervisor', name: 'inner', children: [{ name: 'c', resume }] }],
    });
    const asked = cameTo(all.system.getSession('a').query('hello'));
    await expect(started).rejects.toMatchObject({ code: 'start_failed', path: 'top/inner/c' });
    expect(all.backend.adapters.filter(({ running }) => running)).toEqual([]);
    expect(['start_failed', 'not_found', 'stopped', 'ok']).toContain(await asked);
    for (const name of ['a', 'c']) expect(codeOfCall(() => all.start({ name }))).toBeUndefined();
    expect(await cameTo(all.system.startSupervisor({ name: 'inner' }))).not.toBe('already_started');
    await all.system.stop();
    expect(all.clock.pending).toBe(0);
  });
});

describe('system.stop()', () => {
  test('stops every tree and session, and starts none afterwards', async () => {
    const all = await grow(tree);
    await all.system.startSupervisor({ name: 'second', children: sessions('c') });
    await all.start({ name: 'alone' }).ready();
    await all.system.stop();
    expect(all.backend.adapters.map(({ running }) => running)).toEqual([false, false, false, false]);
    expect([all.sup.state, all.clock.pending]).toEqual(['stopped', 0]);
    expect(await cameTo(all.sup.done)).toBeUndefined();
    expect(await cameTo(all.system.startSupervisor({ name: 'third' }))).toBe('stopped');
  });

  test.each([0, 1, 2, 3])('ends a tree that is being started, after %i turns of the loop', async (turns) => {
    const all = stage();
    all.backend.behave({ startsWhen: new Promise(() => undefined) });
    const started = cameTo(all.system.startSupervisor(tree));
    for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    await all.system.stop();
    expect(await started).toBe('stopped');
    expect(all.backend.adapters.filter(({ running }) => running)).toEqual([]);
    expect(all.clock.pending).toBe(0);
  });

  test('ends one whose children wait to be restarted, and rejects what waits for them', async () => {
    const all = await grow(tree);
    await all.crash('a', 'b');
    const asked = cameTo(all.sup.getSession('a').query('hello'));
    await all.system.stop();
    expect([await asked, all.clock.pending]).toEqual(['stopped', 0]);
  });
});
