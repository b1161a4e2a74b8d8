import { isolate, type FaultReporter } from '../base/isolate.js';
import { quiet } from '../base/quiet.js';
import { SessionError, type SessionErrorFacts } from '../errors/session-error.js';
import { answered } from '../protocol/judge-result.js';
import type { Message, ResultMessage, ToolResultBlock, ToolUseBlock } from '../protocol/messages/index.js';
import * as helpers from './stream-helpers.js';

/** Where a stream gets its messages from, and what it must know of its session. */
export interface StreamSource {
  /** Called when the stream is first read, and never again. */
  open(): AsyncIterator<Message, void>;
  /** Whether the session yields partial messages; `undefined` while there is none of that name. */
  readonly partialMessages: () => boolean | undefined;
  readonly report: FaultReporter;
  /** What the session knows of itself, for its errors. */
  facts(): SessionErrorFacts;
}

/**
 * The messages of one query. It is single-shot: nothing is sent until it is first read, by iterating it or by any of its
 * helpers, and reading it a second time throws `stream_consumed`. Leaving it early (`break`, a throw in the loop, a
 * helper's iterator that is not finished) ends the turn, and waits for its end. An error result is a message like any
 * other, but for `finalText()`.
 */
export class QueryStream implements AsyncIterable<Message> {
  readonly #source: StreamSource;
  #consumed = false;

  constructor(source: StreamSource) {
    this.#source = source;
  }

  [Symbol.asyncIterator](): AsyncIterator<Message, void> {
    if (this.#consumed) {
      throw new SessionError(
        'stream_consumed',
        'A stream can be read once. Ask again with stream(), or gather everything with collect().',
      );
    }
    this.#consumed = true;
    return this.#source.open();
  }

  /** Each finished block of text of the answer. */
  textContent(): AsyncGenerator<string, void, undefined> {
    return helpers.textContent(this);
  }

  /** The text of the answer as it is made. Throws `partial_messages_off` without `includePartialMessages`. */
  textDeltas(): AsyncGenerator<string, void, undefined> {
    return helpers.textDeltas(this.#partial());
  }

  /** Each finished block of thinking. */
  thinkingContent(): AsyncGenerator<string, void, undefined> {
    return helpers.thinkingContent(this);
  }

  /** Thinking as it is done. Throws `partial_messages_off` without `includePartialMessages`. */
  thinkingDeltas(): AsyncGenerator<string, void, undefined> {
    return helpers.thinkingDeltas(this.#partial());
  }

  /** Every delta with the index of its block. Throws `partial_messages_off` without `includePartialMessages`. */
  contentDeltas(): AsyncGenerator<helpers.IndexedDelta, void, undefined> {
    return helpers.contentDeltas(this.#partial());
  }

  /** The tool calls of the model. */
  toolUses(): AsyncGenerator<ToolUseBlock, void, undefined> {
    return helpers.toolUses(this);
  }

  /** What the calls of one tool came to. */
  toolResults(name: string): AsyncGenerator<ToolResultBlock, void, undefined> {
    return helpers.toolResults(this, name);
  }

  /** The messages of one type. */
  filterType<Type extends Message['type']>(
    type: Type,
  ): AsyncGenerator<Extract<Message, { type: Type }>, void, undefined> {
    return helpers.filterType(this, type);
  }

  /** The same stream, with `observe` called on each tool call as it passes. A throw or rejection is only reported. */
  onToolUse(observe: (call: ToolUseBlock) => unknown): QueryStream {
    return this.#through('onToolUse callback', (message) => {
      if (message.type !== 'assistant') return;
      for (const block of message.message.content) {
        if (block.type === 'tool_use')
          isolate('onToolUse callback', this.#source.report, () => observe(block));
      }
    });
  }

  /** The same stream, with `observe` called on each message as it passes. A throw or rejection is only reported. */
  tap(observe: (message: Message) => unknown): QueryStream {
    return this.#through('tap callback', observe);
  }

  /** The same stream, at its end with the first result. */
  untilResult(): QueryStream {
    return this.#derive(async function* (messages) {
      for await (const message of messages) {
        yield message;
        if (message.type === 'result') return;
      }
    });
  }

  /** The text of the answer. Rejects when the result `is_error`, with the result attached. */
  finalText(): Promise<string> {
    return quiet(this.#finalText());
  }

  /** The result message, also one that `is_error`. */
  finalResult(): Promise<ResultMessage> {
    return quiet(helpers.finalResult(this));
  }

  /** The whole turn: text, thinking, tool calls with their results, messages and the result, also one that `is_error`. */
  collect(): Promise<helpers.Collected> {
    return quiet(helpers.collect(this));
  }

  /** Reads to the end and keeps nothing; a result that `is_error` is no exception. `query()` rejects with it. */
  run(): Promise<void> {
    return quiet(helpers.finalResult(this).then(() => undefined));
  }

  async #finalText(): Promise<string> {
    const result = await helpers.finalResult(this);
    return answered(result, this.#source.facts()).result ?? '';
  }

  #partial(): QueryStream {
    const known = this.#source.partialMessages();
    if (known === true) return this;
    if (known === false) throw partialMessagesOff();
    // Of a session that is not there yet, it is known when the first message comes.
    const { partialMessages } = this.#source;
    return this.#derive(async function* (messages) {
      for await (const message of messages) {
        if (partialMessages() === false) throw partialMessagesOff();
        yield message;
      }
    });
  }

  #through(what: string, observe: (message: Message) => unknown): QueryStream {
    const { report } = this.#source;
    return this.#derive(async function* (messages) {
      for await (const message of messages) {
        isolate(what, report, () => observe(message));
        yield message;
      }
    });
  }

  #derive(change: (messages: AsyncIterable<Message>) => AsyncGenerator<Message, void>): QueryStream {
    return new QueryStream({ ...this.#source, open: () => change(this) });
  }
}

function partialMessagesOff(): SessionError {
  return new SessionError(
    'partial_messages_off',
    "Deltas need the session option 'includePartialMessages: true'. textContent() yields finished blocks without it.",
    { option: 'includePartialMessages' },
  );
}
