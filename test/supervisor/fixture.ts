import type { RootSpec, SessionSpec, Supervisor, SupervisorReport, SystemOptions } from 'troupe';
import type { Script, ScriptedAdapter } from 'troupe/testing';
import { codeOf } from '../session/fixture.js';
import { stage, type Stage } from '../session/live-fixture.js';

/** A tree of scripted sessions on a clock that stands still. */
export interface Grove extends Omit<Stage, 'cli'> {
  readonly sup: Supervisor;
  /** What its supervisors have reported, in short: `started top/a#1`. */
  readonly told: string[];
  /** The process of a session, by the session's name. */
  readonly cliOf: (name: string) => ScriptedAdapter;
  /** Ends the processes of these sessions, all at once, and lets everything happen that follows at once. */
  readonly crash: (...names: string[]) => Promise<void>;
  /** How the sessions fare: `a idle`. */
  readonly fares: () => string[];
}

export const echo: Script = ({ text }) => `re: ${text}`;

/** Restarted at once, as often as a test likes. */
export const AT_ONCE = { backOff: { initial: 0 }, maxConsecutive: Infinity } as const;

/** Sessions that are called so; each may say more. */
export function sessions(names: string, spec: SessionSpec = {}): SessionSpec[] {
  return names.split(' ').map((name) => ({ name, ...spec }));
}

/** Starts a tree and waits until all of it is up. */
export async function grow(
  spec: RootSpec,
  script: Script = echo,
  options: SystemOptions = {},
): Promise<Grove> {
  const { backend, clock, system, reports, start, settle } = stage(script, options);
  const sup: Supervisor = await system.startSupervisor(spec as RootSpec & { readonly name: string });
  const told: string[] = [];
  sup.on('report', (report) => told.push(reportText(report)));
  const cliOf = (name: string): ScriptedAdapter => {
    const { pid } = sup.getSession(name);
    const cli = backend.adapters.find((adapter) => pid !== undefined && adapter.pid === pid);
    if (!cli) throw new Error(`'${name}' has no process.`);
    return cli;
  };
  return {
    ...{ backend, clock, system, reports, start, settle },
    sup,
    told,
    cliOf,
    crash: async (...names) => {
      for (const cli of names.map(cliOf)) cli.crash();
      await settle();
    },
    fares: () => sup.listSessions().map(({ id, status }) => `${id} ${status}`),
  };
}

function reportText({ type, supervisor, child, incarnation }: SupervisorReport): string {
  return `${type} ${supervisor}/${child}#${incarnation}`;
}

/** What a promise comes to: `undefined`, the text of an answer, or the code it rejects with. */
export function cameTo(asked: Promise<unknown>): Promise<unknown> {
  return asked.then((answer) => (answer as { readonly result?: string } | undefined)?.result, codeOf);
}

/** The same for a verb that throws or returns; `undefined` for one that does neither with an error. */
export function codeOfCall(call: () => unknown): string | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    return codeOf(error);
  }
}
