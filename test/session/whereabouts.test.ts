import { createFakeClock } from 'troupe/testing';
import { expect, test } from 'vitest';
import { Whereabouts, type Follower } from '../../src/session/whereabouts.js';

const CRASH = { code: 'crashed', exitCode: undefined, signal: 'SIGKILL' } as const;

function begun() {
  const told: unknown[] = [];
  const follower: Follower<string, string> = {
    moved: (now, previous, at) => told.push([previous, now, at]),
    exited: (exit) => told.push(exit),
  };
  const clock = createFakeClock(100);
  const at = new Whereabouts<string, string>(clock, 'ready', 'idle', follower);
  return { clock, at, told };
}

test('it is known since when something stands where it does', async () => {
  const { clock, at } = begun();
  expect([at.state, at.status, at.since]).toEqual(['ready', 'idle', 100]);
  await clock.advance(5);
  at.move('initializing', 'waiting', 900);
  await clock.advance(5);
  at.move('initializing', 'waiting', 900);
  expect([at.state, at.status, at.nextRestart, at.since]).toEqual(['initializing', 'waiting', 900, 105]);
  at.move('initializing', 'restarting');
  expect([at.nextRestart, at.since]).toEqual([undefined, 110]);
});

test('who waits for a restart that is due at another time, waits since then', async () => {
  const { clock, at, told } = begun();
  at.move('initializing', 'waiting', 900);
  await clock.advance(5);
  at.move('initializing', 'waiting', 950);
  expect([at.nextRestart, at.since, told.length]).toEqual([950, 105, 2]);
});

test('since when it stands there counts from when it can be seen', async () => {
  const { clock, at, told } = begun();
  await clock.advance(5);
  at.appear();
  expect([at.since, told]).toEqual([105, []]);
});

test('who follows is told of each change once, and when it was, and finds it made', async () => {
  const { clock, at, told } = begun();
  at.move('ready', 'idle');
  await clock.advance(5);
  at.move('querying', 'querying');
  at.move('querying', 'idle');
  expect(told).toEqual([
    [{ state: 'ready', status: 'idle' }, { state: 'querying', status: 'querying' }, 105],
    [{ state: 'querying', status: 'querying' }, { state: 'querying', status: 'idle' }, 105],
  ]);
});

test('the latest exit is kept, with its time and without the words of its error', async () => {
  const { clock, at, told } = begun();
  expect(at.lastExit).toBeUndefined();
  await clock.advance(7);
  at.exited(Object.assign(new Error('words'), CRASH));
  expect(at.lastExit).toEqual({ ...CRASH, at: 107 });
  expect(told).toEqual([at.lastExit]);
});
