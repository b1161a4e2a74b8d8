import { randomUUID } from 'node:crypto';
import type { Clock } from '../../base/clock.js';
import { faultText } from '../../base/fault-text.js';
import type { Exit } from '../../process/child.js';
import { launchArguments, type StartingPoint } from '../../protocol/options/launch-arguments.js';
import type { SessionOptions } from '../../protocol/options/session-options.js';
import type { ControlRequestBody } from '../../protocol/wire/classify-line.js';
import { takingUp, type ScriptedBehaviour } from './behaviour.js';
import { ControlDesk } from './control-desk.js';
import { placeOf } from './conversations.js';
import { HostDesk } from './host-desk.js';
import { readHostLine, type ReadLine } from './host-line.js';
import type { AskHost } from './host-request.js';
import { OpenConversation } from './open-conversation.js';
import { Pipe } from './pipe.js';
import { PromptQueue } from './prompt-queue.js';
import { failedStart, refusalOfStart } from './refusal-of-start.js';
import type { ScriptedReply } from './script.js';
import type { ScriptedWorld } from './scripted-world.js';
import { lifecycle } from './turn.js';
import { TurnLoop } from './turn-loop.js';
import { TurnPlayer } from './turn-player.js';

/** How a process is started, and who hears it. */
export interface ScriptedCliRequest {
  readonly pid: number;
  readonly world: ScriptedWorld;
  readonly options: SessionOptions;
  readonly start: StartingPoint;
  readonly clock: Clock;
  /** As it is at the moment. */
  readonly behaviour: () => ScriptedBehaviour;
  readonly onLine: (line: string) => void;
  /** Called once and last. */
  readonly onExit: (exit: Exit, stderr: string) => void;
}

type Input = { readonly line: string } | 'end';
type Output = { readonly line: string } | { readonly exit: Exit; readonly stderr: string };

/** A process that behaves as the CLI does, as far as its pipes and signals show. */
export class ScriptedCli {
  readonly #request: ScriptedCliRequest;
  readonly #conversation: OpenConversation;
  readonly #turns: TurnLoop;
  readonly #desk: ControlDesk;
  readonly #host: HostDesk;
  readonly #stdin = new Pipe<Input>((input) => this.#take(input));
  readonly #stdout = new Pipe<Output>((output) => this.#handOut(output));
  /** The first line has to be the handshake, and was not read yet. */
  #awaitsHandshake: boolean;
  #isUp = false;
  #isGone = false;

  constructor(request: ScriptedCliRequest) {
    const { options, start, world, behaviour, clock, pid } = request;
    const say = (line: object): void => this.#say(line);
    const { conversations } = world;
    const isKept = options.noSessionPersistence !== true;
    const conversation = new OpenConversation({ start, place: placeOf(options), conversations, isKept });
    const queue = new PromptQueue((promptId) => conversation.isRecorded(promptId));
    const includePartials = options.includePartialMessages === true;
    const initFields = (): object => this.#desk.initFields;
    const flags = new Set(launchArguments(options, start));
    const host = new HostDesk({
      clock,
      say,
      facts: () => ({
        ...this.#desk.askingFacts,
        promptsForPermission: flags.has('--permission-prompt-tool=stdio'),
        turnIsOpen: this.#turns.isRunning,
      }),
      print: (line) => this.print(JSON.stringify(line)),
      cutTurn: () => this.#turns.interrupt(false),
      setMode: (mode) => this.#desk.setMode(mode),
    });
    const { ask } = host;
    const takeDenials = (): ReturnType<HostDesk['takeDenials']> => host.takeDenials();
    const common = { conversation, queue, includePartials, say, initFields, ask, takeDenials };
    const player = new TurnPlayer({ ...world, ...common });
    const turns = new TurnLoop({
      queue,
      say,
      takeUp: () => takingUp(behaviour(), clock),
      play: (matter, signal) => player.play(matter, signal),
      failed: (fault) => this.end(FAILURE, `The script failed. ${faultText(fault)}`),
    });
    this.#request = request;
    this.#conversation = conversation;
    this.#turns = turns;
    this.#host = host;
    this.#awaitsHandshake = flags.has('--await-initialize');
    this.#desk = new ControlDesk({ options, pid, behaviour, conversation, turns, host, say });
  }

  get running(): boolean {
    return !this.#isGone;
  }

  start(): void {
    this.#stdout.open();
    void this.#comeUp();
  }

  // What a host does with it.

  write(line: string): void {
    this.#stdin.put({ line });
  }

  /** An open turn is carried through; one that is still coming up has none. */
  endInput(): void {
    if (this.#isUp) this.#stdin.put('end');
    else this.#endBySelf();
  }

  kill(signal: 'SIGTERM' | 'SIGKILL'): void {
    if (signal === 'SIGKILL') this.end({ exitCode: undefined, signal });
    else if (this.#request.behaviour().ignoresStop !== true) this.end({ exitCode: 143, signal: undefined });
  }

  // What a test does with it.

  /** Writes a line to stdout, whatever it is. */
  print(line: string): void {
    if (!this.#isGone) this.#stdout.put({ line });
  }

  get ask(): AskHost {
    return this.#host.ask;
  }

  ownTurn(reply: ScriptedReply): Promise<void> {
    return this.#turns.ownTurn(reply);
  }

  end(exit: Exit, stderr = ''): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#conversation.end();
    this.#host.die();
    this.#turns.die();
    this.#stdout.put({ exit, stderr });
  }

  async #comeUp(): Promise<void> {
    const { behaviour, start, options, world } = this.#request;
    await behaviour().startsWhen?.catch(() => undefined);
    const { refusesStart } = behaviour();
    if (refusesStart !== undefined) return this.end(FAILURE, refusesStart);
    const refusal = refusalOfStart(start, placeOf(options), world.conversations);
    if (refusal) {
      if (refusal.hasResult) this.#say(failedStart(refusal.words));
      return this.end(FAILURE, refusal.words);
    }
    this.#isUp = true;
    this.#stdin.open();
  }

  #take(input: Input): void {
    if (this.#isGone) return;
    if (input === 'end') return this.#takeEnd();
    const read = readHostLine(input.line.trimEnd());
    if (this.#awaitsHandshake && !isHandshake(read)) return this.end(FAILURE, NO_HANDSHAKE);
    this.#awaitsHandshake = false;
    switch (read.kind) {
      case 'prompt':
        return this.#turns.accept(read.prompt);
      case 'control':
        return this.#obey(read.requestId, read.request);
      case 'answer':
        return this.#host.answer(read.requestId, read.outcome);
      case 'unusable':
        return this.#say(lifecycle(read.promptId, 'completed'));
      case 'fatal':
        return this.end(FAILURE, read.words);
      case 'ignored':
        return;
    }
  }

  #takeEnd(): void {
    this.#host.endInput();
    void this.#turns.quiet().then(() => this.#endBySelf());
  }

  #obey(requestId: string, request: ControlRequestBody): void {
    const verdict = this.#desk.obey(request);
    if (!verdict) return;
    if (verdict.before) this.#say(verdict.before);
    const response = { ...verdict.answer, request_id: requestId };
    this.print(JSON.stringify({ type: 'control_response', response }));
    if (verdict.after) this.#say(verdict.after);
    verdict.then?.();
  }

  #endBySelf(): void {
    if (this.#request.behaviour().ignoresStop === true) return;
    this.end({ exitCode: this.#turns.lastFailed ? 1 : 0, signal: undefined });
  }

  #say(line: object): void {
    this.print(JSON.stringify({ uuid: randomUUID(), session_id: this.#conversation.sessionId, ...line }));
  }

  #handOut(output: Output): void {
    if ('line' in output) this.#request.onLine(output.line);
    else this.#request.onExit(output.exit, output.stderr);
  }
}

const FAILURE: Exit = { exitCode: 1, signal: undefined };

const NO_HANDSHAKE =
  'Error: --await-initialize requires the initialize control request as the first stdin line, but something else came.';

function isHandshake(read: ReadLine): boolean {
  return read.kind === 'control' && read.request.subtype === 'initialize';
}
