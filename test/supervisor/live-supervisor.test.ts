import { describe, expect, test } from 'vitest';
import { AT_ONCE, cameTo, codeOfCall, grow, sessions } from './fixture.js';

/** A supervisor below another one, that hands every failure up. */
const nested = (names: string, spec: object = {}) => ({
  type: 'supervisor' as const,
  name: 'inner',
  maxRestarts: 0,
  children: sessions(names),
  ...spec,
});

describe('a supervisor that is restarted by its own', () => {
  test('keeps the queries that wait in its sessions, and these come back with their conversations', async () => {
    const all = await grow({ name: 'top', children: [nested('a b')] });
    await all.sup.getSession('a').query('first');
    await all.crash('b');
    expect(all.fares()).toEqual(['a waiting', 'b waiting']);
    const waiting = cameTo(all.sup.getSession('a').query('second'));
    await all.clock.advance(600);
    expect(await waiting).toBe('re: second');
    expect(all.backend.requests.at(-1)?.history).not.toEqual([]);
    expect(all.fares()).toEqual(['a idle', 'b idle']);
  });

  test('starts a child anew that could not be started at the last attempt', async () => {
    const all = await grow({ name: 'top', maxRestarts: 9, children: [nested('a b')] });
    all.backend.behave({ refusesStart: 'not now' });
    await all.crash('b');
    await all.clock.advance(600);
    all.backend.behave({ refusesStart: undefined });
    await all.clock.advance(1_200);
    expect(all.fares()).toEqual(['a idle', 'b idle']);
  });
});

describe('a verb that comes between two lives', () => {
  test('is refused with `noproc`, and claims no name', async () => {
    const all = await grow({ name: 'top', children: [nested('a')] });
    const inner = all.system.getSupervisor('inner');
    await all.crash('a');
    expect(inner.state).toBe('stopped');
    expect(codeOfCall(() => inner.startSession({ name: 'late' }))).toBe('noproc');
    expect(await cameTo(inner.startChild({ name: 'late' }))).toBe('noproc');
    expect(codeOfCall(() => all.start({ name: 'late' }))).toBeUndefined();
  });
});

describe('session.stop()', () => {
  test('holds when it is called by whoever is told that its supervisor gives up', async () => {
    const all = await grow({ name: 'top', children: [nested('a b', AT_ONCE)] });
    const stops: Promise<unknown>[] = [];
    all.sup.on('report', ({ type }) => {
      if (type === 'gave_up') stops.push(cameTo(all.sup.getSession('a').stop()));
    });
    await all.crash('b');
    await all.clock.advance(600);
    expect(all.fares()).toEqual(['a stopped', 'b idle']);
    expect(await Promise.all(stops)).toEqual([undefined]);
  });

  test('holds when its supervisor is stopped by its own before the call has its turn', async () => {
    const group = { strategy: 'one_for_all', maxRestarts: 3 } as const;
    const all = await grow({
      name: 'top',
      ...group,
      children: [nested('a b', group), ...sessions('c', AT_ONCE)],
    });
    all.cliOf('a').behave({ ignoresStop: true });
    await all.crash('b');
    const restarted = cameTo(all.system.getSupervisor('inner').restartSession('a'));
    const stopped = cameTo(all.sup.getSession('a').stop());
    await all.crash('c');
    await all.clock.advance(10_000);
    expect(await restarted).toBe('shutdown');
    expect(all.fares()).toEqual(['a stopped', 'b idle', 'c idle']);
    expect(await stopped).toBeUndefined();
  });
});
