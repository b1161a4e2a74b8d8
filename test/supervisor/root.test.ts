import { QuestionBoard } from '../../src/callbacks/questions/question-board.js';
import { expect, test } from 'vitest';
import { LocalRegistry } from '../../src/registry/local-registry.js';
import { LiveSession } from '../../src/session/live-session.js';
import { StartGate } from '../../src/session/start-gate.js';
import { planTree } from '../../src/supervisor/plan-tree.js';
import { Root } from '../../src/supervisor/root.js';
import type { SupervisorWorld } from '../../src/supervisor/supervisor-world.js';
import { createFakeClock } from '../../src/testing/fake-clock.js';
import { scriptedBackend } from '../../src/testing/scripted/index.js';
import { cameTo, sessions } from './fixture.js';
import { Inspection } from '../../src/base/inspection.js';

/** A tree at the top of a world of its own. */
function plant(names: string, inspect?: (root: Root) => void) {
  const clock = createFakeClock();
  const backend = scriptedBackend();
  const logger = { debug: () => undefined, warn: () => undefined, error: () => undefined };
  const registry = new LocalRegistry<LiveSession>();
  const gate = new StartGate({ maxStarting: 2, maxStartsPerSecond: Infinity }, clock);
  const supervisors = new LocalRegistry<object>();
  const over: Root[] = [];
  const held: { root?: Root } = {};
  const inspection = new Inspection(() => undefined);
  if (inspect) inspection.attach(() => held.root && inspect(held.root));
  const world: SupervisorWorld = {
    clock,
    logger,
    report: () => undefined,
    inspection,
    chronicle: () => undefined,
    defaults: {},
    names: supervisors,
    newSession: ({ options }, owner, path) =>
      new LiveSession({
        options,
        backend,
        registry,
        gate,
        clock,
        logger,
        inspection,
        owner,
        path,
        chronicle: () => undefined,
        questions: new QuestionBoard(),
      }),
    newSeed: () => 1,
  };
  const plan = planTree({ name: 'top', children: sessions(names) }, {});
  const root = new Root({ world, plan, path: 'top' }, (each) => {
    over.push(each);
    // Whoever is told that a tree is over finds its names free.
    expect(registry.resolve({ kind: 'name', value: 'a' })).toBeUndefined();
    expect(supervisors.resolve({ kind: 'name', value: 'top' })).toBeUndefined();
  });
  held.root = root;
  return { root, over, backend, settle: () => clock.advance(0) };
}

test('claims its names when it is made, and starts nothing before it is started', async () => {
  const { root, backend, settle } = plant('a');
  await settle();
  expect([root.live.state, backend.adapters.length]).toEqual(['stopped', 0]);
  await root.start();
  expect([root.live.state, backend.adapters.length]).toEqual(['running', 1]);
});

test('is over when it was stopped and nothing is left, and gives its names up first', async () => {
  const { root, over, settle } = plant('a b');
  await root.start();
  root.stop();
  expect(over).toEqual([]);
  await settle();
  expect(over).toEqual([root]);
  expect(await cameTo(root.live.done)).toBeUndefined();
});

test('that cannot be started is over, and rejects with the path to the culprit', async () => {
  const { root, over, backend } = plant('a b');
  backend.behave({ refusesStart: 'no' });
  await expect(root.start()).rejects.toMatchObject({ code: 'start_failed', path: 'top/a' });
  expect(over).toEqual([root]);
});

test('that is stopped while it starts rejects with `stopped`', async () => {
  const { root, over, settle } = plant('a b');
  const started = cameTo(root.start());
  root.stop();
  await settle();
  expect([await started, over.length]).toEqual(['stopped', 1]);
});

test('can be stopped by an inspector that is shown its making', async () => {
  const { root, over, backend, settle } = plant('a b', (each) => void each.live.stop());
  const started = cameTo(root.start());
  await settle();
  expect([await started, over.length]).toEqual(['stopped', 1]);
  expect(backend.adapters.filter(({ running }) => running)).toEqual([]);
});
