import type { StartingPoint } from '../protocol/options/launch-arguments.js';
import type { SessionOptions } from '../protocol/options/session-options.js';
import { startingPoint } from './starting-point.js';

/**
 * How far a conversation has come: no CLI has taken it up yet; one has, and nothing was said; or a turn of it has ended,
 * so that there is something to lose.
 */
export type Progress = 'untried' | 'open' | 'spoken';

/**
 * Which conversation a session holds, across its incarnations (`DESIGN.md`, 'Identity'). Each incarnation asks it where
 * to start, and tells it what came of that.
 */
export class Identity {
  readonly #leavesNoRecord: boolean;
  /** How the conversation is begun; `undefined` for a `continue` that is not resolved yet. */
  #origin: StartingPoint | undefined;
  #progress: Progress = 'untried';
  #sessionId: string | undefined;

  constructor(options: SessionOptions) {
    this.#leavesNoRecord = options.noSessionPersistence === true;
    this.#origin = startingPoint(options);
  }

  /** The conversation, once a turn has named it or a resume was confirmed. */
  get sessionId(): string | undefined {
    return this.#sessionId;
  }

  get parentSessionId(): string | undefined {
    return this.#origin?.kind === 'fork' ? this.#origin.parentSessionId : undefined;
  }

  /** Id of the conversation that is to be claimed, also before anything has named it. */
  get claimed(): string | undefined {
    return this.#origin?.sessionId;
  }

  /** Whether it may be on record: then only the transcripts can tell where the next incarnation starts. */
  get mayBeRecorded(): boolean {
    return this.#progress !== 'untried';
  }

  /** Whether there is something that would be lost with the conversation. */
  get hasContext(): boolean {
    return this.#progress === 'spoken' || (this.#progress === 'open' && this.#origin?.kind === 'resume');
  }

  /** `continue` means this one. */
  resolve(origin: StartingPoint): void {
    this.#origin = origin;
  }

  /** Where the next incarnation starts. `isRecorded` tells whether the CLI could resume the conversation. */
  next(isRecorded: boolean): StartingPoint | 'lost' | 'unresolved' {
    const origin = this.#origin;
    if (origin === undefined) return 'unresolved';
    if (this.#progress === 'untried') return origin;
    // A record there is may be that of the conversation it came from: what was said since is on none.
    const isWhole = isRecorded && !(this.#leavesNoRecord && this.#progress === 'spoken');
    if (isWhole) return { kind: 'resume', sessionId: origin.sessionId };
    return this.hasContext ? 'lost' : origin;
  }

  /** The CLI has answered the handshake. A resume is confirmed by that. */
  takenUp(): void {
    if (this.#progress === 'untried') this.#progress = 'open';
  }

  /** A turn named the conversation: after a clear, another one. */
  named(sessionId: string): void {
    if (this.#origin?.sessionId !== sessionId) {
      this.#origin = { kind: 'fresh', sessionId };
      this.#progress = 'open';
    }
    this.#sessionId = sessionId;
  }

  /** A turn has ended that was no clear. */
  spoken(): void {
    this.#progress = 'spoken';
  }

  /** The conversation is gone. From now on it is that other one, which no CLI has taken up. */
  forget(other: StartingPoint): void {
    this.#progress = 'untried';
    this.#sessionId = undefined;
    this.#origin = other;
  }
}
