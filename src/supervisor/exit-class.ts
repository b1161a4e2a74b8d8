import type { SessionErrorCode } from '../errors/codes.js';
import type { SessionError } from '../errors/session-error.js';
import type { Exit } from './core/exit.js';

/** What is known of the end of an incarnation, beside its error. */
export interface ExitFacts {
  /** The end was asked for. */
  readonly asked: boolean;
  /** The CLI had answered the handshake. */
  readonly wasReady: boolean;
  /** A turn was open. */
  readonly inTurn: boolean;
}

/** What an exit means to a supervisor: of what kind it is, and whether a restart can mend it (`otp.md`, 4.1). */
export function classify(error: SessionError, facts: ExitFacts): Exit {
  return { kind: kindOf(error, facts), mendable: isMendable(error), forced: false, error };
}

function kindOf({ code, exitCode, signal }: SessionError, facts: ExitFacts): Exit['kind'] {
  if (facts.asked) return 'shutdown';
  // What was not up yet has failed to start, however it ended (S75).
  if (code !== 'crashed' || !facts.wasReady) return 'abnormal';
  if (exitCode === 0 && !facts.inTurn) return 'normal';
  return ASKED_BY_OTHERS.has(signal ?? exitCode) ? 'shutdown' : 'abnormal';
}

/** How a process ends that somebody else asked to: the CLI makes an exit code of the signal, as a shell does. */
const ASKED_BY_OTHERS: ReadonlySet<string | number | undefined> = new Set([
  ...['SIGHUP', 'SIGINT', 'SIGTERM'],
  ...[129, 130, 143],
]);

function isMendable({ code, stderrTail = '' }: SessionError): boolean {
  return !BEYOND_REPAIR.has(code) && !(code === 'start_failed' && REFUSED_OPTION.test(stderrTail));
}

const BEYOND_REPAIR: ReadonlySet<SessionErrorCode> = new Set<SessionErrorCode>([
  'cli_not_found',
  'cli_incompatible',
  'invalid_option',
  'conversation_not_found',
  'context_lost',
  'session_id_in_use',
]);

/** What CLI 2.1.330 says to a flag whose value it cannot use. */
const REFUSED_OPTION =
  /^error: option '--|^Error: (Settings file not found|Invalid \S+ configuration|--\S+ requires --|Can only use --)/m;
