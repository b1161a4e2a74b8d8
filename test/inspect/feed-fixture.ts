import type { InspectionObserver } from 'troupe';
import { ClientFeed } from '../../src/inspect/client-feed.js';
import type { InspectedEvent } from '../../src/inspect/inspected-event.js';
import { statelyPackages, type WebSocket } from '../../src/inspect/stately-packages.js';

export interface Frame {
  readonly type: string;
  readonly sessionId: string;
  readonly name?: string;
  readonly event?: { readonly type: string };
  readonly snapshot?: { readonly status: string };
}

/** A client that takes what it is sent when it is told to. */
export class SlowSocket implements WebSocket {
  readonly sent: Frame[] = [];
  readonly closed: string[] = [];
  #untaken: (() => void)[] = [];
  /** Whether it takes everything at once. */
  isQuick = false;

  send(text: string, taken: () => void): void {
    this.sent.push(JSON.parse(text) as Frame);
    if (this.isQuick) taken();
    else this.#untaken.push(taken);
  }

  take(): void {
    const taken = this.#untaken;
    this.#untaken = [];
    for (const done of taken) done();
  }

  close(code: number, reason: string): void {
    this.closed.push(`${code} ${reason}`);
  }

  terminate(): void {
    this.closed.push('terminated');
  }

  on(): void {
    // Nothing happens to it by itself.
  }
}

type Target = Exclude<InspectionObserver, (event: object) => void>;

/** Shows whoever comes some actors, and tells them what it is told to. */
export class FakeSystem {
  readonly observers = new Set<Target>();
  alive: readonly string[] = [];

  inspect(observer: InspectionObserver): () => void {
    const target = observer as Target;
    this.observers.add(target);
    for (const id of this.alive) {
      target.next(actor(id));
      target.next(snapshot(id));
    }
    return () => void this.observers.delete(target);
  }

  tell(event: object): void {
    for (const observer of this.observers) observer.next(event);
  }

  complete(): void {
    for (const observer of this.observers) observer.complete?.();
  }
}

const refTo = (id: string): InspectedEvent['actorRef'] => ({
  id,
  sessionId: id,
  getSnapshot: () => ({ status: 'active' }),
});

export const actor = (id: string): InspectedEvent => ({
  type: '@xstate.actor',
  rootId: 'x:0',
  actorRef: refTo(id),
});

export const snapshot = (id: string, status = 'active'): InspectedEvent => ({
  ...{ type: '@xstate.snapshot', rootId: 'x:0', actorRef: refTo(id) },
  ...{ event: { type: 'turn.ended' }, snapshot: { status } },
});

export const event = (id: string, type = 'turn.ended'): InspectedEvent => ({
  ...{ type: '@xstate.event', rootId: 'x:0', actorRef: refTo(id) },
  event: { type },
});

export async function feed(
  system: ConstructorParameters<typeof ClientFeed>[0]['system'],
  filter?: (event: InspectedEvent) => boolean,
): Promise<{ readonly socket: SlowSocket; readonly client: ClientFeed }> {
  const socket = new SlowSocket();
  const client = new ClientFeed({ system, socket, packages: await statelyPackages(), filter });
  client.follow();
  return { socket, client };
}
