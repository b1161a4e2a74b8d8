import { describe, expect, test } from 'vitest';
import { cameTo, codeOfCall, grow, sessions } from './fixture.js';

describe('a supervisor by its name', () => {
  test('may be held before it is started, and after it was stopped and started again', async () => {
    const all = await grow({ name: 'other' });
    const ref = all.system.getSupervisor('top');
    expect([ref.name, ref.path, ref.state]).toEqual(['top', 'top', 'stopped']);
    for (const id of ['a', 'b']) {
      await all.system.startSupervisor({ name: 'top', children: [{ id, name: 'x' }] });
      expect([ref.state, ref.whichChildren().map((child) => child.id)]).toEqual(['running', [id]]);
      expect(await cameTo(ref.getSession('x').query('hello'))).toBe('re: hello');
      await ref.stop();
      expect(ref.state).toBe('stopped');
    }
  });

  test('passes each verb on', async () => {
    const { system, sup } = await grow({ name: 'top', children: sessions('a b') });
    const ref = system.getSupervisor('top');
    const told: string[] = [];
    const unsubscribe = ref.on('report', ({ type, child }) => told.push(`${type} ${child}`));
    await ref.startChild({ name: 'c' });
    await ref.startSession({ name: 'd' }).ready();
    unsubscribe();
    await ref.terminateChild('a');
    await ref.restartChild('a');
    await ref.restartSession('a');
    await ref.terminateChild('b');
    await ref.deleteChild('b');
    await ref.terminateSession('c');
    expect(told).toEqual(['started c', 'started d']);
    expect(ref.listSessions()).toEqual(sup.listSessions());
    expect([ref.countSessions(), ref.countChildren()]).toEqual([sup.countSessions(), sup.countChildren()]);
    expect(ref.getChildSpec('a')).toEqual(sup.getChildSpec('a'));
    const done = cameTo(ref.done);
    await ref[Symbol.asyncDispose]();
    expect([await done, ref.state]).toEqual([undefined, 'stopped']);
  });

  test('that there is not fails each verb with `noproc`, and is disposed of all the same', async () => {
    const { system } = await grow({ name: 'top' });
    const ref = system.getSupervisor('nobody');
    const promised = [
      ...[ref.stop(), ref.done, ref.startChild({ name: 'a' }), ref.terminateSession('a')],
      ...[ref.restartSession('a'), ref.terminateChild('a'), ref.restartChild('a'), ref.deleteChild('a')],
    ];
    expect(await Promise.all(promised.map(cameTo))).toEqual(promised.map(() => 'noproc'));
    for (const call of [
      () => ref.startSession({ name: 'a' }),
      () => ref.listSessions(),
      () => ref.countSessions(),
      () => ref.whichChildren(),
      () => ref.countChildren(),
      () => ref.getChildSpec('a'),
      () => ref.on('report', () => undefined),
    ])
      expect(codeOfCall(call)).toBe('noproc');
    await ref[Symbol.asyncDispose]();
  });

  test('gives sessions that may come before it does', async () => {
    const { system, sup } = await grow({ name: 'top' });
    const session = system.getSupervisor('later').getSession('a');
    expect(await cameTo(session.ready())).toBe('not_found');
    await sup.startChild({ type: 'supervisor', name: 'later', children: sessions('a') });
    expect(await cameTo(session.query('hello'))).toBe('re: hello');
  });
});
