import { restate } from '../errors/restate.js';
import type { SessionError } from '../errors/session-error.js';
import { ClearTurn } from './clear-turn.js';
import type { Incarnation } from './incarnation.js';
import { Mailbox } from './mailbox.js';
import type { OpenTurn } from './open-turn.js';
import type { Query } from './query.js';

/**
 * What a session has accepted and not yet closed: the one turn that an incarnation carries out, and those that wait in
 * the mailbox. It belongs to the session, not to any process.
 */
export class Inbox {
  readonly #mailbox = new Mailbox();
  readonly #accepted = new Set<OpenTurn>();
  readonly #carrier: () => Incarnation | undefined;
  /** Holds the slot of the mailbox. */
  #begun: OpenTurn | undefined;
  #closedBy: SessionError | undefined;

  /** `carrier` is who carries turns out; it is asked only when the inbox is open. */
  constructor(carrier: () => Incarnation | undefined) {
    this.#carrier = carrier;
  }

  /** Why nothing is accepted any more. */
  get closedBy(): SessionError | undefined {
    return this.#closedBy;
  }

  /** How many were accepted, and neither begun nor failed. */
  get waiting(): number {
    // A mailbox that was never opened keeps its places.
    return this.#closedBy ? 0 : this.#mailbox.size;
  }

  /** Begins to carry out what was accepted. */
  open(): void {
    this.#mailbox.open();
  }

  accept(query: Query): void {
    if (this.#closedBy) return query.fail(unsent(this.#closedBy));
    this.#accepted.add(query);
    query.accept();
    if (query.ended) return;
    this.#mailbox.accept(() => this.#carryOut(query, 'query', query.timeout), query.priority, query.left);
  }

  /** Resolves when the conversation is a new one. */
  async clear(): Promise<void> {
    if (this.#closedBy) throw unsent(this.#closedBy);
    const turn = new ClearTurn();
    this.#accepted.add(turn);
    this.#mailbox.acceptBarrier(() => this.#carryOut(turn, 'clear', Infinity));
    await turn.done;
  }

  /** Nobody waits for this query any more: its turn is ended, or it leaves the mailbox. */
  drop(query: Query): void {
    if (!this.#accepted.has(query)) return;
    if (this.#begun !== query) {
      query.leaveMailbox();
      this.#close(query);
    } else if (this.#carrier()?.carries(query)) this.#carrier()?.interrupt(query);
    else this.#close(query);
  }

  /** As `drop`, and resolves when the turn is over. */
  async leave(query: Query): Promise<void> {
    if (!this.#accepted.has(query)) return;
    this.drop(query);
    await query.closed;
  }

  /**
   * From now on nothing is accepted, and what was accepted has failed; the first reason counts. What an incarnation
   * carries out is closed when that is over.
   */
  close(reason: SessionError): void {
    this.#closedBy ??= reason;
    for (const turn of [...this.#accepted]) {
      turn.fail(restate(this.#closedBy, { sent: this.#carrier()?.carries(turn) === true }));
      if (turn !== this.#begun) this.#close(turn);
    }
  }

  async #carryOut(turn: OpenTurn, as: 'query' | 'clear', limit: number): Promise<void> {
    if (!this.#accepted.has(turn)) return;
    this.#begun = turn;
    await this.#carrier()?.run(turn, as, limit);
    this.#begun = undefined;
    // One that gave up before it was sent is closed already.
    if (this.#accepted.has(turn)) this.#close(turn);
  }

  #close(turn: OpenTurn): void {
    this.#accepted.delete(turn);
    turn.close();
  }
}

function unsent(reason: SessionError): SessionError {
  return restate(reason, { sent: false });
}
