import type { Message, StreamEvent } from '../../protocol/messages/index.js';

/** What of a turn has begun and not ended: an interrupt has to close it. */
export class OpenParts {
  readonly #tools = new Set<string>();
  #text = '';
  #block: number | undefined;
  #streaming = false;

  /** Ids of the tool calls without a result. */
  get tools(): readonly string[] {
    return [...this.#tools];
  }

  /** What was streamed of a text that was not said as a whole. */
  get text(): string {
    return this.#text;
  }

  /** Index of the open block of the model's stream. */
  get block(): number | undefined {
    return this.#block;
  }

  /** Whether a message of the model's stream is open. */
  get streaming(): boolean {
    return this.#streaming;
  }

  add(message: Message): void {
    if (message.type === 'stream_event') this.#addEvent(message.event);
    if (message.type !== 'assistant' && message.type !== 'user') return;
    if (message.type === 'assistant') this.#text = '';
    for (const block of typeof message.message.content === 'string' ? [] : message.message.content) {
      if (block.type === 'tool_use') this.#tools.add(block.id);
      if (block.type === 'tool_result') this.#tools.delete(block.tool_use_id);
    }
  }

  #addEvent(event: StreamEvent): void {
    switch (event.type) {
      case 'message_start':
        this.#streaming = true;
        return;
      case 'content_block_start':
        this.#block = event.index;
        this.#text = '';
        return;
      case 'content_block_delta':
        if (event.delta.type === 'text_delta') this.#text += event.delta.text;
        return;
      case 'content_block_stop':
        this.#block = undefined;
        return;
      case 'message_stop':
        this.#streaming = false;
        return;
      default:
        return;
    }
  }
}
