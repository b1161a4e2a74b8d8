import { delay, type Clock } from '../../base/clock.js';

/** What a test decides about a process; it may change while the process runs. */
export interface ScriptedBehaviour {
  /** The process is up when this settles; one that never does is a start that hangs. Default: at once. */
  readonly startsWhen?: Promise<unknown> | undefined;
  /** It ends before it is ready, with code 1 and these words on stderr. */
  readonly refusesStart?: string | undefined;
  /** Laid over the answer to the handshake; an `undefined` takes a field away. */
  readonly handshake?: Readonly<Record<string, unknown>> | undefined;
  /** Subtypes of control requests that are neither answered nor obeyed: `['interrupt']`. Default: none. */
  readonly ignores?: readonly string[] | undefined;
  /** Interrupts are neither answered nor obeyed. Default: `false`. */
  readonly ignoresInterrupts?: boolean | undefined;
  /** Neither the end of its input nor SIGTERM ends it. Default: `false`. */
  readonly ignoresStop?: boolean | undefined;
  /**
   * How long a prompt waits until its turn begins, in ms of the system's clock: an interrupt that comes within meets a
   * queued prompt, and one that comes later a running turn. Default: 0.
   */
  readonly takesUpAfter?: number | undefined;
  /**
   * How long what it says waits until the host reads it, in ms of the system's clock; all that has come by then is read
   * in one piece, as by a host that was busy. Default: 0, each line by itself and at once.
   */
  readonly readAfter?: number | undefined;
}

export function isIgnored(behaviour: ScriptedBehaviour, subtype: string): boolean {
  if (subtype === 'interrupt' && behaviour.ignoresInterrupts === true) return true;
  return behaviour.ignores?.includes(subtype) ?? false;
}

export async function takingUp({ takesUpAfter = 0 }: ScriptedBehaviour, clock: Clock): Promise<void> {
  if (takesUpAfter > 0) await delay(clock, takesUpAfter);
}
