import { CliAdapter } from '../../adapter/cli/cli-adapter.js';
import type { AdapterRequest } from '../../adapter/session-adapter.js';
import type { ScriptedBehaviour } from './behaviour.js';
import type { AskHost } from './host-request.js';
import type { ScriptedReply } from './script.js';
import { ScriptedProcess } from './scripted-process.js';
import type { ScriptedWorld } from './scripted-world.js';

/** How a process ends that nobody asked to; by default by SIGKILL. */
export interface ScriptedCrash {
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  /** What it wrote to stderr. */
  readonly stderrTail?: string | undefined;
}

/**
 * The adapter of the real CLI, on a process that is none. That process is as strict as the real one: what would end that
 * one ends this one with the same words, what that one refuses is refused, and all that passes between the two is text.
 */
export class ScriptedAdapter extends CliAdapter {
  readonly #process: ScriptedProcess;

  constructor(request: AdapterRequest, world: ScriptedWorld, behaviour: ScriptedBehaviour) {
    const process = new ScriptedProcess(request, world, behaviour);
    super(request, (start) => process.begin(start));
    this.#process = process;
  }

  /** What the real process would be started with. */
  get arguments(): readonly string[] {
    return this.#process.arguments;
  }

  /** Every line the host wrote, as it would be on the wire. */
  get written(): readonly string[] {
    return this.#process.written;
  }

  /** Whether the process was started, and has not ended. */
  get running(): boolean {
    return this.#process.running;
  }

  /** Changes how the process behaves, from now on; what is not given stays. */
  behave(changed: ScriptedBehaviour): void {
    this.#process.behave(changed);
  }

  /** Has the process say one line on stdout, whatever it is: a message as an object, or the line itself. */
  say(line: Readonly<Record<string, unknown>> | string): void {
    this.#process.cli.print(typeof line === 'string' ? line : JSON.stringify(line));
  }

  /**
   * Begins a turn that no prompt asked for, as after a background task; it comes before the prompts that wait. Resolves
   * when it is over.
   */
  ownTurn(reply: ScriptedReply): Promise<void> {
    return this.#process.cli.ownTurn(reply);
  }

  /** Asks the host at any time, as a subagent in the background does, or a turn that no prompt asked for. */
  get ask(): AskHost {
    return this.#process.cli.ask;
  }

  /** Ends the process without being asked. What it said before is still heard. */
  crash({ exitCode, signal, stderrTail }: ScriptedCrash = { signal: 'SIGKILL' }): void {
    this.#process.cli.end({ exitCode, signal }, stderrTail);
  }
}
