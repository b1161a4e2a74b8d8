import type { Logger } from '../base/logger.js';
import type { SessionError } from '../errors/session-error.js';
import type { CoreReport } from './core/effect.js';

/**
 * What happened to a child, or to its supervisor (S122, S123).
 *
 * - `started`: an incarnation is up (OTP's `progress`).
 * - `child_terminated`: it ended in an abnormal way; of a permanent child, in any way.
 * - `start_error`: it could not be started, at first or by a restart; a start by hand tells its caller.
 * - `shutdown_error`: asked to end, it had to be killed; or something of its processes could not be ended (`not_stopped`).
 * - `restart_scheduled`: it is started again, `delay` ms from now.
 * - `child_gave_up`: no restart can mend what it ended by; it is left alone.
 * - `gave_up`: that was one failure too many (OTP's `reached_max_restart_intensity`); the supervisor ends.
 * - `auto_shutdown`: a significant child has ended; the supervisor ends.
 */
export type SupervisorReport = ReportBase & (Plain | OfExit | Scheduled | GaveUp);

interface ReportBase {
  /** Path of the supervisor. */
  readonly supervisor: string;
  /** Id of the child. */
  readonly child: string;
  /** Number of the child's incarnation, counted since its supervisor was started. */
  readonly incarnation: number;
}

interface Plain {
  readonly type: 'started' | 'auto_shutdown';
  readonly reason?: undefined;
  readonly delay?: undefined;
  readonly failures?: undefined;
  readonly limit?: undefined;
}

interface OfExit extends Omit<Plain, 'type' | 'reason'> {
  readonly type: 'child_terminated' | 'start_error' | 'shutdown_error' | 'child_gave_up';
  /** Why it ended, or could not be started. */
  readonly reason: SessionError;
}

interface Scheduled extends Omit<Plain, 'type' | 'delay' | 'failures'> {
  readonly type: 'restart_scheduled';
  /** How long the restart waits, in ms. */
  readonly delay: number;
  /** Failures in a row. */
  readonly failures: number;
}

interface GaveUp extends Omit<Plain, 'type' | 'reason' | 'limit'> {
  readonly type: 'gave_up';
  /** The last failure. */
  readonly reason: SessionError;
  /** Which limit was exceeded. */
  readonly limit: 'maxRestarts' | 'maxConsecutive';
}

export function reportOf(report: CoreReport, supervisor: string, now: number): SupervisorReport {
  const { child, incarnation } = report;
  const base = { supervisor, child, incarnation };
  switch (report.type) {
    case 'started':
    case 'auto_shutdown':
      return { type: report.type, ...base };
    case 'child_terminated':
    case 'start_error':
    case 'child_gave_up':
      return { type: report.type, ...base, reason: report.exit.error };
    case 'shutdown_error':
      return { type: report.type, ...base, reason: report.exit.leftover ?? report.exit.error };
    case 'restart_scheduled':
      return {
        type: report.type,
        ...base,
        delay: Math.round(report.at - now),
        failures: report.failures,
      };
    case 'gave_up':
      return { type: report.type, ...base, reason: report.exit.error, limit: report.limit };
  }
}

const LEVELS = {
  started: 'debug',
  restart_scheduled: 'debug',
  auto_shutdown: 'debug',
  child_terminated: 'warn',
  start_error: 'warn',
  shutdown_error: 'warn',
  child_gave_up: 'error',
  gave_up: 'error',
} as const satisfies Record<CoreReport['type'], keyof Logger>;

export function logReport(logger: Logger, report: SupervisorReport): void {
  const { type, supervisor, child, reason, ...facts } = report;
  logger[LEVELS[type]](`Supervisor '${supervisor}', child '${child}': ${type}.`, {
    ...facts,
    ...(reason && {
      code: reason.code,
      reason: reason.message,
      exitCode: reason.exitCode,
      signal: reason.signal,
    }),
  });
}
