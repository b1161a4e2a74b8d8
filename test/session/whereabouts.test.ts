import { createFakeClock } from 'troupe/testing';
import { expect, test } from 'vitest';
import { Whereabouts, type Follower } from '../../src/session/whereabouts.js';

const CRASH = { code: 'crashed', exitCode: undefined, signal: 'SIGKILL' } as const;

function begun() {
  const told: unknown[] = [];
  const follower: Follower<string, string> = {
    moved: (now, previous) => told.push([previous, now]),
    exited: (exit) => told.push(exit),
  };
  const clock = createFakeClock(100);
  const at = new Whereabouts(clock, { state: 'ready', status: 'idle' }, follower);
  return { clock, at, told };
}

test('it is known since when something stands where it does', async () => {
  const { clock, at } = begun();
  expect([at.state, at.status, at.since]).toEqual(['ready', 'idle', 100]);
  await clock.advance(5);
  at.move('initializing', 'waiting');
  await clock.advance(5);
  at.move('initializing', 'waiting');
  expect([at.state, at.status, at.since]).toEqual(['initializing', 'waiting', 105]);
  at.move('initializing', 'restarting');
  expect(at.since).toBe(110);
});

test('who follows is told of each change once, and finds it made', () => {
  const { at, told } = begun();
  at.move('ready', 'idle');
  at.move('querying', 'querying');
  at.move('querying', 'idle');
  expect(told).toEqual([
    [
      { state: 'ready', status: 'idle' },
      { state: 'querying', status: 'querying' },
    ],
    [
      { state: 'querying', status: 'querying' },
      { state: 'querying', status: 'idle' },
    ],
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
