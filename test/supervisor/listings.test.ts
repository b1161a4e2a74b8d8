import { describe, expect, test } from 'vitest';
import { cameTo, grow, sessions } from './fixture.js';

const tree = {
  name: 'top',
  children: [
    { name: '10', tags: ['web'] },
    {
      type: 'supervisor',
      id: 'inner',
      tags: ['web'],
      children: [{ id: '9' }, { name: 'b', tags: ['web', 'slow'] }],
    },
    { name: '1' },
  ],
} as const;

describe('the sessions of a tree', () => {
  test('are listed in start order, with those of nested supervisors, also by ids that look like numbers', async () => {
    const { sup } = await grow(tree);
    expect(sup.listSessions().map(({ path }) => path)).toEqual([
      ...['top/10', 'top/inner/9', 'top/inner/b', 'top/1'],
    ]);
  });

  test('are listed by tag, and counted by it', async () => {
    const { sup, crash } = await grow(tree);
    const tagged = (tag: string) => sup.listSessions({ tag }).map(({ id }) => id);
    expect([tagged('web'), tagged('slow'), tagged('none')]).toEqual([['10', 'b'], ['b'], []]);
    expect([sup.countSessions(), sup.countSessions({ tag: 'web' })]).toEqual([
      { specs: 4, active: 4 },
      { specs: 2, active: 2 },
    ]);
    await crash('b');
    expect(sup.countSessions({ tag: 'web' })).toEqual({ specs: 2, active: 1 });
    expect(sup.listSessions({ tag: undefined })).toHaveLength(4);
  });

  test('say how each fares, and when one that waits is restarted', async () => {
    const { sup, crash, clock, cliOf } = await grow({
      name: 'top',
      children: [{ name: 'a', tags: ['x'], backOff: { jitter: 0 } }],
    });
    const { pid } = cliOf('a');
    const session = sup.getSession('a');
    await session.query('hello');
    expect(sup.listSessions()).toEqual([
      {
        ...{ id: 'a', name: 'a', path: 'top/a', tags: ['x'], state: 'ready', status: 'idle', pid },
        ...{ sessionId: session.sessionId, incarnation: 1, restarts: 0, restartsIn: undefined },
        ...{ queued: 0, lastError: undefined },
      },
    ]);
    await crash('a');
    void cameTo(session.query('waits'));
    await clock.advance(200);
    expect(sup.listSessions()).toMatchObject([
      {
        ...{ state: 'initializing', status: 'waiting', pid: undefined, incarnation: 1, restarts: 0 },
        ...{ restartsIn: 300, queued: 1, lastError: { code: 'crashed' } },
      },
    ]);
    await clock.advance(300);
    expect(sup.listSessions()).toMatchObject([
      { status: 'idle', incarnation: 2, restarts: 1, restartsIn: undefined, queued: 0 },
    ]);
  });
});

describe('the children of a supervisor', () => {
  test('are its own, in start order, and counted by what they are', async () => {
    const { sup } = await grow(tree);
    expect(sup.whichChildren()).toEqual([
      { id: '10', type: 'session', name: '10', status: 'running', incarnation: 1, tags: ['web'] },
      { id: 'inner', type: 'supervisor', name: undefined, status: 'running', incarnation: 1, tags: ['web'] },
      { id: '1', type: 'session', name: '1', status: 'running', incarnation: 1, tags: [] },
    ]);
    expect(sup.countChildren()).toEqual({ specs: 3, active: 3, supervisors: 1, workers: 2 });
  });

  test('are listed also between two lives of it, in start order and as stopped', async () => {
    const { system, sup, crash, fares } = await grow({
      name: 'top',
      children: [
        { type: 'supervisor', name: 'inner', maxRestarts: 0, children: sessions('10 9 1') },
        ...sessions('z'),
      ],
    });
    await crash('9');
    const inner = system.getSupervisor('inner');
    expect(inner.whichChildren().map(({ id, status }) => `${id} ${status}`)).toEqual([
      ...['10 stopped', '9 stopped', '1 stopped'],
    ]);
    expect(inner.countChildren()).toEqual({ specs: 3, active: 0, supervisors: 0, workers: 3 });
    expect(fares()).toEqual(['10 waiting', '9 waiting', '1 waiting', 'z idle']);
    expect(sup.whichChildren()).toMatchObject([{ status: 'restarting' }, { status: 'running' }]);
  });
});
