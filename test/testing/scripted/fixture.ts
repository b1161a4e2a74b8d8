import { randomUUID } from 'node:crypto';
import type { AdapterSink, Ending, Frame } from '../../../src/adapter/session-adapter.js';
import type { Message } from '../../../src/protocol/messages/index.js';
import type { StartingPoint } from '../../../src/protocol/options/launch-arguments.js';
import type { SessionOptions } from '../../../src/protocol/options/session-options.js';
import {
  createFakeClock,
  scriptedBackend,
  type FakeClock,
  type Script,
  type ScriptedAdapter,
  type ScriptedBackend,
  type ScriptedBehaviour,
} from '../../../src/testing/index.js';

/** What a test may give a process; everything has a default. */
export interface ProcessRequest {
  readonly script?: Script;
  readonly backend?: ScriptedBackend;
  readonly options?: SessionOptions;
  readonly start?: StartingPoint;
  readonly behaviour?: ScriptedBehaviour;
  readonly controlTimeout?: number;
  readonly serve?: AdapterSink['serve'];
}

/** A scripted process on a fake clock, and what it has told its host. */
export interface Process {
  readonly backend: ScriptedBackend;
  readonly adapter: ScriptedAdapter;
  readonly clock: FakeClock;
  readonly frames: readonly Frame[];
  readonly messages: readonly Message[];
  /** Each frame in a word or two. */
  readonly told: readonly string[];
  readonly isReady: boolean;
  readonly endings: readonly Ending[];
  /** Writes a prompt; returns its id. */
  write(text: string, id?: string): string;
  /** Lets everything happen that can happen without time. */
  settle(): Promise<void>;
}

export async function startProcess(request: ProcessRequest = {}): Promise<Process> {
  const { backend = scriptedBackend(request.script), options = {}, controlTimeout = 1_000 } = request;
  const { start = { kind: 'fresh', sessionId: randomUUID() } } = request;
  const clock = createFakeClock();
  const nothing = (): void => undefined;
  const logger = { error: nothing, warn: nothing, info: nothing, debug: nothing };
  if (request.behaviour) backend.behave(request.behaviour);
  backend.createAdapter({ options, start, controlTimeout, clock, logger });
  const adapter = backend.adapters.at(-1);
  if (!adapter) throw new Error('No adapter was made.');
  const frames: Frame[] = [];
  const endings: Ending[] = [];
  let isReady = false;
  adapter.start({
    ready: () => (isReady = true),
    frame: (frame) => frames.push(frame),
    serve:
      request.serve ??
      (({ request: { subtype } }) =>
        Promise.reject(new Error(`Unsupported control request subtype: ${subtype}`))),
    exited: (ending) => endings.push(ending),
  });
  await clock.advance(0);
  return {
    backend,
    adapter,
    clock,
    frames,
    endings,
    get messages() {
      return frames.flatMap((frame) => (frame.kind === 'message' ? [frame.message] : []));
    },
    get told() {
      return frames.map(inShort);
    },
    get isReady() {
      return isReady;
    },
    write: (text, id = randomUUID()) => {
      adapter.write({ id, content: text });
      return id;
    },
    settle: () => clock.advance(0),
  };
}

function inShort(frame: Frame): string {
  if (frame.kind === 'lifecycle') return frame.state;
  const { message } = frame;
  if (message.type === 'result') return `result ${message.terminal_reason ?? message.local_command ?? ''}`;
  return message.type === 'system' ? message.subtype : message.type;
}
