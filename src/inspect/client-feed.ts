import type { Unsubscribe } from '../base/emitter.js';
import { Fifo } from '../base/fifo.js';
import { isThenable } from '../base/isolate.js';
import type { System } from '../system/system.js';
import { closeSocket } from './close-socket.js';
import { isInspected, type InspectedEvent } from './inspected-event.js';
import { redactInspection } from './redaction/redact-inspection.js';
import { Roster } from './roster.js';
import type { StatelyPackages, WebSocket } from './stately-packages.js';

export interface ClientFeedRequest {
  readonly system: Pick<System, 'inspect'>;
  readonly socket: WebSocket;
  readonly packages: Pick<StatelyPackages, 'createInspector'>;
  readonly filter: ((event: InspectedEvent) => boolean) | undefined;
}

/**
 * What one client is told. It is an observer of its own: it is shown the whole tree first, and nothing is done for a client
 * that is not there. What waits for one that is slow is bounded: beyond that it is not told of what happens, and is shown
 * the tree anew when it has taken all that waited.
 */
export class ClientFeed {
  readonly #request: ClientFeedRequest;
  readonly #inspector: ReturnType<StatelyPackages['createInspector']>;
  #phase: 'following' | 'behind' | 'leaving' | 'gone' = 'following';
  #detach: Unsubscribe = () => undefined;
  readonly #waiting = new Fifo<InspectedEvent>();
  /** How many of those that were taken from there have not yet been taken by the client. */
  #underWay = 0;
  #limit = 0;
  #roster = new Roster();

  constructor(request: ClientFeedRequest) {
    this.#request = request;
    this.#inspector = request.packages.createInspector({ send: (event) => this.#send(event) });
  }

  /** The client is gone, or is to go. */
  stop(): void {
    this.#phase = 'gone';
    this.#waiting.clear();
    this.#detach();
  }

  /** Shows the client the whole tree, and from then on what happens. */
  follow(): void {
    // Whatever the tree takes, so that even a slow client gets all of it.
    this.#limit = Infinity;
    this.#phase = 'following';
    const known = this.#roster;
    this.#roster = new Roster();
    this.#detach = this.#request.system.inspect({
      next: (event) => this.#take(event),
      complete: () => this.#leave(),
    });
    // The filter may have led to it, before there was a way to detach.
    if (this.#isGone) return this.#detach();
    for (const event of known.missingFrom(this.#roster)) this.#waiting.push(event);
    this.#limit = this.#waiting.size + MOST_WAITING;
    this.#sendMore();
  }

  get #isGone(): boolean {
    return this.#phase === 'gone';
  }

  /** What it returns or throws, whoever calls an observer sees to. */
  #take(event: object): unknown {
    if (this.#phase !== 'following' || !isInspected(event)) return undefined;
    if (this.#waiting.size >= this.#limit) return this.#fallBehind();
    const verdict: unknown = this.#request.filter ? this.#request.filter(event) : true;
    if (isThenable(verdict)) return tooLate(verdict);
    if (!verdict) return undefined;
    const redacted = redactInspection(event);
    this.#roster.note(redacted);
    this.#waiting.push(redacted);
    this.#sendMore();
    return undefined;
  }

  #fallBehind(): void {
    this.#phase = 'behind';
    this.#detach();
  }

  /** The system has stopped. */
  #leave(): void {
    if (this.#isGone) return;
    this.#phase = 'leaving';
    this.#sendMore();
  }

  /** The next ones, when the client has taken those before them. */
  #sendMore(): void {
    if (this.#underWay > 0) return;
    const batch = this.#nextOnes();
    if (batch.length === 0) return this.#rest();
    this.#underWay = batch.length;
    for (const event of batch) this.#inspector.inspect.next(event);
  }

  #nextOnes(): InspectedEvent[] {
    const batch: InspectedEvent[] = [];
    while (batch.length < AT_ONCE) {
      const next = this.#waiting.shift();
      if (next === undefined) break;
      batch.push(next);
    }
    return batch;
  }

  /** The client knows all there was to tell. */
  #rest(): void {
    if (this.#phase === 'behind') this.follow();
    if (this.#phase === 'leaving') closeSocket(this.#request.socket, 'The system has stopped.');
  }

  #send(event: object): void {
    if (this.#isGone) return;
    this.#request.socket.send(JSON.stringify(event), () => {
      this.#underWay -= 1;
      this.#sendMore();
    });
  }
}

/** Rejects, so that it is reported: of a filter that answers by promises nothing would be shown, and nobody told why. */
async function tooLate(answer: PromiseLike<unknown>): Promise<never> {
  await answer;
  throw new TypeError('A filter must answer at once; it has returned a promise, and the event is not shown.');
}

/** Beside the tree. */
const MOST_WAITING = 2_000;

/** Of the largest, which hold a definition, that is about a megabyte. */
const AT_ONCE = 64;
