import { handshakeError, startFailure } from '../../adapter/cli/start-failure.js';
import type {
  AdapterRequest,
  AdapterSink,
  Ending,
  FrameCounts,
  SessionAdapter,
} from '../../adapter/session-adapter.js';
import { settlesWithin } from '../../base/clock.js';
import { deferred } from '../../base/deferred.js';
import { redactor } from '../../base/redaction.js';
import { SessionError } from '../../errors/session-error.js';
import type { Exit } from '../../process/child.js';
import { ladder } from '../../process/ladder.js';
import { environmentOf } from '../../protocol/options/environment.js';
import { launchArguments } from '../../protocol/options/launch-arguments.js';
import type { ControlRequestBody } from '../../protocol/wire/classify-line.js';
import { promptLine, type Prompt } from '../../protocol/wire/host-lines.js';
import type { ScriptedBehaviour } from './behaviour.js';
import { HostEnd } from './host-end.js';
import type { ScriptedReply } from './script.js';
import { ScriptedCli } from './scripted-cli.js';
import type { ScriptedWorld } from './scripted-world.js';

/** How a process ends that nobody asked to; by default by SIGKILL. */
export interface ScriptedCrash {
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  /** What it wrote to stderr. */
  readonly stderrTail?: string | undefined;
}

/** Share of the budget of a stop in which the CLI may end its turn by itself, as with the real adapter. */
const INTERRUPT_SHARE = 0.2;

/** Process ids that no operating system gives. */
let nextPid = 2 ** 24;

/**
 * A session adapter without a process. It is as strict as the real CLI: what would end that one ends this one with the
 * same words, what that one refuses is refused, and all that passes between the two is text, as on the wire.
 */
export class ScriptedAdapter implements SessionAdapter {
  readonly pid = nextPid++;
  /** What the real process would be started with. */
  readonly arguments: readonly string[];
  /** Every line the host wrote, as it would be on the wire. */
  readonly written: string[] = [];
  readonly #request: AdapterRequest;
  readonly #cli: ScriptedCli;
  readonly #gone = deferred();
  #behaviour: ScriptedBehaviour;
  #sink: AdapterSink | undefined;
  #host: HostEnd | undefined;
  #failure: SessionError | undefined;
  /** Budget of the stop that was asked for, the smallest if more than once. */
  #stopBudget: number | undefined;

  constructor(request: AdapterRequest, world: ScriptedWorld, behaviour: ScriptedBehaviour) {
    const { options, start, clock } = request;
    this.#request = request;
    this.#behaviour = behaviour;
    this.arguments = launchArguments(options, start);
    this.#cli = new ScriptedCli({
      pid: this.pid,
      world,
      options,
      start,
      clock,
      behaviour: () => this.#behaviour,
      onLine: (line) => this.#host?.read(line),
      onExit: (exit, stderr) => this.#end(exit, stderr),
    });
  }

  get counts(): FrameCounts {
    return this.#host?.counts ?? { unknownMessages: 0, noiseLines: 0, oversizedLines: 0 };
  }

  start(sink: AdapterSink): void {
    this.#sink = sink;
    this.#host = new HostEnd(this.#request, sink, (line) => this.#write(line));
    this.#cli.start();
    if (this.#stopBudget === undefined) void this.#shakeHands(this.#host);
    else this.#cli.kill('SIGKILL');
  }

  write(prompt: Prompt): void {
    this.#write(promptLine(prompt));
  }

  control(request: ControlRequestBody, timeout: number): Promise<Readonly<Record<string, unknown>>> {
    if (this.#host && this.#cli.running) return this.#host.ask(request, timeout);
    return Promise.reject(new SessionError('stopped', 'The process has ended.'));
  }

  stop(budget: number): void {
    const shortest = Math.min(budget, this.#stopBudget ?? Infinity);
    if (this.#host && shortest !== this.#stopBudget) void this.#climbDown(this.#host, shortest);
    this.#stopBudget = shortest;
  }

  // What a test does with the process.

  /** Changes how it behaves, from now on; what is not given stays. */
  behave(changed: ScriptedBehaviour): void {
    this.#behaviour = { ...this.#behaviour, ...changed };
  }

  /** Says one line on stdout, whatever it is: a message as an object, or the line itself. */
  say(line: Readonly<Record<string, unknown>> | string): void {
    this.#cli.print(typeof line === 'string' ? line : JSON.stringify(line));
  }

  /**
   * Begins a turn that no prompt asked for, as after a background task; it comes before the prompts that wait. Resolves
   * when it is over.
   */
  ownTurn(reply: ScriptedReply): Promise<void> {
    return this.#cli.ownTurn(reply);
  }

  /** Ends the process without being asked. What it said before is still heard. */
  crash({ exitCode, signal, stderrTail }: ScriptedCrash = { signal: 'SIGKILL' }): void {
    this.#cli.end({ exitCode, signal }, stderrTail);
  }

  #write(line: string): void {
    this.written.push(line);
    this.#cli.write(line);
  }

  async #shakeHands(host: HostEnd): Promise<void> {
    try {
      await host.shakeHands();
    } catch (error) {
      // Where the process ended first, its own words say more than that it did not answer.
      if (!this.#cli.running) return;
      this.#failure = handshakeError(error);
      this.stop(0);
    }
  }

  async #climbDown(host: HostEnd, budget: number): Promise<void> {
    const { clock } = this.#request;
    if (budget === 0) return this.#cli.kill('SIGKILL');
    const start = clock.now();
    if (host.isReady) {
      await host
        .ask({ subtype: 'interrupt', cancel_queued: true }, budget * INTERRUPT_SHARE)
        .catch(() => undefined);
    }
    const spent = clock.now() - start;
    const { terminateAfter, killAfter } = ladder(budget - spent);
    this.#cli.endInput();
    if (await settlesWithin(clock, this.#gone.promise, terminateAfter)) return;
    this.#cli.kill('SIGTERM');
    if (await settlesWithin(clock, this.#gone.promise, killAfter - terminateAfter)) return;
    this.#cli.kill('SIGKILL');
  }

  #end(exit: Exit, stderr: string): void {
    const { env } = this.#request.options;
    const redact = redactor(environmentOf(process.env, env));
    const stderrTail = redact(stderr);
    const words = redact(this.#host?.lastWords ?? '') || stderrTail;
    const isUnasked = this.#host?.isReady === false && this.#stopBudget === undefined;
    const error = this.#failure ?? (isUnasked ? startFailure(words, { ...exit, stderrTail }) : undefined);
    const ending: Ending = { exit, stderrTail, error };
    this.#host?.close();
    this.#gone.resolve();
    this.#sink?.exited(ending);
  }
}
