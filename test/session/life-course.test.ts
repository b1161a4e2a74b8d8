import { createFakeClock } from 'troupe/testing';
import { expect, test } from 'vitest';
import { LifeCourse } from '../../src/session/life-course.js';
import type { LifeHappening } from '../../src/session/session-happening.js';
import { Whereabouts } from '../../src/session/whereabouts.js';

const CRASH = { code: 'crashed', exitCode: undefined, signal: 'SIGKILL' } as const;

function setUp() {
  const told: LifeHappening<string, string>[] = [];
  /** Where it was told that the clock had been read before. */
  const times: (number | undefined)[] = [];
  const clock = createFakeClock(100);
  const course = new LifeCourse<string, string>((make, at) => {
    told.push(make(false));
    times.push(at);
  });
  const whereabouts = new Whereabouts<string, string>(clock, 'initializing', 'starting', course);
  return {
    ...{ clock, course, whereabouts, told, times },
    join: (...tags: string[]) => course.joined(tags, whereabouts),
    types: () => told.map(({ type }) => type),
  };
}

test('what happens between being added and being removed is told, in order', () => {
  const { course, whereabouts, told, join } = setUp();
  join('eu');
  course.begun();
  whereabouts.move('ready', 'idle');
  whereabouts.exited(CRASH);
  course.released();
  whereabouts.move('stopped', 'stopped');
  expect(told).toEqual([
    { type: 'added', tags: ['eu'], state: 'initializing', status: 'starting' },
    { type: 'begun' },
    {
      type: 'state',
      ...{ state: 'ready', status: 'idle', previous: { state: 'initializing', status: 'starting' } },
    },
    { type: 'exited', ...CRASH },
    {
      type: 'state',
      ...{ state: 'stopped', status: 'stopped', previous: { state: 'ready', status: 'idle' } },
    },
    { type: 'removed' },
  ]);
  expect(told.every((each) => each.type !== 'state' || Object.isFrozen(each.previous))).toBe(true);
});

test('what the tree has a time for is told by that time', async () => {
  const { clock, course, whereabouts, times, join } = setUp();
  await clock.advance(5);
  join();
  expect(whereabouts.since).toBe(105);
  course.begun();
  await clock.advance(5);
  whereabouts.move('ready', 'idle');
  await clock.advance(5);
  whereabouts.exited(CRASH);
  expect(times).toEqual([105, undefined, 110, 115]);
});

test.each(['stopped', 'gaveUp'])(
  'one that is %s, and is released after that, is removed at once',
  (status) => {
    const { course, whereabouts, types, join } = setUp();
    join();
    whereabouts.move('stopped', status);
    expect([types().at(-1), course.isInTree]).toEqual(['state', true]);
    course.released();
    expect([types().at(-1), course.isInTree]).toEqual(['removed', false]);
  },
);

test('one that is down comes back, as long as it is not released', () => {
  const { course, whereabouts, types, join } = setUp();
  join();
  whereabouts.move('stopped', 'stopped');
  whereabouts.move('initializing', 'starting');
  course.released();
  expect([types().includes('removed'), course.isInTree]).toEqual([false, true]);
});

test('what happens before it is added is told then, and not at all where that never is', () => {
  const { course, whereabouts, told, join, types } = setUp();
  course.begun();
  whereabouts.move('initializing', 'waiting', 900);
  whereabouts.exited(CRASH);
  expect(types()).toEqual([]);
  join();
  expect(types()).toEqual(['added', 'begun', 'exited']);
  expect(told[0]).toMatchObject({ state: 'initializing', status: 'waiting', nextRestart: 900 });
});

test('nothing is told of what was never added, nor after the removal; who is added is added once', async () => {
  const never = setUp();
  never.course.begun();
  never.course.released();
  never.whereabouts.move('stopped', 'stopped');
  never.join();
  expect([never.types(), never.course.isInTree]).toEqual([[], false]);

  const { clock, course, whereabouts, types, join } = setUp();
  join();
  await clock.advance(5);
  join();
  expect(whereabouts.since).toBe(100);
  whereabouts.move('stopped', 'stopped');
  course.released();
  course.released();
  whereabouts.move('stopped', 'gaveUp');
  course.begun();
  join();
  expect([types(), course.isInTree]).toEqual([['added', 'state', 'removed'], false]);
});
