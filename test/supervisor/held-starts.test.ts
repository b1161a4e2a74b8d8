import { describe, expect, test } from 'vitest';
import type { InspectionEvent } from 'xstate';
import { stage } from '../session/live-fixture.js';
import { AT_ONCE, cameTo, grow, sessions, type Grove } from './fixture.js';

/** A group that is being restarted, and does not get on with it before `goOn`. */
async function restarting(): Promise<Grove & { readonly goOn: () => void }> {
  const all = await grow({ name: 'top', strategy: 'one_for_all', children: sessions('a', AT_ONCE) });
  let goOn = (): void => undefined;
  all.backend.behave({ startsWhen: new Promise<void>((resolve) => (goOn = resolve)) });
  await all.crash('a');
  return { ...all, goOn };
}

describe('a session whose start waits for its group', () => {
  test('is found and listed at once, and answers when its turn has come', async () => {
    const { sup, goOn, fares, settle } = await restarting();
    sup.startSession({ name: 'late' });
    expect(fares()).toEqual(['a restarting', 'late starting']);
    const asked = cameTo(sup.getSession('late').query('hello'));
    goOn();
    await settle();
    expect(await asked).toBe('re: hello');
    expect(fares()).toEqual(['a idle', 'late idle']);
  });

  test('can be terminated, and is never up then', async () => {
    const { sup, goOn, fares, settle, backend } = await restarting();
    const late = sup.startSession({ name: 'late' });
    const asked = cameTo(late.query('hello'));
    const terminated = cameTo(sup.terminateSession('late'));
    goOn();
    await settle();
    expect(await Promise.all([terminated, asked])).toEqual([undefined, 'stopped']);
    expect([fares(), backend.requests]).toEqual([['a idle'], []]);
  });
});

test('a call that an inspector makes while the supervisor is being started is answered', async () => {
  let called: Promise<unknown> | undefined;
  let isFirst = true;
  const inspect = ({ type }: InspectionEvent): void => {
    const top = system.getSupervisor('top');
    if (!isFirst || type !== '@xstate.event' || top.state !== 'starting') return;
    isFirst = false;
    called = cameTo(top.startChild({ name: 'b' }));
  };
  const { system } = stage(undefined, { inspect });
  const top = await system.startSupervisor({ name: 'top', children: [{ name: 'a' }] });
  expect([isFirst, await called]).toEqual([false, undefined]);
  expect(top.listSessions().map(({ id }) => id)).toEqual(['a', 'b']);
});
