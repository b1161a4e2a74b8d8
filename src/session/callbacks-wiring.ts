import type { Emitter } from '../base/emitter.js';
import { SessionCallbacks, type CallbacksRequest } from '../callbacks/session-callbacks.js';
import type { Question } from '../callbacks/questions/question.js';
import { isWithinCallback } from '../callbacks/run-callback.js';
import { SessionError } from '../errors/session-error.js';
import type { Lives } from './lives.js';
import type { SessionHappening } from './session-happening.js';
import type { SessionEvents } from './session.js';

export interface CallbacksWiring extends Omit<
  CallbacksRequest,
  'facts' | 'announce' | 'follower' | 'sendToServer'
> {
  readonly events: Emitter<SessionEvents>;
  readonly tell: (make: (content: boolean) => SessionHappening) => void;
  /** Asked for when something is called, which is never before the first process. */
  readonly lives: () => Lives;
  readonly controlTimeout: number;
}

/** The user's callbacks, wired to the session that they belong to. */
export function sessionCallbacks({
  events,
  tell,
  lives,
  controlTimeout,
  ...request
}: CallbacksWiring): SessionCallbacks {
  return new SessionCallbacks({
    ...request,
    facts: () => lives().facts(),
    announce: (question) => announce(events, question),
    follower: {
      asked: (question) => tell((content) => asked(question, content)),
      settled: ({ id: question }, outcome) => tell(() => ({ type: 'permission.settled', question, outcome })),
    },
    sendToServer: (server, message) => {
      const notification = { subtype: 'mcp_message', server_name: server, message };
      // Where there is no process, nobody is to be told.
      void lives()
        .incarnated?.adapter.control(notification, controlTimeout)
        .catch(() => undefined);
    },
  });
}

/** Throws `calling_self` where this is done by a callback that the session waits for. */
export function refuseWithinCallback(callbacks: SessionCallbacks, lives: Lives): void {
  if (!isWithinCallback(callbacks)) return;
  throw new SessionError(
    'calling_self',
    'A callback of this session asked something of it that comes after the turn which waits for the callback. Ask it ' +
      'when the callback has returned.',
    lives.facts(),
  );
}

function asked(question: Question, content: boolean): SessionHappening {
  const { id, kind: asks } = question;
  const isPermission = question.kind === 'permission';
  return {
    type: 'permission.asked',
    question: id,
    asks,
    toolName: isPermission ? question.toolName : undefined,
    ...(content && isPermission && { input: question.input }),
  };
}

function announce(events: Emitter<SessionEvents>, question: Question): void {
  switch (question.kind) {
    case 'permission':
      return events.emit('permission', question);
    case 'elicitation':
      return events.emit('elicitation', question);
    case 'dialog':
      return events.emit('dialog', question);
  }
}
