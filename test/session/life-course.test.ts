import { expect, test } from 'vitest';
import { LifeCourse } from '../../src/session/life-course.js';
import type { LifeHappening } from '../../src/session/session-happening.js';
import type { Station } from '../../src/session/whereabouts.js';

function setUp() {
  const told: LifeHappening<string, string>[] = [];
  const course = new LifeCourse<string, string>((make) => void told.push(make(false)));
  let last: Station<string, string> = { state: 'initializing', status: 'starting' };
  const move = (state: string, status: string): void => {
    const previous = last;
    last = { state, status };
    course.moved(last, previous);
  };
  return { course, move, told, types: () => told.map(({ type }) => type) };
}

test('what happens between being added and being removed is told, in order', () => {
  const { course, move, told } = setUp();
  course.joined();
  course.begun();
  move('ready', 'idle');
  course.exited({ code: 'crashed', exitCode: undefined, signal: 'SIGKILL' });
  course.released();
  move('stopped', 'stopped');
  expect(told).toEqual([
    { type: 'added' },
    { type: 'begun' },
    {
      type: 'state',
      ...{ state: 'ready', status: 'idle', previous: { state: 'initializing', status: 'starting' } },
    },
    { type: 'exited', code: 'crashed', exitCode: undefined, signal: 'SIGKILL' },
    {
      type: 'state',
      ...{ state: 'stopped', status: 'stopped', previous: { state: 'ready', status: 'idle' } },
    },
    { type: 'removed' },
  ]);
  expect(told.every((each) => each.type !== 'state' || Object.isFrozen(each.previous))).toBe(true);
});

test.each(['stopped', 'gaveUp'])(
  'one that is %s, and is released after that, is removed at once',
  (status) => {
    const { course, move, types } = setUp();
    course.joined();
    move('stopped', status);
    expect([types().at(-1), course.isInTree]).toEqual(['state', true]);
    course.released();
    expect([types().at(-1), course.isInTree]).toEqual(['removed', false]);
  },
);

test('one that is down comes back, as long as it is not released', () => {
  const { course, move, types } = setUp();
  course.joined();
  move('stopped', 'stopped');
  move('initializing', 'starting');
  course.released();
  expect([types().includes('removed'), course.isInTree]).toEqual([false, true]);
});

test('what happens before it is added is told then, and not at all where that never is', () => {
  const { course, types } = setUp();
  course.begun();
  course.exited({ code: 'crashed', exitCode: 1, signal: undefined });
  expect(types()).toEqual([]);
  course.joined();
  expect(types()).toEqual(['added', 'begun', 'exited']);
});

test('nothing is told of what was never added, nor after the removal', () => {
  const never = setUp();
  never.course.begun();
  never.course.released();
  never.move('stopped', 'stopped');
  never.course.joined();
  expect([never.types(), never.course.isInTree]).toEqual([[], false]);

  const { course, move, types } = setUp();
  course.joined();
  course.joined();
  move('stopped', 'stopped');
  course.released();
  course.released();
  move('stopped', 'gaveUp');
  course.begun();
  course.joined();
  expect([types(), course.isInTree]).toEqual([['added', 'state', 'removed'], false]);
});
