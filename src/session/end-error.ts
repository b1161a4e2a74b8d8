import type { SessionMachineOutput } from '../../machines/session.types.js';
import type { Ending } from '../adapter/session-adapter.js';
import { restate } from '../errors/restate.js';
import { SessionError, type SessionErrorFacts } from '../errors/session-error.js';

/**
 * Why an incarnation is over, as the error that its queries fail with. Pure: the exit, what had been decided before it,
 * and whether the session comes back (`known.restarting`).
 */
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
        `The CLI did not react to an interrupt or a clear in time, and was killed.${outlook(facts)}`,
        facts,
      );
    case 'crashed':
      return new SessionError('crashed', `The CLI process ended unasked, ${how(facts)}.${outlook(facts)}`, {
        ...facts,
        cause: output.error,
      });
  }
}

const BROUGHT_BACK = 'Its supervisor brings the session back: ask again under the same name.';

const COME_BACK =
  'startSession({ resume: error.sessionId }) comes back to the conversation, where a turn has begun one.';

/** Undecided is what an owner is told, who decides it: in its reports and its own errors, advice would be in the way. */
function outlook({ restarting }: SessionErrorFacts): string {
  if (restarting === undefined) return '';
  return ` ${restarting ? BROUGHT_BACK : COME_BACK}`;
}

function how({ exitCode, signal }: SessionErrorFacts): string {
  if (signal !== undefined) return `by signal ${signal}`;
  return exitCode === undefined ? 'in an unknown way' : `with code ${exitCode}`;
}

/** What a query fails with that was in flight when its session was restarted on purpose. */
export function restartedMeanwhile(facts: SessionErrorFacts): SessionError {
  return new SessionError(
    'restarted',
    'Its supervisor restarted the session while it was being answered: ask again under the same name.',
    { ...facts, restarting: true },
  );
}
