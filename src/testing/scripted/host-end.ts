import { ControlChannel } from '../../adapter/cli/control-channel.js';
import { incompatible } from '../../adapter/cli/start-failure.js';
import type { AdapterRequest, AdapterSink, HandshakeAnswer } from '../../adapter/session-adapter.js';
import type { Message } from '../../protocol/messages/index.js';
import { handshake } from '../../protocol/options/handshake.js';
import { classifyLine, type ControlRequestBody } from '../../protocol/wire/classify-line.js';
import { controlErrorLine } from '../../protocol/wire/host-lines.js';

/** The host's end of the connection to a scripted process: it reads as the real adapter does. */
export class HostEnd {
  readonly counts = { unknownMessages: 0, noiseLines: 0, oversizedLines: 0 };
  readonly #request: AdapterRequest;
  readonly #sink: AdapterSink;
  readonly #write: (line: string) => void;
  readonly #channel: ControlChannel;
  #isReady = false;
  #lastWords = '';

  constructor(request: AdapterRequest, sink: AdapterSink, write: (line: string) => void) {
    this.#request = request;
    this.#sink = sink;
    this.#write = write;
    this.#channel = new ControlChannel(request.clock, write);
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  /** What was said as a result before the process was ready: the reason why it will not be. */
  get lastWords(): string {
    return this.#lastWords;
  }

  /** Rejects where the process does not answer as a CLI of the right version. */
  async shakeHands(): Promise<void> {
    const { options, start, controlTimeout } = this.#request;
    const answer: HandshakeAnswer = await this.ask(handshake(options, start), controlTimeout);
    if (typeof answer.claude_code_version !== 'string') throw incompatible();
    this.#isReady = true;
    this.#sink.ready(answer);
  }

  ask(request: ControlRequestBody, timeout: number): Promise<Readonly<Record<string, unknown>>> {
    return this.#channel.request(request, timeout);
  }

  close(): void {
    this.#channel.close();
  }

  read(text: string): void {
    const line = classifyLine(text);
    switch (line.kind) {
      case 'message':
        return this.#hear(line.message, Buffer.byteLength(text));
      case 'lifecycle':
        return this.#sink.frame(line);
      case 'control_answer':
        return this.#channel.settle(line.requestId, line.outcome);
      case 'control_request':
        return this.#write(
          controlErrorLine(line.requestId, `Unsupported control request subtype: ${line.request.subtype}`),
        );
      case 'noise':
        if (text.trim() !== '') this.counts.noiseLines += 1;
        return;
      case 'control_cancel':
      case 'keep_alive':
        return;
    }
  }

  #hear(message: Message, bytes: number): void {
    if (message.type === 'unknown') this.counts.unknownMessages += 1;
    if (!this.#isReady && message.type === 'result' && message.is_error) {
      this.#lastWords = message.errors?.join('\n') ?? message.result ?? '';
    }
    this.#sink.frame({ kind: 'message', message, bytes });
  }
}
