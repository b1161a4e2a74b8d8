import type { SessionError } from '../errors/session-error.js';

/** Who decides about the lives of a session: its supervisor, or the system for one that has none. */
export interface Owner {
  /** `sessionId` (XState's) of the supervisor's actor, while there is one: its parent to whoever inspects. */
  readonly actorId?: string | undefined;
  /** `session.stop()` was called: it is to stay down. The owner halts the incarnation, if there is one, and then `end`s it. */
  stop(): void;
}

/** Told of one incarnation. */
export interface LifeWatcher {
  /** The handshake was answered: called once at most, and not where its end had been asked for before. */
  ready(): void;
  /** Called exactly once and last, when nothing of the process is left. */
  exited(exit: SessionExit): void;
}

/** How an incarnation ended. */
export interface SessionExit {
  /** Why, with exit code, signal and stderr tail, as its queries are told. */
  readonly error: SessionError;
  /** Its owner had asked for the end. */
  readonly asked: boolean;
  /** It had answered the handshake. */
  readonly wasReady: boolean;
  /** What of its process tree could not be ended: `not_stopped`. */
  readonly leftover?: SessionError | undefined;
  /** A turn was open: the session was `querying`. An exit with code 0 is a crash then (`user-needs.md`, 10). */
  readonly inTurn: boolean;
}

/**
 * What an owner does with its session. Between two incarnations it says what is to become of it, once: `suspend`, `end`,
 * or `begin` at once. Until then what was in flight is not settled, and nothing is sent.
 */
export interface OwnedSession {
  /** Number of the incarnation that was begun last; 0 before the first. */
  readonly incarnation: number;
  /** How many incarnations followed on another without an `end` between them. */
  readonly restarts: number;
  /** Why it last ended without having been asked to. */
  readonly lastError: SessionError | undefined;
  /** When the next incarnation is to begin, in ms of the system's clock, where it waits for that. */
  readonly nextStart: number | undefined;

  /** It is part of the tree from now on; to be said before the first `begin`. Saying it again does nothing. */
  joined(tags: readonly string[]): void;
  /** The next incarnation. Never throws: what fails, also claims and the making of its adapter, is told by `exited`. */
  begin(watcher: LifeWatcher): void;
  /**
   * Ends the incarnation within about `budget` ms; 0 kills, and the smallest counts. `exited` follows: at once, where
   * there is no process yet.
   */
  halt(budget: number): void;
  /**
   * It is coming back. What was in flight fails with the exit's error, or with `restarted` where the end was asked for,
   * or is put back (`retryInFlight`); what waits goes on waiting. `nextStart` is in ms of the system's clock.
   */
  suspend(status: 'waiting' | 'restarting', nextStart?: number): void;
  /** It is down: what waits fails with `reason`, and so does what is asked from now on. A `begin` opens it anew. */
  end(reason: SessionError, status: 'stopped' | 'gaveUp'): void;
  /** For good: the name is free. Where there is no incarnation, right before or any time after `end`. */
  release(): void;
}
