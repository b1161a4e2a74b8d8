import { describe, expect, test } from 'vitest';
import { SessionError } from '../../src/errors/session-error.js';
import type { SupervisorEnding } from '../../src/supervisor/core/exit.js';
import {
  alreadyStarted,
  answerError,
  downError,
  exitOf,
  lostWith,
  refusal,
  startFailed,
  statusFor,
  unplaced,
} from '../../src/supervisor/supervision-errors.js';
import { planTree } from '../../src/supervisor/plan-tree.js';
import { CRASH, exitBy } from './slots.js';

const { flags } = planTree({ name: 'top' }, {});
const words = new SessionError('cli_not_found', 'There is no claude.', {
  exitCode: 127,
  stderrTail: 'sh: no',
});

describe('an answer', () => {
  test('that grants a call is no error', () => {
    expect(answerError({ is: 'ok' }, 'top')).toBeUndefined();
  });

  test.each([
    'already_started',
    'already_present',
    'not_found',
    'running',
    'restarting',
    'max_children',
    'shutdown',
    'stopped',
  ] as const)('that refuses it with %s says what to do, and where', (word) => {
    expect(answerError({ is: 'refused', word }, 'top/pool')).toMatchObject({
      code: word,
      path: 'top/pool',
      message: expect.stringMatching(/^'top\/pool': \w.*\.$/) as string,
    });
  });

  test('that tells of a start that failed keeps the words and facts of that', () => {
    expect(answerError({ is: 'start_failed', exit: exitBy(words) }, 'top')).toMatchObject({
      code: 'start_failed',
      message: "Child 'top' could not be started. There is no claude.",
      cause: words,
      exitCode: 127,
      stderrTail: 'sh: no',
    });
  });
});

test('no supervisor is one more refusal', () => {
  expect(refusal('noproc', 'top')).toMatchObject({ code: 'noproc', path: 'top' });
});

test('a start that failed in a child of a child keeps the path to that one', () => {
  const inner = startFailed('top/inner/a', exitBy(words));
  expect(startFailed('top/inner', exitBy(inner))).toBe(inner);
  const bare = new SessionError('start_failed', 'The CLI ended before it was ready.');
  expect(startFailed('top/a', exitBy(bare))).toMatchObject({ path: 'top/a', cause: bare });
});

describe('the reason that a child is down for', () => {
  test('is its own end, unless it was stopped by hand', () => {
    expect(downError('ended', CRASH, 'top/a')).toBe(CRASH.error);
    expect(downError('gave_up', CRASH, 'top/a')).toBe(CRASH.error);
    expect(downError('asked', CRASH, 'top/a')).toMatchObject({ code: 'stopped', path: 'top/a' });
    expect(downError('asked', undefined, 'top/a')).toMatchObject({ code: 'stopped', path: 'top/a' });
  });

  test('makes it `gaveUp` where somebody gave up, and `stopped` otherwise', () => {
    expect(statusFor(new SessionError('gave_up', ''))).toBe('gaveUp');
    expect(statusFor(words)).toBe('stopped');
  });

  test('of one that went with its supervisor is that of the supervisor', () => {
    const reason = new SessionError('gave_up', 'Too often.', { path: 'top/b', cause: words });
    expect(lostWith('top/a', reason)).toMatchObject({
      code: 'gave_up',
      path: 'top/b',
      cause: words,
      message: expect.stringMatching(/^'top\/a' went with its supervisor.*Too often\.$/) as string,
    });
    expect(lostWith('top/a', words)).toMatchObject({ path: 'top/a' });
  });
});

describe('the end of a supervisor, to its own', () => {
  const end = (ending: SupervisorEnding) => exitOf(ending, 'top', flags);

  test('that was asked for, or a shutdown with a significant child, is no failure', () => {
    expect(end({ why: 'stopped' })).toMatchObject({
      kind: 'shutdown',
      error: { code: 'stopped', path: 'top' },
    });
    expect(end({ why: 'auto_shutdown', child: 'a' })).toMatchObject({
      kind: 'shutdown',
      error: { code: 'shutdown', message: expect.stringContaining("'a'") as string },
    });
  });

  test('that gave up is none either, and says how often and because of whom', () => {
    const exit = end({ why: 'gave_up', child: 'a', exit: CRASH, limit: 'maxRestarts' });
    expect(exit).toMatchObject({
      kind: 'shutdown',
      mendable: true,
      error: { code: 'gave_up', path: 'top/a', cause: CRASH.error },
    });
    expect(exit.error.message).toContain('more than 3 restarts within 5 s');
    expect(exit.error.message).toContain(CRASH.error.message);
    const inARow = end({ why: 'gave_up', child: 'a', exit: CRASH, limit: 'maxConsecutive' });
    expect(inARow.error.message).toContain("'a' failed too often in a row (maxConsecutive)");
  });

  test('that gave up because a supervisor below did leads on to the culprit', () => {
    const inner = exitOf(
      { why: 'gave_up', child: 'a', exit: CRASH, limit: 'maxRestarts' },
      'top/inner',
      flags,
    );
    const outer = end({ why: 'gave_up', child: 'inner', exit: inner, limit: 'maxRestarts' });
    expect(outer.error).toMatchObject({ path: 'top/inner/a', cause: { cause: CRASH.error } });
  });

  test.each([true, false])('by a start that failed is a failure; that it may be mended is %s', (mendable) => {
    const exit = end({ why: 'start_failed', child: 'a', exit: { ...exitBy(words), mendable } });
    expect(exit).toMatchObject({
      kind: 'abnormal',
      mendable,
      error: { code: 'start_failed', path: 'top/a' },
    });
  });
});

test('what keeps a child from being placed is told as it is, and a fault of ours as a start that failed', () => {
  const taken = alreadyStarted('inner', 'top/inner');
  expect(taken).toMatchObject({ code: 'already_started', option: 'name', path: 'top/inner' });
  expect(unplaced('top', taken)).toMatchObject({ kind: 'abnormal', mendable: true, error: taken });
  expect(unplaced('top', new TypeError('a bug')).error).toMatchObject({
    code: 'start_failed',
    message: "'top' could not be started. TypeError: a bug",
  });
});
