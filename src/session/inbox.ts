import { quietDeferred, type Deferred } from '../base/deferred.js';
import { restate } from '../errors/restate.js';
import type { SessionError } from '../errors/session-error.js';
import { ClearTurn } from './clear-turn.js';
import type { CutTurn, Incarnation } from './incarnation.js';
import { Mailbox } from './mailbox.js';
import type { OpenTurn } from './open-turn.js';
import type { Query } from './query.js';

/**
 * What a session has accepted and not yet closed: the one turn that an incarnation carries out, and those that wait in
 * the mailbox. It belongs to the session, not to any process: between two of them, the turn that was begun keeps its
 * slot, so that nothing overtakes it.
 */
export class Inbox {
  readonly #mailbox = new Mailbox();
  readonly #accepted = new Set<OpenTurn>();
  readonly #carrier: () => Incarnation | undefined;
  /** Holds the slot of the mailbox. */
  #begun: OpenTurn | undefined;
  /** The same turn, between two incarnations. */
  #stranded: CutTurn | undefined;
  /** Settles when somebody can carry that turn out again, or nobody waits for it any more. */
  #comeback: Deferred | undefined;
  /** Those that wait to be sent again. */
  readonly #sentBefore = new WeakSet<OpenTurn>();
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
    if (this.#closedBy) return 0;
    const isUnderWay = this.#begun && this.#accepted.has(this.#begun) && !this.#stranded;
    return this.#accepted.size - (isUnderWay === true ? 1 : 0);
  }

  /** Begins to carry out what was accepted, or goes on with it. */
  open(): void {
    this.#mailbox.open();
    this.#land();
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

  /** The incarnation is gone: nothing is begun before the next `open`, and what it carried out is not settled yet. */
  strand(cut: CutTurn | undefined): void {
    this.#mailbox.shut();
    // Where nothing was cut, what was begun is over, and about to be closed; or it has waited since an earlier incarnation.
    if (!cut) return;
    this.#stranded = cut;
    this.#comeback = quietDeferred();
  }

  /**
   * There will be another incarnation: what waits goes on waiting, and what was in flight fails with `error`; or it waits
   * as well, before everything else, where it may be asked again.
   */
  recover(error: SessionError, mayRepeat: boolean): void {
    if (!this.#stranded?.wasSent) return;
    const { turn, isRepeatable } = this.#stranded;
    if (mayRepeat && isRepeatable && turn.renew && !turn.ended) {
      turn.renew();
      this.#sentBefore.add(turn);
      this.#stranded = { turn, wasSent: false, isRepeatable };
      return;
    }
    turn.fail(restate(error, { sent: true }));
    this.#close(turn);
  }

  /**
   * From now on nothing is accepted, and what was accepted has failed, what was in flight with `ofFlight`; the first
   * reason counts. What an incarnation carries out is closed when that is over.
   */
  close(reason: SessionError, ofFlight = reason): void {
    this.#closedBy ??= reason;
    for (const turn of [...this.#accepted]) {
      const isInFlight = this.#isInFlight(turn);
      const sent = isInFlight || this.#sentBefore.has(turn);
      turn.fail(restate(isInFlight ? ofFlight : this.#closedBy, { sent, restarting: false }));
      if (turn !== this.#begun || this.#isStranded(turn)) this.#close(turn);
    }
  }

  /** After a `close`, accepts anew. */
  reopen(): void {
    this.#closedBy = undefined;
  }

  async #carryOut(turn: OpenTurn, as: 'query' | 'clear', limit: number): Promise<void> {
    if (!this.#accepted.has(turn)) return;
    this.#begun = turn;
    let comeback: Deferred | undefined;
    do {
      await this.#carrier()?.run(turn, as, limit);
      comeback = this.#comeback;
      await comeback?.promise;
      this.#comeback = undefined;
    } while (comeback && this.#accepted.has(turn));
    this.#begun = undefined;
    // One that gave up before it was sent is closed already.
    if (this.#accepted.has(turn)) this.#close(turn);
  }

  #isInFlight(turn: OpenTurn): boolean {
    return this.#stranded
      ? this.#isStranded(turn) && this.#stranded.wasSent
      : this.#carrier()?.carries(turn) === true;
  }

  #isStranded(turn: OpenTurn): boolean {
    return this.#stranded?.turn === turn;
  }

  #close(turn: OpenTurn): void {
    this.#accepted.delete(turn);
    turn.close();
    if (this.#isStranded(turn)) this.#land();
  }

  /** The slot goes on, with its turn or without. */
  #land(): void {
    this.#stranded = undefined;
    this.#comeback?.resolve();
  }
}

function unsent(reason: SessionError): SessionError {
  return restate(reason, { sent: false, restarting: false });
}
