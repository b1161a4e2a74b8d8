import { randomUUID } from 'node:crypto';
import type { Clock, TimerHandle } from '../../base/clock.js';
import { quietDeferred, type Deferred } from '../../base/deferred.js';
import type { ControlOutcome } from '../../protocol/wire/classify-line.js';
import {
  whyNeverAsked,
  type AskHost,
  type AskingFacts,
  type Denial,
  type HostRequest,
} from './host-request.js';
import { failedPermission, judgeAnswer } from './judge-answer.js';
import type { Say } from './turn.js';

type Fields = Readonly<Record<string, unknown>>;

/** What a desk works with. */
export interface HostDeskRequest {
  readonly clock: Clock;
  readonly facts: () => AskingFacts;
  readonly print: (line: object) => void;
  readonly say: Say;
  /** A permission was denied in such a way that the turn ends. */
  readonly cutTurn: () => void;
  /** A permission was given with a change of mode. */
  readonly setMode: (mode: string) => void;
}

interface OpenCall {
  readonly id: string;
  readonly request: HostRequest;
  readonly answer: Deferred<Fields>;
  readonly timer: TimerHandle;
}

/** Where a process asks its host, and waits for the answers (`cli-protocol.md`, 3 and 5). */
export class HostDesk {
  readonly #request: HostDeskRequest;
  readonly #open = new Map<string, OpenCall>();
  #denials: Denial[] = [];

  constructor(request: HostDeskRequest) {
    this.#request = request;
  }

  readonly ask: AskHost = (request, { signal } = {}) => {
    const { clock, facts, print } = this.#request;
    const never = whyNeverAsked(request, facts());
    if (never !== undefined) throw new Error(`The real CLI would not send '${request.subtype}': ${never}.`);
    const id = randomUUID();
    const answer = quietDeferred<Fields>();
    const limit = request.subtype === 'hook_callback' ? this.#hook(request.callback_id)?.timeout : Infinity;
    const timer = clock.setTimeout(() => this.#withdraw(id), limit ?? Infinity);
    this.#open.set(id, { id, request, answer, timer });
    signal?.addEventListener('abort', () => this.#withdraw(id), { once: true });
    print({ type: 'control_request', request_id: id, request });
    return answer.promise as never;
  };

  /** The host's answer; one to nothing that is open is ignored. */
  answer(id: string, outcome: ControlOutcome): void {
    const call = this.#take(id);
    if (!call) return;
    const { request } = call;
    const hook = request.subtype === 'hook_callback' ? this.#hook(request.callback_id) : undefined;
    const judged = judgeAnswer(request, outcome, hook);
    if ('fault' in judged) return call.answer.reject(new Error(judged.fault));
    if (judged.says) this.#request.say(judged.says);
    if (request.subtype === 'can_use_tool') this.#heed(request, judged.answer);
    if (request.subtype === 'hook_callback') this.#heedHook(request.input, judged.answer);
    call.answer.resolve(judged.answer);
  }

  /** Copies of what is open, as the answer to a repeated handshake holds them. */
  pending(subtype: HostRequest['subtype']): readonly object[] {
    return [...this.#open.values()]
      .filter(({ request }) => request.subtype === subtype)
      .map(({ id, request }) => ({ type: 'control_request', request_id: id, request }));
  }

  /** What was denied since it was last asked for. */
  takeDenials(): readonly Denial[] {
    const denials = this.#denials;
    this.#denials = [];
    return denials;
  }

  /** The turn is interrupted, and with it what subagents are about. */
  withdrawAll(): void {
    for (const id of [...this.#open.keys()]) this.#withdraw(id);
  }

  /** The host will not answer any more: its end of the pipe is closed. */
  endInput(): void {
    const words = 'AbortError: Tool permission stream closed before response received';
    for (const { id, request } of [...this.#open.values()]) {
      const call = this.#take(id);
      if (request.subtype !== 'can_use_tool') call?.answer.reject(new Error(words));
      else {
        this.#note(request);
        call?.answer.resolve(failedPermission(words));
      }
    }
  }

  die(): void {
    for (const id of [...this.#open.keys()])
      this.#take(id)?.answer.reject(new Error('The process has ended.'));
  }

  #heed(request: HostRequest & { readonly subtype: 'can_use_tool' }, answer: Fields): void {
    if (answer.behavior === 'deny') {
      this.#note(request);
      if (answer.interrupt === true && request.agent_id === undefined) this.#request.cutTurn();
      return;
    }
    for (const update of (answer.updatedPermissions ?? []) as readonly Fields[]) {
      if (update.type === 'setMode' && typeof update.mode === 'string') this.#request.setMode(update.mode);
    }
  }

  #heedHook(
    { tool_name: name, tool_use_id: id, tool_input: input }: Fields,
    { hookSpecificOutput }: Fields,
  ): void {
    const { permissionDecision } = (hookSpecificOutput ?? {}) as { readonly permissionDecision?: unknown };
    if (permissionDecision !== 'deny') return;
    this.#denials.push({ tool_name: String(name), tool_use_id: String(id), tool_input: input as Fields });
  }

  #note({ tool_name, tool_use_id, input }: HostRequest & { readonly subtype: 'can_use_tool' }): void {
    this.#denials.push({ tool_name, tool_use_id, tool_input: input });
  }

  /** A call of a tool is given up by a message of its own protocol; nothing is said of its request. */
  #withdraw(id: string): void {
    const call = this.#take(id);
    if (!call) return;
    const { request } = call;
    call.answer.reject(new Error(`'${request.subtype}' was withdrawn.`));
    if (request.subtype === 'can_use_tool') this.#note(request);
    if (request.subtype !== 'mcp_message')
      return this.#request.print({ type: 'control_cancel_request', request_id: id });
    const params = { requestId: request.message.id, reason: 'AbortError: The operation was aborted.' };
    const message = { jsonrpc: '2.0', method: 'notifications/cancelled', params };
    void this.ask({ subtype: 'mcp_message', server_name: request.server_name, message });
  }

  #hook(id: string): ReturnType<AskingFacts['hooks']['get']> {
    return this.#request.facts().hooks.get(id);
  }

  #take(id: string): OpenCall | undefined {
    const call = this.#open.get(id);
    this.#open.delete(id);
    this.#request.clock.clearTimeout(call?.timer);
    return call;
  }
}
