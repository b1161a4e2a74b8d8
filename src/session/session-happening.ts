import type { SessionState } from './incarnation.js';
import type { QueryHappening } from './query-happening.js';
import type { SessionStatus } from './session.js';
import type { LastExit, Station } from './whereabouts.js';

/**
 * What can happen to a session and to a supervisor.
 *
 * - `added`, `removed`: it is in the tree from now on, and stands where the event says; or it was for the last time, and nothing
 *   more is told of it.
 * - `state`: its state or its status is another one; or it waits for a restart that is due at another time.
 * - `begun`, `exited`: an incarnation begins, perhaps without ever getting to a process; and it is over.
 */
export type LifeHappening<State, Status> =
  | ({ readonly type: 'added'; readonly tags: readonly string[] } & Station<State, Status>)
  | { readonly type: 'removed' }
  | ({ readonly type: 'state'; readonly previous: Station<State, Status> } & Station<State, Status>)
  | { readonly type: 'begun' }
  | ({ readonly type: 'exited' } & Omit<LastExit, 'at'>);

/**
 * What can happen to a session.
 *
 * - what {@link LifeHappening} names.
 * - `restarted`: another process is ready under its name.
 * - `identified`: a turn named its conversation.
 * - `context_lost`: that conversation could not be come back to, and another one is begun.
 * - `query.accepted`, `query.started`, `query.ended`: a query waits, was handed to the CLI, and is over; clears are none. Each
 *   that was accepted is ended, once; before that it is started once, or never, or with `retryInFlight` more than once.
 * - `permission.asked`, `permission.settled`: a question waits for an answer, and does not any more; elicitations and dialogs too.
 */
export type SessionHappening =
  | LifeHappening<SessionState, SessionStatus>
  | { readonly type: 'restarted' }
  | { readonly type: 'identified'; readonly sessionId: string }
  | { readonly type: 'context_lost'; readonly sessionId: string }
  | QueryHappening
  | {
      readonly type: 'permission.asked';
      /** What `system.answerQuestion` takes. */
      readonly question: string;
      readonly asks: 'permission' | 'elicitation' | 'dialog';
      /** Of a permission. */
      readonly toolName: string | undefined;
      /** With `content`: of a permission. */
      readonly input?: Readonly<Record<string, unknown>> | undefined;
    }
  | {
      readonly type: 'permission.settled';
      readonly question: string;
      /**
       * `answered`, by whomever; `withdrawn`, by the CLI or the end of its process; `late`, as its time limit was reached; or
       * `failed`, as the session's callback did.
       */
      readonly outcome: 'answered' | 'withdrawn' | 'late' | 'failed';
    };

/** Whom something happened to. */
export interface Subject {
  readonly path: string;
  readonly name: string | undefined;
  readonly incarnation: number;
}

/**
 * Takes down what happened. `make` says it, without content or with; it is called, at once, only where somebody wants to
 * know, and must not run code of the user's. `at` is when it did, which is now, where the clock was read for that already.
 */
export type Chronicle<Happening> = (
  subject: Subject,
  make: (content: boolean) => Happening,
  at?: number,
) => void;
