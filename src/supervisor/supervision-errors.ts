import { faultText } from '../base/fault-text.js';
import { isSessionError, SessionError } from '../errors/session-error.js';
import type { Answer, Refusal } from './core/effect.js';
import type { DownReason, Exit, SupervisorEnding } from './core/exit.js';
import type { Flags } from './core/spec.js';

/** Why a call about the child at `path` was refused, in OTP's word; `undefined` for one that was granted. */
export function answerError(answer: Answer, path: string): SessionError | undefined {
  switch (answer.is) {
    case 'ok':
      return undefined;
    case 'refused':
      return refusal(answer.word, path);
    case 'start_failed':
      return startFailed(path, answer.exit);
  }
}

export function refusal(word: Refusal | 'noproc', path: string): SessionError {
  return new SessionError(word, `'${path}': ${WORDS[word]}`, { path });
}

const WORDS = {
  already_started: 'a child of that id runs. Reach it by its name, or give the new one another id.',
  already_present: 'there is a child of that id, which does not run. Use restartChild, or deleteChild first.',
  not_found: 'there is no such child. whichChildren() lists those there are.',
  running:
    'the child runs. Use terminateChild first, or restartSession, which stops a running one by itself.',
  restarting: 'the child is about to be restarted. Use terminateChild to end that.',
  max_children: 'its supervisor has as many children as maxChildren allows.',
  shutdown: 'its supervisor ends.',
  stopped: 'the child was stopped before it was up.',
  noproc: 'no such supervisor runs.',
} as const;

/** S21, S22: the path leads to the culprit, also where that is a child of a child. */
export function startFailed(path: string, { error }: Exit): SessionError {
  if (error.code === 'start_failed' && error.path !== undefined) return error;
  return new SessionError('start_failed', `Child '${path}' could not be started. ${error.message}`, {
    path,
    cause: error,
    stderrTail: error.stderrTail,
    exitCode: error.exitCode,
    signal: error.signal,
  });
}

/** Why a child is down, as whoever asks it is told. */
export function downError(
  why: DownReason,
  exit: Exit | undefined,
  path: string,
  forgotten = false,
): SessionError {
  return exit && why !== 'asked' ? exit.error : handStopped(path, forgotten);
}

/** What a child is called that is down for that reason: `gaveUp` also where it was its supervisor that did. */
export function statusFor(reason: SessionError): 'stopped' | 'gaveUp' {
  return reason.code === 'gave_up' ? 'gaveUp' : 'stopped';
}

export function handStopped(path: string, forgotten = false): SessionError {
  const what = forgotten
    ? 'was stopped, and its spec is forgotten. Add it again with startSession or startChild.'
    : 'was stopped. restartSession or restartChild of its supervisor starts it again.';
  return new SessionError('stopped', `'${path}' ${what}`, { path });
}

/** S26: whoever holds the name is left undisturbed. */
export function alreadyStarted(name: string, path: string): SessionError {
  return new SessionError(
    'already_started',
    `A supervisor is called '${name}'. Reach it with getSupervisor('${name}'), or stop it first.`,
    { option: 'name', path },
  );
}

/** S71: of a child that was added at run time. */
export function lostWith(path: string, reason: SessionError): SessionError {
  return new SessionError(
    reason.code,
    `'${path}' went with its supervisor, to which it had been added at run time. ${reason.message}`,
    { path: reason.path ?? path, cause: reason.cause },
  );
}

/** A child of the plan whose name somebody else has taken since. */
export function unplaced(path: string, refused: unknown): Exit {
  const error = isSessionError(refused)
    ? refused
    : new SessionError('start_failed', `'${path}' could not be started. ${faultText(refused)}`, { path });
  return { kind: 'abnormal', mendable: true, forced: false, error };
}

/** How a supervisor's end looks to its own supervisor: as a `shutdown`, unless it could not be started (S44). */
export function exitOf(ending: SupervisorEnding, path: string, flags: Flags): Exit {
  const error = endingError(ending, path, flags);
  const isStart = ending.why === 'start_failed';
  return {
    kind: isStart ? 'abnormal' : 'shutdown',
    mendable: isStart ? ending.exit.mendable : true,
    forced: false,
    error,
  };
}

function endingError(ending: SupervisorEnding, path: string, flags: Flags): SessionError {
  switch (ending.why) {
    case 'stopped':
      return new SessionError('stopped', `Supervisor '${path}' was stopped.`, { path });
    case 'auto_shutdown':
      return new SessionError(
        'shutdown',
        `Supervisor '${path}' has shut down: its significant child '${ending.child}' has ended.`,
        { path },
      );
    case 'start_failed':
      return startFailed(`${path}/${ending.child}`, ending.exit);
    case 'gave_up':
      return new SessionError(
        'gave_up',
        `Supervisor '${path}' gave up: ${tooMany(ending, flags)} The last failure: ${ending.exit.error.message}`,
        { path: culpritOf(ending.exit.error) ?? `${path}/${ending.child}`, cause: ending.exit.error },
      );
  }
}

/** Where a supervisor gave up because one of its own children did, the path leads on to that one's. */
function culpritOf(error: SessionError): string | undefined {
  return error.code === 'gave_up' || error.code === 'start_failed' ? error.path : undefined;
}

function tooMany(
  { child, limit }: Extract<SupervisorEnding, { readonly why: 'gave_up' }>,
  { maxRestarts, period }: Flags,
): string {
  return limit === 'maxRestarts'
    ? `more than ${maxRestarts} restarts within ${period / 1000} s (maxRestarts, maxSeconds), the last one of '${child}'.`
    : `'${child}' failed too often in a row (maxConsecutive).`;
}
