import { randomUUID } from 'node:crypto';
import type {
  AdapterRequest,
  AdapterSink,
  Backend,
  Ending,
  Frame,
  HostCall,
  SessionAdapter,
} from '../../../../src/adapter/session-adapter.js';
import { systemClock } from '../../../../src/base/clock.js';
import { deferred } from '../../../../src/base/deferred.js';
import { isSessionError } from '../../../../src/errors/session-error.js';
import type { PromptContent } from '../../../../src/protocol/messages/index.js';
import type { StartingPoint } from '../../../../src/protocol/options/launch-arguments.js';
import type { SessionOptions } from '../../../../src/protocol/options/session-options.js';
import type { ControlRequestBody } from '../../../../src/protocol/wire/classify-line.js';
import { describeFrame, describeRequest, Names } from './describe-frame.js';

const CONTROL_LIMIT = 30_000;

/** A backend whose adapters are there at once. */
export interface DrivenBackend extends Backend {
  createAdapter(request: AdapterRequest): SessionAdapter;
}

export interface DriverOptions {
  readonly names?: Names | undefined;
  readonly serve?: AdapterSink['serve'] | undefined;
}

const refuse: AdapterSink['serve'] = ({ request }) =>
  Promise.reject(new Error(`Unsupported control request subtype: ${request.subtype}`));

/** Drives one adapter and writes down what it says, with names for its ids. */
export class Driver {
  readonly log: string[] = [];
  readonly adapter: SessionAdapter;
  readonly names: Names;
  /** What the host answers; the log tells what it was asked. */
  serve: AdapterSink['serve'];
  readonly #ready = deferred();
  readonly #ended = deferred<Ending>();
  #wake = deferred();

  constructor(
    backend: DrivenBackend,
    options: SessionOptions,
    start: StartingPoint,
    { names = new Names(), serve = refuse }: DriverOptions = {},
  ) {
    this.names = names;
    this.serve = serve;
    const logger = {
      error: () => undefined,
      warn: () => undefined,
      info: () => undefined,
      debug: () => undefined,
    };
    const clock = systemClock;
    this.adapter = backend.createAdapter({ options, start, controlTimeout: CONTROL_LIMIT, clock, logger });
    this.adapter.start({
      ready: () => this.#ready.resolve(),
      frame: (frame) => this.#note(frame),
      serve: (call) => this.#serve(call),
      exited: (ending) => {
        this.#ended.resolve(ending);
        this.#ready.reject(ending.error ?? new Error('It ended before it was ready.'));
      },
    });
    this.#ready.promise.catch(() => undefined);
  }

  ready(): Promise<void> {
    return this.#ready.promise;
  }

  /** Writes a prompt under a name of the test's. */
  write(name: string, content: PromptContent = name, id: string = randomUUID()): string {
    this.names.set(id, name);
    this.adapter.write({ id, content });
    return id;
  }

  /** Resolves when a line of the log is, or contains, the text. */
  async until(text: string, count = 1): Promise<void> {
    while (this.log.filter((line) => line.includes(text)).length < count) await this.#wake.promise;
  }

  /** Writes a prompt and waits until the CLI is done with it. */
  async ask(name: string, content: PromptContent = name): Promise<string> {
    const id = this.write(name, content);
    await Promise.race([this.until(`${name} completed`), this.until(`${name} cancelled`)]);
    return id;
  }

  /** The answer to a control request, or the words with which it was refused. */
  async control(request: ControlRequestBody): Promise<unknown> {
    try {
      const answer = JSON.stringify(await this.adapter.control(request, CONTROL_LIMIT));
      return JSON.parse(this.names.in(answer)) as unknown;
    } catch (error) {
      return isSessionError(error) ? `${error.code}: ${error.message}` : error;
    }
  }

  /** Stops it; resolves with how it ended. */
  async stop(budget = 20_000): Promise<unknown> {
    this.adapter.stop(budget);
    return await this.ended();
  }

  async ended(): Promise<unknown> {
    const { exit, error, stderrTail } = await this.#ended.promise;
    return {
      ...exit,
      code: error?.code,
      words: error && this.names.in(error.message),
      stderr: this.names.in(stderrTail ?? '').trim(),
    };
  }

  #serve(call: HostCall): Promise<Readonly<Record<string, unknown>>> {
    const asked = describeRequest(call.request);
    if (asked === undefined) return this.serve(call);
    this.#log(`asks ${asked}`);
    call.signal.addEventListener('abort', () => this.#log(`withdraws ${asked}`));
    return this.serve(call);
  }

  #note(frame: Frame): void {
    this.#log(describeFrame(frame, this.names));
  }

  #log(line: string): void {
    this.log.push(line);
    this.#wake.resolve();
    this.#wake = deferred();
  }
}
