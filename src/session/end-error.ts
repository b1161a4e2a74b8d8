import type { SessionMachineOutput } from '../../machines/session.types.js';
import type { Ending } from '../adapter/session-adapter.js';
import { restate } from '../errors/restate.js';
import { SessionError, type SessionErrorFacts } from '../errors/session-error.js';

/** Why a session is over, as the error that its queries fail with. Pure: the exit, and what had been decided before it. */
export function endError(
  output: SessionMachineOutput,
  ending: Ending,
  known: SessionErrorFacts,
): SessionError {
  const facts = { ...known, ...ending.exit, stderrTail: ending.stderrTail };
  if (ending.error) return restate(ending.error, facts);
  switch (output.reason) {
    case 'stopped':
      return new SessionError('stopped', 'The session was stopped.', facts);
    case 'start_timeout':
      return new SessionError(
        'control_timeout',
        'The CLI did not answer the handshake in time, and was killed. A slow machine may need a longer controlTimeout.',
        facts,
      );
    case 'unresponsive':
      return new SessionError(
        'unresponsive',
        `The CLI did not react to an interrupt or a clear in time, and was killed. ${COME_BACK}`,
        facts,
      );
    case 'crashed':
      return new SessionError('crashed', `The CLI process ended unasked, ${how(facts)}. ${COME_BACK}`, {
        ...facts,
        cause: output.error,
      });
  }
}

const COME_BACK =
  'startSession({ resume: error.sessionId }) comes back to the conversation, where a turn has begun one.';

function how({ exitCode, signal }: SessionErrorFacts): string {
  if (signal !== undefined) return `by signal ${signal}`;
  return exitCode === undefined ? 'in an unknown way' : `with code ${exitCode}`;
}
