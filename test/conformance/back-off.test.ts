import { describe, expect, test } from 'vitest';
import { worker } from './children.js';
import { supervise } from './supervised.js';

const backOff = { initial: 500, factor: 2, max: 3000, jitter: 0 };
const many = { maxRestarts: 1000 };

/** When a child that never starts again is tried. */
function triesOf(child: ReturnType<typeof worker>, until: number): number[] {
  const top = supervise([child], many);
  top.die('a');
  const tries: number[] = [];
  for (let starts = 1; top.world.now < until; top.world.advance(1)) {
    if (top.starts('a') > starts) tries.push(top.world.now);
    starts = top.starts('a');
  }
  return tries;
}

test('S73, SupervisionSpec 1 backoff: a restart waits, each failed one twice as long, and OTP would not wait', () => {
  const tries = triesOf(worker('a', { backOff, starts: ['up', 'fails'] }), 10_000);
  expect(tries).toEqual([500, 1500, 3500, 6500, 9500]);
});

test('S73: chance makes a delay longer or shorter by its share, and never longer than the longest', () => {
  const jittered = { initial: 1000, factor: 2, max: 4000, jitter: 0.2 };
  const tries = triesOf(worker('a', { backOff: jittered, starts: ['up', 'fails'] }), 60_000);
  const delays = tries.map((at, index) => at - (tries[index - 1] ?? 0));
  const [first = 0, second = 0, ...others] = delays;
  expect(first).toBeGreaterThanOrEqual(800);
  expect(first).toBeLessThanOrEqual(1200);
  expect(second).toBeGreaterThanOrEqual(1600);
  expect(second).toBeLessThanOrEqual(2400);
  for (const delay of others) expect(delay).toBeLessThanOrEqual(4001);
  expect(new Set([first, second / 2]).size).toBe(2);
});

test('S74, SupervisionSpec 2 maxRestarts with backoff: too many failures in a row are too many, however slow', () => {
  const child = worker('a', { backOff, starts: ['up', 'fails'], maxConsecutive: 4 });
  const top = supervise([child, worker('b')], { maxRestarts: 1, period: 100 });
  top.die('a');
  top.world.advance(60_000);
  // The crash, and three starts that failed.
  expect(top.starts('a')).toBe(4);
  expect(top.ending).toMatchObject({ why: 'gave_up', child: 'a', limit: 'maxConsecutive' });
  expect(top.world.reports.filter((report) => report.startsWith('start_error'))).toHaveLength(3);
});

describe('failures are forgotten', () => {
  const delaysOf = (runs: readonly number[]) => {
    const top = supervise([worker('a', { backOff, stableAfter: 100 })], many);
    return runs.map((run) => {
      top.world.advance(run);
      top.die('a');
      const died = top.world.now;
      while (top.list()[0] !== 'a running') top.world.advance(1);
      return top.world.now - died;
    });
  };

  test('SupervisionSpec 3 reset: after a stable run', () => {
    expect(delaysOf([100, 100, 100])).toEqual([500, 500, 500]);
    expect(delaysOf([99, 99, 99])).toEqual([500, 1000, 2000]);
  });

  test('SupervisionSpec 7 stale reset timers: by that run alone, and not by an earlier one', () => {
    expect(delaysOf([50, 60, 100, 50])).toEqual([500, 1000, 500, 1000]);
  });

  test('SupervisionSpec 3 reset: and the run begins when it is ready, not when it is started', () => {
    const top = supervise([worker('a', { backOff, stableAfter: 100, starts: ['up', 'hangs'] })], many);
    top.die('a');
    top.world.advance(600);
    top.comesUp('a');
    top.die('a');
    top.world.advance(999);
    expect(top.starts('a')).toBe(2);
    top.world.advance(1);
    expect(top.starts('a')).toBe(3);
  });
});

test('S91: a listing and calls are answered while restarts wait', () => {
  const top = supervise([worker('a', { backOff }), worker('b')], { strategy: 'one_for_all' });
  top.die('a');
  expect(top.list()).toEqual(['a restarting', 'b restarting']);
  expect(top.startChild(worker('c')).answer).toBe('ok');
  expect(top.terminateChild('b').answer).toBe('ok');
  top.world.advance(500);
  expect(top.list()).toEqual(['a running', 'b stopped', 'c running']);
});

describe('under rest_for_one, a group that waits', () => {
  const slow = { initial: 2000, factor: 1, max: 2000, jitter: 0 };
  const group = (...delays: readonly (typeof slow)[]) => {
    const ids = ['a', 'b', 'c'];
    const children = ids.map((id, index) => worker(id, { backOff: delays[index] ?? backOff }));
    const top = supervise(children, { strategy: 'rest_for_one' });
    top.world.news();
    return top;
  };

  test.each([
    ['the first', [backOff, slow], 2000],
    ['the second', [slow, backOff], 2100],
  ] as const)('S77: grows, and waits as long as %s failure asks for, if that is longer', (_, delays, due) => {
    const top = group(...delays);
    top.die('b');
    expect(top.world.news()).toEqual(['stop c']);
    top.world.advance(100);
    top.die('a');
    top.world.advance(due - 101);
    expect(top.world.news()).toEqual([]);
    top.world.advance(1);
    expect(top.world.news()).toEqual(['start a', 'start b', 'start c']);
    expect(top.world.timers).toBe(0);
  });

  test('S77: is not forgotten when one behind it fails that was added meanwhile', () => {
    const top = group();
    top.die('b');
    top.startChild(worker('d', { backOff }));
    top.world.news();
    top.die('d');
    top.world.advance(500);
    expect(top.world.news()).toEqual(['start b', 'start c', 'start d']);
  });
});
