import type { Unsubscribe } from '../base/emitter.js';
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
  #waiting: InspectedEvent[] = [];
  /** How many of those that were taken from there have not yet been taken by the client. */
  #underWay = 0;
  #limit = 0;
  #roster = new Roster();

  constructor(request: ClientFeedRequest) {
    this.#request = request;
    this.#inspector = request.packages.createInspector({ send: (event) => this.#send(event) });
    this.#attach();
  }

  /** The client is gone, or is to go. */
  stop(): void {
    this.#phase = 'gone';
    this.#waiting = [];
    this.#detach();
  }

  #attach(): void {
    // Whatever the tree takes, so that even a slow client gets all of it.
    this.#limit = Infinity;
    this.#phase = 'following';
    const known = this.#roster;
    this.#roster = new Roster();
    this.#detach = this.#request.system.inspect({
      next: (event) => this.#take(event),
      complete: () => this.#leave(),
    });
    this.#waiting.push(...known.missingFrom(this.#roster));
    this.#limit = this.#waiting.length + MOST_WAITING;
    this.#sendMore();
  }

  /** Returns what the filter has said if that is not `true`: if it is a promise, whoever calls an observer sees to that. */
  #take(event: object): unknown {
    if (this.#phase !== 'following' || !isInspected(event)) return undefined;
    if (this.#waiting.length >= this.#limit) return this.#fallBehind();
    const isShown: unknown = this.#request.filter ? this.#request.filter(event) : true;
    if (isShown !== true) return isShown;
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
    if (this.#phase === 'gone') return;
    this.#phase = 'leaving';
    this.#sendMore();
  }

  /** The next ones, when the client has taken those before them. */
  #sendMore(): void {
    if (this.#underWay > 0) return;
    const batch = this.#waiting.splice(0, AT_ONCE);
    if (batch.length === 0) return this.#rest();
    this.#underWay = batch.length;
    for (const event of batch) this.#inspector.inspect.next(event);
  }

  /** The client knows all there was to tell. */
  #rest(): void {
    if (this.#phase === 'behind') this.#attach();
    if (this.#phase === 'leaving') closeSocket(this.#request.socket, 'The system has stopped.');
  }

  #send(event: object): void {
    if (this.#phase === 'gone') return;
    this.#request.socket.send(JSON.stringify(event), () => {
      this.#underWay -= 1;
      this.#sendMore();
    });
  }
}

/** Beside the tree. */
const MOST_WAITING = 2_000;

/** Of the largest, which hold a definition, that is about a megabyte. */
const AT_ONCE = 64;
