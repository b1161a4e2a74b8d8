import { vi } from 'vitest';
import type {
  AdapterSink,
  Ending,
  Frame,
  FrameCounts,
  HandshakeAnswer,
  SessionAdapter,
} from '../../src/adapter/session-adapter.js';
import { deferred, type Deferred } from '../../src/base/deferred.js';
import type { FaultReporter } from '../../src/base/isolate.js';
import { SessionError } from '../../src/errors/session-error.js';
import { parseMessage } from '../../src/protocol/messages/parse-message.js';
import type { Message, ResultMessage } from '../../src/protocol/messages/index.js';
import type { ControlRequestBody } from '../../src/protocol/wire/classify-line.js';
import type { Prompt } from '../../src/protocol/wire/prompt.js';
import { resultMessage } from '../../src/testing/scripted/message-builders.js';

export const SESSION = '11111111-1111-4111-8111-111111111111';
export const OTHER_SESSION = '22222222-2222-4222-8222-222222222222';

/** Lets everything go on that can without time passing. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A reporter whose reports can be read. */
export function faultRecorder() {
  return vi.fn<FaultReporter>();
}

/** A message that is told from others by its text. */
export function said(text: string): Message {
  return parseMessage({
    type: 'assistant',
    message: { role: 'assistant', content: [{ type: 'text', text }] },
  });
}

/** The first message of a turn. */
export function init(sessionId = SESSION): Message {
  return parseMessage({ type: 'system', subtype: 'init', session_id: sessionId });
}

/** The last message of a turn; it answers the prompts that are given. */
export function result(prompts?: readonly string[], fields: Partial<ResultMessage> = {}): ResultMessage {
  return resultMessage({
    session_id: SESSION,
    ...(prompts && { user_message_uuids: prompts }),
    ...fields,
  });
}

export function frame(message: Message, bytes = 1): Frame {
  return { kind: 'message', message, bytes };
}

export function lifecycle(promptId: string, state: string): Frame {
  return { kind: 'lifecycle', promptId, state };
}

/** The text of a message made by `said`, and the type of any other. */
export function nameOf(message: Message): string {
  if (message.type !== 'assistant') return message.type;
  const [block] = message.message.content;
  return block?.type === 'text' ? block.text : message.type;
}

/** The rest of what an iterator gives, and the code of the error at its end. */
export async function drain(iterator: AsyncIterator<Message, unknown>): Promise<string[]> {
  const names: string[] = [];
  try {
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
      names.push(nameOf(next.value));
    }
  } catch (error) {
    names.push(codeOf(error));
  }
  return names;
}

/** The code of a session's error; any other is an accident. */
export function codeOf(error: unknown): string {
  if (error instanceof SessionError) return error.code;
  throw error;
}

/** What becomes of a promise: its value, or the code that it rejects with. */
export async function outcome(promise: Promise<unknown>): Promise<unknown> {
  return promise.catch(codeOf);
}

export const EXIT: Ending = { exit: { exitCode: 0, signal: undefined } };
export const KILLED: Ending = { exit: { exitCode: undefined, signal: 'SIGKILL' }, stderrTail: 'last words' };

/** A control request that waits for the test's answer. */
export interface AskedControl extends Deferred<Readonly<Record<string, unknown>>> {
  readonly request: ControlRequestBody;
  readonly timeout: number;
}

/** An adapter in the hands of a test: it notes what it is told, and says what the test has it say. */
export class HandMadeAdapter implements SessionAdapter {
  readonly pid = 4_711;
  readonly counts: FrameCounts = { unknownMessages: 0, noiseLines: 0, oversizedLines: 0 };
  /** Every call in order: `start`, `write hello`, `control interrupt`, `stop 5000`. */
  readonly calls: string[] = [];
  readonly prompts: Prompt[] = [];
  readonly controls: AskedControl[] = [];
  /** Called by each write, and may throw. */
  onWrite: (prompt: Prompt) => void = () => undefined;
  onStart: (sink: AdapterSink) => void = () => undefined;
  sink!: AdapterSink;

  start(sink: AdapterSink): void {
    this.calls.push('start');
    this.sink = sink;
    this.onStart(sink);
  }

  write(prompt: Prompt): void {
    this.calls.push(`write ${typeof prompt.content === 'string' ? prompt.content : 'blocks'}`);
    this.prompts.push(prompt);
    this.onWrite(prompt);
  }

  control(request: ControlRequestBody, timeout: number): Promise<Readonly<Record<string, unknown>>> {
    this.calls.push(`control ${request.subtype}`);
    const answer = deferred<Readonly<Record<string, unknown>>>();
    this.controls.push({ ...answer, request, timeout });
    return answer.promise;
  }

  stop(budget: number): void {
    this.calls.push(`stop ${budget}`);
  }

  // What a test does with it.

  ready(handshake: HandshakeAnswer = { claude_code_version: '2.1.330' }): void {
    this.sink.ready(handshake);
  }

  say(...messages: Message[]): void {
    for (const message of messages) this.sink.frame(frame(message));
  }

  /** Takes up the prompt that was written last. */
  takeUp(): string {
    const id = this.lastPrompt;
    this.sink.frame(lifecycle(id, 'started'));
    this.say(init());
    return id;
  }

  /** Answers the prompt that was written last, from its start to its result. */
  answer(text: string): void {
    const id = this.takeUp();
    this.say(said(text), result([id]));
  }

  /** Answers the interrupt that was asked last. */
  answerInterrupt(): void {
    this.controls.at(-1)?.resolve({});
  }

  get lastPrompt(): string {
    const id = this.prompts.at(-1)?.id;
    if (id === undefined) throw new Error('nothing was written');
    return id;
  }
}
