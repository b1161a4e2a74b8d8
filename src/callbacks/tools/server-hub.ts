import { quietDeferred, type Deferred } from '../../base/deferred.js';
import type { McpServerInstance } from '../../protocol/callbacks/index.js';
import { HubTransport } from './hub-transport.js';
import { cancellation, failure, kindOf, paramsOf, type JsonRpc } from './json-rpc.js';

/** One of those that use a server: a session, under the name that the server has there. */
export interface HubUser {
  /** Takes what the server says of its own accord. Never throws. */
  tell(message: JsonRpc): void;
}

/** A request of a user's that the server has not answered yet. */
interface Call {
  readonly user: HubUser;
  /** What the user calls the request, and its progress. */
  readonly id: unknown;
  readonly progressToken: unknown;
  readonly answer: Deferred<JsonRpc>;
}

/** A request of the server's that its user has not answered yet. */
interface Inquiry {
  readonly user: HubUser;
  readonly during: unknown;
}

const RECEIVED: JsonRpc = { jsonrpc: '2.0', id: 0, result: {} };

const hubs = new WeakMap<McpServerInstance, ServerHub>();

/**
 * Has many sessions use one MCP server, which can only be connected to once. It gives their requests ids of their own,
 * and brings answers back to whoever asked. What the server says in the course of a call goes to whoever called; what it
 * says otherwise, as that its tools have changed, to all. It connects when it is first needed, also after a `close()` of
 * the server's, and lets go of a user that leaves.
 */
export class ServerHub {
  readonly #instance: McpServerInstance;
  readonly #transport = new HubTransport({
    hear: (message, relatedTo) => this.#hear(message, relatedTo),
    closed: () => this.#disconnected(),
  });
  readonly #users = new Set<HubUser>();
  /** By the id that the server knows. */
  readonly #calls = new Map<unknown, Call>();
  readonly #inquiries = new Map<unknown, Inquiry>();
  #connection: Promise<void> | undefined;
  #lastId = 0;

  private constructor(instance: McpServerInstance) {
    this.#instance = instance;
  }

  /** The one hub of that server. */
  static of(instance: McpServerInstance): ServerHub {
    const hub = hubs.get(instance) ?? new ServerHub(instance);
    hubs.set(instance, hub);
    return hub;
  }

  /** How much it holds of those who use it. */
  get held(): { readonly users: number; readonly calls: number; readonly inquiries: number } {
    return { users: this.#users.size, calls: this.#calls.size, inquiries: this.#inquiries.size };
  }

  /**
   * Passes a message on to the server. Resolves with its answer, where it is one that is answered; rejects where the
   * signal fires before that, or the request is withdrawn, or the server cannot be connected to.
   */
  async pass(user: HubUser, message: JsonRpc, signal: AbortSignal): Promise<JsonRpc> {
    await this.#connected();
    signal.throwIfAborted();
    this.#users.add(user);
    switch (kindOf(message)) {
      case 'request':
        return this.#call(user, message, signal);
      case 'response':
        this.#answer(user, message);
        return RECEIVED;
      case 'notification':
        this.#notify(user, message);
        return RECEIVED;
    }
  }

  /** That user is gone, or does not use the server any more. */
  leave(user: HubUser): void {
    this.#users.delete(user);
    for (const [id, call] of this.#calls) if (call.user === user) this.#cancel(id, 'Nobody waits for it.');
    for (const [id, inquiry] of this.#inquiries) if (inquiry.user === user) this.#refuse(id, 'It is gone.');
  }

  #connected(): Promise<void> {
    this.#connection ??= this.#connect();
    return this.#connection;
  }

  async #connect(): Promise<void> {
    try {
      await this.#instance.connect(this.#transport as never);
    } catch (fault) {
      this.#connection = undefined;
      throw fault;
    }
  }

  #disconnected(): void {
    this.#connection = undefined;
    for (const { answer } of this.#calls.values()) answer.reject(new Error('The MCP server was closed.'));
    this.#calls.clear();
    this.#inquiries.clear();
  }

  async #call(user: HubUser, message: JsonRpc, signal: AbortSignal): Promise<JsonRpc> {
    // From 1: the SDK takes a cancellation of 0 for one of nothing.
    const id = (this.#lastId += 1);
    const params = paramsOf(message);
    const meta = paramsOf({ params: params._meta });
    const { progressToken } = meta;
    const call: Call = { user, id: message.id, progressToken, answer: quietDeferred() };
    this.#calls.set(id, call);
    const onAbort = (): void => this.#cancel(id, 'Nobody waits for it.');
    signal.addEventListener('abort', onAbort);
    try {
      const renamed = { ...params, _meta: { ...meta, progressToken: id } };
      this.#transport.receive({ ...message, id, ...(progressToken !== undefined && { params: renamed }) });
      return await call.answer.promise;
    } finally {
      signal.removeEventListener('abort', onAbort);
      this.#calls.delete(id);
    }
  }

  #cancel(id: unknown, reason: string): void {
    const call = this.#calls.get(id);
    if (!call) return;
    this.#calls.delete(id);
    this.#inform(cancellation(id, reason));
    for (const [asked, { during }] of this.#inquiries) if (during === id) this.#refuse(asked, reason);
    call.answer.reject(new Error(`The request was cancelled. ${reason}`));
  }

  #notify(user: HubUser, message: JsonRpc): void {
    if (message.method !== 'notifications/cancelled') return this.#inform(message);
    const { requestId, reason } = paramsOf(message);
    for (const [id, call] of this.#calls) {
      if (call.user === user && call.id === requestId)
        this.#cancel(id, typeof reason === 'string' ? reason : '');
    }
  }

  #answer(user: HubUser, message: JsonRpc): void {
    if (this.#inquiries.get(message.id)?.user !== user) return;
    this.#inquiries.delete(message.id);
    this.#inform(message);
  }

  #hear(message: JsonRpc, relatedTo: unknown): void {
    switch (kindOf(message)) {
      case 'response': {
        const call = this.#calls.get(message.id);
        return call?.answer.resolve({ ...message, id: call.id });
      }
      case 'request':
        return this.#inquire(message, relatedTo);
      case 'notification':
        return this.#spread(message, relatedTo);
    }
  }

  #inquire(message: JsonRpc, during: unknown): void {
    const user = during === undefined ? this.#onlyUser : this.#calls.get(during)?.user;
    this.#inquiries.set(message.id, { user: user ?? NOBODY, during });
    if (user) user.tell(message);
    else
      this.#refuse(message.id, 'It is not known whom to ask. Ask within a call, by its `extra.sendRequest`.');
  }

  /** Tells the server that what it asked will not be answered. */
  #refuse(id: unknown, why: string): void {
    if (this.#inquiries.delete(id)) this.#inform(failure(id, why));
  }

  #spread(message: JsonRpc, relatedTo: unknown): void {
    const { progressToken, requestId } = paramsOf(message);
    switch (message.method) {
      case 'notifications/progress': {
        const call = this.#calls.get(progressToken);
        const params = { ...paramsOf(message), progressToken: call?.progressToken };
        return call?.user.tell({ ...message, params });
      }
      case 'notifications/cancelled':
        this.#inquiries.get(requestId)?.user.tell(message);
        return void this.#inquiries.delete(requestId);
      default:
        if (relatedTo !== undefined) return this.#calls.get(relatedTo)?.user.tell(message);
        for (const user of this.#users) user.tell(message);
    }
  }

  /** Has the server hear what nobody waits for an answer to. */
  #inform(message: JsonRpc): void {
    try {
      this.#transport.receive(message);
    } catch {
      // Its own handler of errors has failed, of which no session is to suffer.
    }
  }

  get #onlyUser(): HubUser | undefined {
    return this.#users.size === 1 ? [...this.#users][0] : undefined;
  }
}

const NOBODY: HubUser = { tell: () => undefined };
