import type { ProcessStart } from '../../adapter/cli/start-process.js';
import type { AdapterRequest } from '../../adapter/session-adapter.js';
import type { Clock } from '../../base/clock.js';
import { deferred } from '../../base/deferred.js';
import type { Child, Exit } from '../../process/child.js';
import { launchArguments } from '../../protocol/options/launch-arguments.js';
import type { ScriptedBehaviour } from './behaviour.js';
import { ScriptedCli } from './scripted-cli.js';
import type { ScriptedWorld } from './scripted-world.js';

/** Process ids that no operating system gives. */
let nextPid = 2 ** 24;

/** A child process as the host sees it: pipes, signals and an exit, with a scripted CLI behind them. */
export class ScriptedProcess {
  readonly pid = nextPid++;
  readonly arguments: readonly string[];
  readonly written: string[] = [];
  readonly cli: ScriptedCli;
  readonly #exited = deferred<Exit>();
  readonly #clock: Clock;
  /** Lines that the host has not read. */
  #unread = '';
  #behaviour: ScriptedBehaviour;
  #host: Pick<ProcessStart, 'onStdout' | 'onStderr'> | undefined;

  constructor({ options, start, clock }: AdapterRequest, world: ScriptedWorld, behaviour: ScriptedBehaviour) {
    this.arguments = launchArguments(options, start);
    this.#behaviour = behaviour;
    this.#clock = clock;
    this.cli = new ScriptedCli({
      pid: this.pid,
      world,
      options,
      start,
      clock,
      behaviour: () => this.#behaviour,
      onLine: (line) => this.#print(`${line}\n`),
      onExit: (exit, stderr) => {
        this.#read();
        this.#host?.onStderr(Buffer.from(stderr));
        this.#exited.resolve(exit);
      },
    });
  }

  get running(): boolean {
    return this.#host !== undefined && this.cli.running;
  }

  behave(changed: ScriptedBehaviour): void {
    this.#behaviour = { ...this.#behaviour, ...changed };
  }

  begin(host: ProcessStart): Promise<Child> {
    this.#host = host;
    this.cli.start();
    return Promise.resolve(this.#child());
  }

  #print(text: string): void {
    const { readAfter = 0 } = this.#behaviour;
    if (readAfter > 0 && this.#unread === '') this.#clock.setTimeout(() => this.#read(), readAfter);
    this.#unread += text;
    if (readAfter === 0) this.#read();
  }

  #read(): void {
    const text = this.#unread;
    this.#unread = '';
    if (text !== '') this.#host?.onStdout(Buffer.from(text));
  }

  #child(): Child {
    const { cli } = this;
    return {
      pid: this.pid,
      // It has no descendants, and is no process itself.
      tree: { marker: `scripted-${this.pid}`, look: () => Promise.resolve([]) },
      get running() {
        return cli.running;
      },
      exited: this.#exited.promise,
      write: (text) => {
        this.written.push(text);
        cli.write(text);
      },
      endInput: () => cli.endInput(),
      kill: (signal) => {
        if (signal === 'SIGTERM' || signal === 'SIGKILL') cli.kill(signal);
      },
    };
  }
}
