import { createSystem, type Session, type SystemTree, type TreeNode } from 'troupe';
import { createFakeClock, scriptedBackend, streamedText, toolUseBlock, useTool } from 'troupe/testing';
import { expect, test } from 'vitest';
import { sessions } from '../supervisor/fixture.js';
import { nodesIn } from './trees.js';

/** Which statuses there are in a state. */
const STATUSES: Readonly<Record<TreeNode['kind'], Readonly<Record<string, readonly string[]>>>> = {
  session: {
    initializing: ['starting', 'waiting', 'restarting'],
    ...{ ready: ['idle'], cleared: ['idle'], querying: ['querying'], stopped: ['stopped', 'gaveUp'] },
  },
  supervisor: {
    ...{ starting: ['starting'], running: ['running'], stopping: ['stopping'] },
    stopped: ['starting', 'stopping', 'waiting', 'restarting', 'stopped', 'gaveUp'],
  },
};

function faultsIn(tree: SystemTree): string[] {
  const nodes = nodesIn(tree);
  const keys = new Set(nodes.map(({ kind, path }) => `${kind} ${path}`));
  const wrong = nodes.filter(({ kind, state, status }) => !STATUSES[kind][state]?.includes(status));
  const late = nodes.filter(({ since, lastExit }) => since > tree.at || (lastExit?.at ?? 0) > tree.at);
  return [
    ...(keys.size < nodes.length ? ['two of one path'] : []),
    ...[...wrong, ...late].map(({ path, state, status }) => `${path} ${state} ${status}`),
    ...(JSON.stringify(structuredClone(tree)) === JSON.stringify(tree) ? [] : ['not plain']),
  ];
}

const faults: unknown[] = [];
const moments = new Map<string, number>();
const held: { look: () => SystemTree } = { look: () => ({ at: 0, seq: 0, children: [] }) };

function look(moment: string): void {
  moments.set(moment, (moments.get(moment) ?? 0) + 1);
  try {
    faults.push(...faultsIn(held.look()).map((fault) => `${moment}: ${fault}`));
  } catch (fault) {
    faults.push(fault);
  }
}

const OWN_EVENTS = ['state', 'identified', 'crashed', 'restarted', 'stopped', 'permission'] as const;

function follow(session: Session): void {
  for (const event of OWN_EVENTS) session.on(event, () => look(event));
  session.actor.subscribe(() => look('snapshot'));
}

test('it can be looked at from within whatever of the user’s code is called, and is right there', async () => {
  const clock = createFakeClock();
  const scripted = scriptedBackend(async function* ({ ask }) {
    look('model');
    yield* useTool({ ask, call: toolUseBlock('Write', { path: 'x' }) });
    yield* streamedText('over');
  });
  const system = createSystem({
    clock,
    limits: { maxStartsPerSecond: Infinity },
    inspect: () => look('inspector'),
    logger: { debug: () => look('log'), warn: () => look('log'), error: () => look('log') },
    backend: {
      ...scripted,
      createAdapter: (request) => {
        look('adapter');
        return scripted.createAdapter(request);
      },
    },
  });
  held.look = () => system.inspectTree();
  const crash = async (name: string): Promise<void> => {
    const { pid } = system.getSession(name);
    scripted.adapters.find((adapter) => adapter.pid === pid)?.crash();
    await clock.advance(60_000);
  };

  const asking = { canUseTool: () => (look('canUseTool'), { behavior: 'allow' } as const) };
  const group = { type: 'supervisor', name: 'group', strategy: 'one_for_all', maxRestarts: 1 } as const;
  const top = await system.startSupervisor({
    name: 'top',
    children: [...sessions('a', asking), { ...group, children: sessions('b c') }, ...sessions('z')],
  });
  top.on('report', () => look('report'));
  for (const name of ['a', 'b', 'c', 'z']) follow(top.getSession(name));
  const single = system.startSession({ name: 'single', ...asking });
  follow(single);

  await single.query('hello');
  await single.clear();
  await top.getSession('a').query('hello');
  await crash('a');
  await crash('b');
  await crash('c');
  await crash('b');
  follow(top.startSession({ name: 'late' }));
  await clock.advance(0);
  await top.restartSession('late');
  await top.terminateSession('late');
  await top.terminateChild('group');
  await top.restartChild('group');
  await single.stop();
  await system.stop();

  expect(faults).toEqual([]);
  expect([...moments.keys()].sort()).toEqual(
    [...OWN_EVENTS, 'adapter', 'canUseTool', 'inspector', 'log', 'model', 'report', 'snapshot'].sort(),
  );
});
