import { faultText } from '../../base/fault-text.js';
import { StringDecoder } from 'node:string_decoder';
import { redactor } from '../../base/redaction.js';
import { TextTail } from '../../base/text-tail.js';
import { SessionError } from '../../errors/session-error.js';
import type { Child, Exit } from '../../process/child.js';
import { stopTree, sweepTree } from '../../process/stop-ladder.js';
import type { Message } from '../../protocol/messages/index.js';
import { launchEnvironment } from '../../protocol/options/environment.js';
import { handshake } from '../../protocol/options/handshake.js';
import { launchArguments } from '../../protocol/options/launch-arguments.js';
import { agentSecrets, serverSecrets } from '../../protocol/options/mcp-fields.js';
import { classifyLine, type ControlRequestBody } from '../../protocol/wire/classify-line.js';
import { INTERRUPT, promptLine } from '../../protocol/wire/host-lines.js';
import type { Prompt } from '../../protocol/wire/prompt.js';
import { LineSplitter } from '../../protocol/wire/line-splitter.js';
import type { AdapterRequest, AdapterSink, Ending, SessionAdapter } from '../session-adapter.js';
import { ControlChannel } from './control-channel.js';
import { HostCalls } from './host-calls.js';
import { handshakeError, incompatible, spawnError, startFailure } from './start-failure.js';
import { startCliProcess, type StartProcess } from './start-process.js';

const LONGEST_LINE = 64 * 1024 * 1024;
const STDERR_TAIL = 8 * 1024;

/** Share of the budget of a stop in which the CLI may end its turn by itself. */
const INTERRUPT_SHARE = 0.2;

/** The Claude Code CLI behind the adapter seam: one process, NDJSON both ways. */
export class CliAdapter implements SessionAdapter {
  readonly counts = { unknownMessages: 0, noiseLines: 0, oversizedLines: 0 };
  readonly #request: AdapterRequest;
  readonly #startProcess: StartProcess;
  readonly #environment: Record<string, string>;
  readonly #channel: ControlChannel;
  readonly #calls: HostCalls;
  readonly #stderr = new TextTail(STDERR_TAIL);
  readonly #lines = new LineSplitter(
    {
      line: (text, bytes) => this.#read(text, bytes),
      oversized: (bytes) => this.#skip(bytes),
    },
    LONGEST_LINE,
  );
  #sink!: AdapterSink;
  /** What was told of MCP servers that nobody else is to read. */
  #secrets: readonly string[];
  #child: Child | undefined;
  #ready = false;
  /** What the CLI printed as a result before it was ready: the reason why it will not be. */
  #lastWords = '';
  #failure: SessionError | undefined;
  /** Budget of the stop that was asked for, the smallest if more than once. */
  #stopBudget: number | undefined;
  #descent: Promise<unknown> | undefined;

  constructor(request: AdapterRequest, startProcess: StartProcess = startCliProcess) {
    this.#request = request;
    this.#startProcess = startProcess;
    this.#environment = launchEnvironment(process.env, request.options);
    const { mcpServers, agents } = request.options;
    this.#secrets = [...serverSecrets(mcpServers), ...agentSecrets(agents)];
    this.#channel = new ControlChannel(
      request.clock,
      (line) => this.#child?.write(line),
      (text) => this.#redact(text),
    );
    this.#calls = new HostCalls(
      (call) => this.#sink.serve(call),
      (line) => this.#child?.write(line),
    );
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  start(sink: AdapterSink): void {
    this.#sink = sink;
    void this.#live();
  }

  write(prompt: Prompt): void {
    this.#child?.write(promptLine(prompt));
  }

  control(request: ControlRequestBody, timeout: number): Promise<Readonly<Record<string, unknown>>> {
    if (request.subtype === 'mcp_set_servers') {
      this.#secrets = [...new Set([...this.#secrets, ...serverSecrets(request.servers)])];
    }
    return this.#channel.request(request, timeout);
  }

  stop(budget: number): void {
    const shortest = Math.min(budget, this.#stopBudget ?? Infinity);
    if (this.#child && shortest !== this.#stopBudget) this.#descend(this.#child, shortest);
    this.#stopBudget = shortest;
  }

  async #live(): Promise<void> {
    try {
      this.#child = await this.#spawn();
    } catch (error) {
      this.#sink.exited({ exit: undefined, error: spawnError(error) });
      return;
    }
    if (this.#stopBudget === undefined) void this.#shakeHands();
    else this.#descend(this.#child, 0);
    const exit = await this.#child.exited;
    this.#lines.end();
    this.#channel.close();
    this.#calls.close();
    const leftover = await this.#leaveNothing(this.#child);
    this.#sink.exited({ ...this.#ending(exit), leftover });
  }

  #spawn(): Promise<Child> {
    const { options, start, clock } = this.#request;
    const stderr = new StringDecoder('utf8');
    return this.#startProcess({
      executable: options.pathToClaudeCodeExecutable,
      arguments: launchArguments(options, start),
      cwd: options.cwd ?? process.cwd(),
      environment: this.#environment,
      clock,
      onStdout: (chunk) => this.#lines.push(chunk),
      onStderr: (chunk) => this.#stderr.append(stderr.write(chunk)),
    });
  }

  async #shakeHands(): Promise<void> {
    const { options, start, controlTimeout } = this.#request;
    try {
      const answer = await this.#channel.request(handshake(options, start), controlTimeout);
      if (typeof answer.claude_code_version !== 'string') throw incompatible();
      this.#ready = true;
      this.#sink.ready(answer);
    } catch (error) {
      // Where the process ended first, its own words say more than that it did not answer.
      if (!this.#child?.running) return;
      this.#failure = handshakeError(error);
      this.stop(0);
    }
  }

  #read(text: string, bytes: number): void {
    const line = classifyLine(text);
    switch (line.kind) {
      case 'message':
        return this.#hear(line.message, bytes);
      case 'lifecycle':
        return this.#sink.frame(line);
      case 'control_answer':
        return this.#channel.settle(line.requestId, line.outcome);
      case 'control_request':
        return this.#calls.accept(line.requestId, line.request);
      case 'control_cancel':
        return this.#calls.withdraw(line.requestId);
      case 'noise':
        if (text.trim() !== '') this.counts.noiseLines += 1;
        return;
      case 'keep_alive':
        return;
    }
  }

  #hear(message: Message, bytes: number): void {
    if (message.type === 'unknown') this.counts.unknownMessages += 1;
    if (!this.#ready && message.type === 'result' && message.is_error) {
      this.#lastWords = message.errors?.join('\n') ?? message.result ?? '';
    }
    this.#sink.frame({ kind: 'message', message, bytes });
  }

  #skip(bytes: number): void {
    this.counts.oversizedLines += 1;
    this.#request.logger.warn(
      `A line of ${bytes} bytes was skipped: it is above the limit of ${LONGEST_LINE}.`,
    );
  }

  #descend(child: Child, budget: number): void {
    this.#descent = this.#climbDown(child, budget);
    this.#descent.catch(() => undefined);
  }

  /** An open turn is interrupted first: at the end of its input the CLI would carry it through. */
  async #climbDown(child: Child, budget: number): Promise<void> {
    const { clock } = this.#request;
    const start = clock.now();
    if (this.#ready && budget > 0) {
      const answer = this.#channel.request(INTERRUPT, budget * INTERRUPT_SHARE);
      await answer.catch(() => undefined);
    }
    await stopTree(child, { budget: Math.max(0, budget - (clock.now() - start)), clock });
  }

  async #leaveNothing(child: Child): Promise<SessionError | undefined> {
    try {
      await (this.#descent ?? sweepTree(child, this.#request));
      return undefined;
    } catch (error) {
      return new SessionError(
        'not_stopped',
        `The process tree of the session could not be ended: ${faultText(error)}.`,
      );
    }
  }

  #ending(exit: Exit): Ending {
    const stderrTail = this.#redact(this.#stderr.toString());
    const words = this.#lastWords === '' ? stderrTail : this.#redact(this.#lastWords);
    const unasked = !this.#ready && this.#stopBudget === undefined;
    const error = this.#failure ?? (unasked ? startFailure(words, { ...exit, stderrTail }) : undefined);
    return { exit, stderrTail, error };
  }

  #redact(text: string): string {
    return redactor(this.#environment, this.#secrets)(text);
  }
}
