import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { defaultLogger, guardLogger, type Logger } from '../../src/base/logger.js';
import { faultRecorder, settle } from './faults.js';

const levels = ['debug', 'warn', 'error'] as const;

function loggerOf(log: (level: string, message: string, facts: unknown) => unknown): Logger {
  return {
    debug: (message, facts) => log('debug', message, facts),
    warn: (message, facts) => log('warn', message, facts),
    error: (message, facts) => log('error', message, facts),
  };
}

describe.each(levels)('the guard of %s', (level) => {
  test('passes message and facts on', () => {
    const log = vi.fn();
    guardLogger(loggerOf(log), faultRecorder())[level]('A listener failed.', { fault: 'broken' });
    expect(log.mock.calls).toEqual([[level, 'A listener failed.', { fault: 'broken' }]]);
  });

  test('keeps a throw from the caller, and reports it', () => {
    const report = faultRecorder();
    const broken = new Error('broken logger');
    const guarded = guardLogger(
      loggerOf(() => {
        throw broken;
      }),
      report,
    );
    expect(() => guarded[level]('A listener failed.')).not.toThrow();
    expect(report.mock.calls).toEqual([['logger', broken]]);
  });

  test('handles a rejection, and reports it', async () => {
    // As `void` hides it: a logger that is async.
    const broken = new Error('broken logger');
    const report = faultRecorder();
    guardLogger(
      loggerOf(() => Promise.reject(broken)),
      report,
    )[level]('A listener failed.');
    // An unhandled rejection would fail the run.
    await settle();
    expect(report.mock.calls).toEqual([['logger', broken]]);
  });

  test('calls the logger as its method, so that it may use its own state', () => {
    class Counting implements Logger {
      lines = 0;
      debug(): void {
        this.lines += 1;
      }
      warn(): void {
        this.lines += 1;
      }
      error(): void {
        this.lines += 1;
      }
    }
    const logger = new Counting();
    guardLogger(logger, faultRecorder())[level]('A listener failed.');
    expect(logger.lines).toBe(1);
  });
});

describe('the default logger', () => {
  const emitted = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  beforeEach(() => void emitted.mockClear());
  afterAll(() => emitted.mockRestore());

  test.each(['warn', 'error'] as const)(
    'makes a process warning of %s, with the facts as its detail',
    (level) => {
      defaultLogger[level]('A line was skipped.', { bytes: 70_000_000 });
      expect(emitted.mock.calls).toEqual([
        ['A line was skipped.', { type: 'TroupeWarning', detail: '{"bytes":70000000}' }],
      ]);
    },
  );

  test('adds nothing to a message without facts', () => {
    defaultLogger.warn('A line was skipped.');
    expect(emitted.mock.calls).toEqual([['A line was skipped.', { type: 'TroupeWarning' }]]);
  });

  test('says nothing of debug', () => {
    defaultLogger.debug('A line came.', { bytes: 3 });
    expect(emitted).not.toHaveBeenCalled();
  });
});
