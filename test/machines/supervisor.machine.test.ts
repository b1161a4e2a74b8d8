import { createActor, fromCallback, type AnyStateNode } from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import { describe, expect, it } from 'vitest';
import {
  supervisorMachine,
  type SupervisorCommand,
  type SupervisorCore,
  type SupervisorLink,
  type SupervisorMachineEvent,
} from 'troupe/machines';

type Phase = SupervisorCore['phase'];

/** Where a decision leads, when that is what the event stands for in these tests. */
const LEADS_TO = {
  begin: 'starting',
  'child.ready': 'running',
  stop: 'stopping',
  'child.exited': 'stopped',
} as const satisfies Partial<Record<string, Phase>>;

const ready = { type: 'child.ready', id: 'a', incarnation: 1 } as const;
const exited = { type: 'child.exited', id: 'a', incarnation: 1, exit: {} } as const;
const due = { type: 'child.due', id: 'a', incarnation: 1 } as const;
const round = { type: 'round.due' } as const;
const call = { type: 'call', call: {} } as const;
const stop = { type: 'stop' } as const;
const failed = {
  type: 'xstate.error.actor.children',
  error: new Error('broken'),
  actorId: 'children',
} as const;

/** A link that decides by the table above, and whose decisions name what they were made of. */
function linkTo(begin: Phase = 'starting'): SupervisorLink {
  return {
    decide: (core, { type }) => {
      const leads: Partial<Record<string, Phase>> = { ...LEADS_TO, begin };
      return { core: { phase: leads[type] ?? core.phase }, effects: [{ decided: type }] };
    },
    open: () => undefined,
    carryOut: () => undefined,
    abandon: () => undefined,
    toJSON: () => '',
  };
}

/** The machine with an actor of children that notes what it is to carry out. */
function run(begin?: Phase, onCommand: (command: SupervisorCommand) => void = () => undefined) {
  const carried: object[] = [];
  let isStopped = false;
  const children = fromCallback<SupervisorCommand, SupervisorLink>(({ receive }) => {
    receive((command) => {
      carried.push(...command.effects);
      onCommand(command);
    });
    return () => (isStopped = true);
  });
  const actor = createActor(supervisorMachine.provide({ actors: { children } }), {
    input: { link: linkTo(begin), core: { phase: 'new' } },
  });
  actor.subscribe({ error: () => undefined });
  actor.start();
  return {
    actor,
    carried,
    send: (...events: SupervisorMachineEvent[]) => events.forEach((event) => actor.send(event)),
    state: () => actor.getSnapshot().value,
    isOver: () => [actor.getSnapshot().status, isStopped],
  };
}

describe('the supervisor machine', () => {
  it('begins by deciding what to start, and has that carried out', () => {
    const supervisor = run();
    expect([supervisor.state(), supervisor.carried]).toEqual(['starting', [{ decided: 'begin' }]]);
  });

  it.each<[begin: Phase, events: readonly SupervisorMachineEvent[], states: readonly string[]]>([
    ['starting', [ready, stop, exited], ['starting', 'running', 'stopping', 'stopped']],
    ['starting', [stop, exited], ['starting', 'stopping', 'stopped']],
    ['starting', [exited], ['starting', 'stopped']],
    ['starting', [ready, exited], ['starting', 'running', 'stopped']],
    ['running', [stop], ['running', 'stopping']],
    ['stopping', [exited], ['stopping', 'stopped']],
  ])('shows where decisions lead: from a start that is %s, by %j, through %j', (begin, events, states) => {
    const supervisor = run(begin);
    const seen = [supervisor.state()];
    for (const event of events) {
      supervisor.send(event);
      seen.push(supervisor.state());
    }
    expect(seen).toEqual(states);
  });

  it.each([
    ['starting', [] as const],
    ['running', [ready] as const],
    ['stopping', [stop] as const],
  ])('decides about each event while it is %s, and has all of it carried out, in order', (state, before) => {
    const supervisor = run();
    supervisor.send(...before);
    supervisor.carried.length = 0;
    supervisor.send(due, round, call);
    expect(supervisor.state()).toBe(state);
    expect(supervisor.carried).toEqual([due, round, call].map(({ type }) => ({ decided: type })));
  });

  it('has the last decision carried out before it is over', () => {
    const supervisor = run();
    supervisor.send(stop, exited);
    expect(supervisor.carried.at(-1)).toEqual({ decided: 'child.exited' });
    expect(supervisor.isOver()).toEqual(['done', true]);
  });

  it('decides about what happens while a decision is carried out after that', () => {
    const order: string[] = [];
    const supervisor = run('starting', ({ effects }) => {
      const [{ decided } = { decided: '' }] = effects as { readonly decided: string }[];
      order.push(`${decided} begun`);
      if (decided === 'call') supervisor.send(round);
      order.push(`${decided} done`);
    });
    supervisor.send(call);
    expect(order).toEqual([
      ...['begin begun', 'begin done', 'call begun', 'call done'],
      ...['round.due begun', 'round.due done'],
    ]);
  });

  it.each([
    ['starting', [] as const],
    ['running', [ready] as const],
    ['stopping', [ready, stop] as const],
  ])('ends in `stopped`, and not in an error, when carrying out fails while it is %s', (_state, before) => {
    const supervisor = run('starting', ({ effects }) => {
      if (JSON.stringify(effects).includes('call')) throw new Error('broken');
    });
    supervisor.send(...before, call);
    expect([supervisor.state(), supervisor.actor.getSnapshot().status]).toEqual(['stopped', 'done']);
  });

  it('reaches each of its states, and leads from each to its end', () => {
    const events = [ready, exited, due, round, call, stop, failed];
    const paths = (begin: Phase) =>
      getShortestPaths(supervisorMachine, {
        input: { link: linkTo(begin), core: { phase: 'new' } },
        events,
      });
    const reached = paths('starting').map(({ state }) => state.value);
    expect(new Set(reached)).toEqual(new Set(Object.keys(supervisorMachine.states)));
    for (const begin of ['starting', 'running', 'stopping'] as const)
      expect(paths(begin).some(({ state }) => state.status === 'done')).toBe(true);
  });

  it('describes every state and every transition', () => {
    const nodes = [...walk(supervisorMachine.root)];
    expect(nodes.filter(({ description }) => description === undefined).map(({ key }) => key)).toEqual([]);
    const transitions = nodes.flatMap((node) => [...node.transitions.values(), node.always ?? []].flat());
    expect(transitions.length).toBeGreaterThan(10);
    expect(transitions.filter(({ description }) => description === undefined)).toEqual([]);
  });
});

function* walk(node: AnyStateNode): Generator<AnyStateNode> {
  yield node;
  for (const child of Object.values(node.states)) yield* walk(child as AnyStateNode);
}
