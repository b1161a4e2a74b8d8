import { randomUUID } from 'node:crypto';
import type { AdapterRequest, AdapterSink, Ending, SessionAdapter } from '../../adapter/session-adapter.js';
import { startFailure } from '../../adapter/cli/start-failure.js';
import { SessionError } from '../../errors/session-error.js';
import { handshake } from '../../protocol/options/handshake.js';
import { launchArguments } from '../../protocol/options/launch-arguments.js';
import { classifyLine, type ControlRequestBody } from '../../protocol/wire/classify-line.js';
import { controlRequestLine, promptLine, type Prompt } from '../../protocol/wire/host-lines.js';
import type { Conversations } from './conversations.js';
import { judgeControl } from './control-rules.js';
import { refusalOfStart } from './refusal-of-start.js';
import { ScriptedModel } from './scripted-model.js';
import type { Script } from './script.js';

/** What a test decides about a process. */
export interface ScriptedBehaviour {
  /** The handshake is answered when this resolves. Default: at once. */
  readonly startsWhen?: Promise<void> | undefined;
  /** An interrupt is not answered and has no effect. Default: `false`. */
  readonly ignoresInterrupts?: boolean | undefined;
}

/** What an adapter shares with the other ones of its backend. */
export interface ScriptedWorld {
  readonly script: Script;
  readonly conversations: Conversations;
  readonly behaviour: ScriptedBehaviour;
  readonly asked: ConstructorParameters<typeof ScriptedModel>[0]['asked'];
}

/** Process ids that no operating system gives. */
let nextPid = 2 ** 24;

/**
 * A session adapter without a process. It is as strict as the real CLI: what would end that one ends this one with the
 * same words, what that one refuses is refused, and everything it says has been through the wire's JSON.
 */
export class ScriptedAdapter implements SessionAdapter {
  readonly counts = { unknownMessages: 0, noiseLines: 0, oversizedLines: 0 };
  readonly pid = nextPid++;
  /** What the real process would be started with. */
  readonly arguments: readonly string[];
  /** Every line the host wrote, as it would be on the wire. */
  readonly written: string[] = [];
  readonly #request: AdapterRequest;
  readonly #world: ScriptedWorld;
  readonly #model: ScriptedModel;
  #sink!: AdapterSink;
  #life: 'starting' | 'ready' | 'gone' = 'starting';

  constructor(request: AdapterRequest, world: ScriptedWorld) {
    const { start, options } = request;
    this.#request = request;
    this.#world = world;
    this.arguments = launchArguments(options, start);
    const origin = start.kind === 'fork' ? start.parentSessionId : start.sessionId;
    this.#model = new ScriptedModel({
      sessionId: start.sessionId,
      history: start.kind === 'fresh' ? [] : world.conversations.messages(origin),
      script: world.script,
      say: (line) => this.say(line),
      asked: world.asked,
      recorded: (sessionId, messages) => world.conversations.save(sessionId, this.#place(), messages),
      failed: (fault) => this.crash({ exitCode: 1, stderrTail: String(fault) }),
    });
  }

  start(sink: AdapterSink): void {
    this.#sink = sink;
    void this.#boot();
  }

  write(prompt: Prompt): void {
    this.written.push(promptLine(prompt));
    this.#model.prompt(prompt);
  }

  async control(request: ControlRequestBody, timeout: number): Promise<Readonly<Record<string, unknown>>> {
    this.written.push(controlRequestLine(randomUUID(), request));
    if (this.#life === 'gone') throw new SessionError('stopped', 'The process has ended.');
    if (request.subtype === 'interrupt') return this.#interrupt(request, timeout);
    const verdict = judgeControl(request);
    if (verdict.ok) return verdict.response;
    throw new SessionError('control_failed', `The CLI refused '${request.subtype}': ${verdict.error}`);
  }

  stop(): void {
    queueMicrotask(() => this.#end({ exit: { exitCode: 0, signal: undefined } }));
  }

  // What a test does to the process.

  /** Says one line, whatever it is. */
  say(line: Readonly<Record<string, unknown>>): void {
    if (this.#life === 'gone') return;
    const text = JSON.stringify(line);
    const said = classifyLine(text);
    if (said.kind === 'lifecycle') this.#sink.frame(said);
    if (said.kind !== 'message') return;
    if (said.message.type === 'unknown') this.counts.unknownMessages += 1;
    this.#sink.frame({ kind: 'message', message: said.message, bytes: Buffer.byteLength(text) });
  }

  /** Begins a turn that no prompt asked for. */
  ownTurn(reply: Parameters<ScriptedModel['ownTurn']>[0]): Promise<void> {
    return this.#model.ownTurn(reply);
  }

  /** Ends the process without being asked. Default: by SIGKILL. */
  crash(how: { exitCode?: number; signal?: string; stderrTail?: string } = { signal: 'SIGKILL' }): void {
    const { exitCode, signal, stderrTail } = how;
    this.#end({ exit: { exitCode, signal }, stderrTail });
  }

  async #boot(): Promise<void> {
    const { options, start } = this.#request;
    controlRequestLine('handshake', handshake(options, start));
    await this.#world.behaviour.startsWhen;
    await Promise.resolve();
    if (this.#life === 'gone') return;
    const refusal = refusalOfStart(start, this.#world.conversations);
    if (refusal !== undefined) {
      const exit = { exitCode: 1, signal: undefined };
      this.#end({ exit, stderrTail: refusal, error: startFailure(refusal, exit) }); return;
    }
    this.#life = 'ready';
    this.#sink.ready({ claude_code_version: 'scripted', pid: this.pid });
  }

  #interrupt(request: ControlRequestBody, timeout: number): Promise<Readonly<Record<string, unknown>>> {
    if (!this.#world.behaviour.ignoresInterrupts) {
      return Promise.resolve(this.#model.interrupt(request.cancel_queued === true));
    }
    return new Promise((_, reject) => {
      this.#request.clock.setTimeout(
        () => reject(new SessionError('control_timeout', 'No answer.')),
        timeout,
      );
    });
  }

  #place(): string {
    return this.#request.options.cwd ?? process.cwd();
  }

  #end(ending: Ending): void {
    if (this.#life === 'gone') return;
    this.#life = 'gone';
    this.#model.die();
    this.#sink.exited(ending);
  }
}
