import { quietDeferred, type Deferred } from '../../base/deferred.js';
import type { ResultMessage } from '../../protocol/messages/index.js';
import type { Prompt } from '../../protocol/wire/prompt.js';
import type { PromptQueue } from './prompt-queue.js';
import type { ScriptedReply } from './script.js';
import { lifecycle, type Say } from './turn.js';

/** What a turn is about: prompts of the host, or something that the CLI does by itself. */
export type TurnMatter =
  | { readonly kind: 'prompts'; readonly prompts: readonly Prompt[] }
  | { readonly kind: 'own'; readonly reply: ScriptedReply };

/** What a loop works with. */
export interface TurnLoopRequest {
  readonly say: Say;
  /** The prompts that wait. */
  readonly queue: PromptQueue;
  /** Resolves when the next turn may begin. */
  readonly takeUp: () => Promise<void>;
  /** Plays a turn to its end, at once where the signal fires. */
  readonly play: (matter: TurnMatter, signal: AbortSignal) => Promise<ResultMessage>;
  /** A turn could not be played: the script failed. */
  readonly failed: (fault: unknown) => void;
}

interface OwnTurn {
  readonly reply: ScriptedReply;
  readonly over: Deferred;
}

/** Which turn comes next, one at a time, and how it is interrupted (`cli-protocol.md`, 6.3 and 6.4). */
export class TurnLoop {
  readonly #request: TurnLoopRequest;
  readonly #ownTurns: OwnTurn[] = [];
  #running: AbortController | undefined;
  #quiet: Deferred | undefined;
  #hasBegun = false;
  /** An interrupt met the first prompt of the process before its turn began: only then is it kept for that turn. */
  #isLatched = false;
  #lastFailed = false;

  constructor(request: TurnLoopRequest) {
    this.#request = request;
  }

  /** Whether a turn has begun in this process. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** Whether the last turn ended with an error. */
  get lastFailed(): boolean {
    return this.#lastFailed;
  }

  accept(prompt: Prompt): void {
    const acceptance = this.#request.queue.accept(prompt);
    if (acceptance === 'recorded') this.#request.say(lifecycle(prompt.id, 'completed'));
    if (acceptance !== 'queued') return;
    this.#request.say(lifecycle(prompt.id, 'queued'));
    void this.#serve();
  }

  /** A turn of the CLI's own, before the prompts that wait. Resolves when it is over. */
  ownTurn(reply: ScriptedReply): Promise<void> {
    const over = quietDeferred();
    this.#ownTurns.push({ reply, over });
    void this.#serve();
    return over.promise;
  }

  /** Ends the running turn; with `cancelQueued`, what waits is dropped. Returns the CLI's answer. */
  interrupt(cancelQueued: boolean): Readonly<Record<string, unknown>> {
    this.#running?.abort();
    if (!cancelQueued) {
      this.#isLatched ||= !this.#hasBegun && this.#request.queue.ids.length > 0;
      return { still_queued: this.#request.queue.ids };
    }
    const cancelled = this.#request.queue.cancel();
    for (const id of cancelled) this.#request.say(lifecycle(id, 'cancelled'));
    return { still_queued: [], cancelled };
  }

  /** Resolves when no turn runs and none waits. */
  quiet(): Promise<void> {
    return this.#quiet?.promise ?? Promise.resolve();
  }

  /** The process is gone. */
  die(): void {
    this.#request.queue.cancel();
    for (const { over } of this.#ownTurns.splice(0)) over.resolve();
    this.#running?.abort();
  }

  async #serve(): Promise<void> {
    if (this.#quiet) return;
    const quiet = (this.#quiet = quietDeferred());
    while (this.#ownTurns.length > 0 || this.#request.queue.ids.length > 0) {
      await this.#request.takeUp();
      await this.#next();
    }
    this.#quiet = undefined;
    quiet.resolve();
  }

  async #next(): Promise<void> {
    const own = this.#ownTurns.shift();
    if (own) {
      await this.#run({ kind: 'own', reply: own.reply });
      own.over.resolve();
      return;
    }
    const prompts = this.#request.queue.take();
    if (prompts.length > 0) await this.#run({ kind: 'prompts', prompts });
  }

  async #run(matter: TurnMatter): Promise<void> {
    this.#hasBegun = true;
    this.#running = new AbortController();
    if (this.#isLatched) this.#running.abort();
    this.#isLatched = false;
    try {
      const result = await this.#request.play(matter, this.#running.signal);
      this.#lastFailed = result.is_error;
    } catch (fault) {
      this.#request.failed(fault);
    } finally {
      this.#running = undefined;
    }
  }
}
