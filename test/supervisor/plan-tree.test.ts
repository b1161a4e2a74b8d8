import { describe, expect, test } from 'vitest';
import { planChild, planTree } from '../../src/supervisor/plan-tree.js';
import { childAt, sessionOf, supervisorOf } from './plan-fixture.js';

const backOff = { initial: 500, factor: 2, max: 30_000, jitter: 0.2 };
const policy = { restart: 'permanent', significant: false, backOff, stableAfter: 60_000, maxConsecutive: 8 };
const cwd = process.cwd();

describe('defaults', () => {
  test('of a supervisor are one_for_one and a budget of 3 restarts in 5 s', () => {
    expect(planTree({}, {})).toEqual({
      id: undefined,
      name: undefined,
      flags: {
        kind: 'supervisor',
        strategy: 'one_for_one',
        maxRestarts: 3,
        period: 5_000,
        autoShutdown: 'never',
        maxChildren: Infinity,
      },
      children: [],
    });
  });

  test('of a session are permanent, and 5 s to stop in', () => {
    expect(planTree({ children: [{ name: 'a' }] }, {}).children).toEqual([
      {
        spec: { id: 'a', type: 'worker', ...policy },
        shutdown: 5_000,
        tags: [],
        given: {
          type: 'session',
          id: 'a',
          name: 'a',
          cwd,
          ...policy,
          shutdown: 5_000,
          tags: [],
          retryInFlight: false,
          whenContextLost: 'fail',
        },
        runs: {
          type: 'session',
          options: { name: 'a', cwd, shutdown: 5_000 },
          retryInFlight: false,
          whenContextLost: 'fail',
        },
      },
    ]);
  });

  test('of a supervisor as a child are permanent, and all the time it takes to stop', () => {
    const child = childAt(planTree({ children: [{ type: 'supervisor', name: 'a' }] }, {}), 0);
    expect(child).toMatchObject({
      spec: { id: 'a', type: 'supervisor', ...policy },
      shutdown: Infinity,
      given: {
        type: 'supervisor',
        id: 'a',
        name: 'a',
        ...policy,
        shutdown: 'infinity',
        tags: [],
        strategy: 'one_for_one',
        maxRestarts: 3,
        maxSeconds: 5,
        autoShutdown: 'never',
        children: [],
      },
    });
    expect(supervisorOf(child)).toEqual(planTree({ name: 'a' }, {}));
  });

  test('of a dynamic supervisor are as many children as one likes', () => {
    const child = childAt(planTree({ children: [{ type: 'dynamicSupervisor', id: 'a' }] }, {}), 0);
    expect(supervisorOf(child).flags).toMatchObject({ kind: 'dynamicSupervisor', maxChildren: Infinity });
    // JSON has no word for that.
    expect(Object.keys(child.given)).not.toContain('maxChildren');
    expect(JSON.parse(JSON.stringify(child.given))).toEqual(child.given);
  });

  test('are taken for each key that is undefined', () => {
    const spec = {
      restart: undefined,
      backOff: { factor: 3, max: undefined },
      shutdown: undefined,
      type: undefined,
    };
    expect(planChild({ name: 'a', ...spec }, { autoShutdown: 'never' }, {})).toEqual(
      planChild({ name: 'a', backOff: { ...backOff, factor: 3 } }, { autoShutdown: 'never' }, {}),
    );
  });

  test('of the system hold for each session that does not give its own', () => {
    const plan = planTree(
      { children: [{ name: 'a' }, { name: 'b', model: 'opus', shutdown: 7 }] },
      { model: 'haiku', timeout: 9, shutdown: 3 },
    );
    const [a, b] = [childAt(plan, 0), childAt(plan, 1)];
    expect(sessionOf(a).options).toEqual({ name: 'a', cwd, model: 'haiku', timeout: 9, shutdown: 3 });
    expect(sessionOf(b).options).toEqual({ name: 'b', cwd, model: 'opus', timeout: 9, shutdown: 7 });
    expect([a.shutdown, b.shutdown]).toEqual([3, 7]);
  });
});

test('what is given is kept, at its place', () => {
  const plan = planTree(
    {
      type: 'supervisor',
      name: 'root',
      id: 'top',
      strategy: 'rest_for_one',
      maxRestarts: 0,
      maxSeconds: 0.5,
      autoShutdown: 'any_significant',
      children: [
        {
          id: 'x',
          restart: 'transient',
          significant: true,
          shutdown: 'brutal_kill',
          backOff: { initial: 0, factor: 1, max: 10, jitter: 0 },
          stableAfter: 0,
          maxConsecutive: Infinity,
          tags: ['slow', 'blue'],
          retryInFlight: true,
          whenContextLost: 'fresh',
          model: 'haiku',
        },
        { type: 'dynamicSupervisor', name: 'pool', maxChildren: 0, maxRestarts: 9, tags: ['pool'] },
        { type: 'session', name: 'y', shutdown: 'infinity' },
      ],
    },
    {},
  );
  expect(plan).toMatchObject({
    id: 'top',
    name: 'root',
    flags: { strategy: 'rest_for_one', maxRestarts: 0, period: 500, autoShutdown: 'any_significant' },
  });
  expect(childAt(plan, 0)).toMatchObject({
    spec: {
      id: 'x',
      restart: 'transient',
      significant: true,
      backOff: { initial: 0, factor: 1, max: 10, jitter: 0 },
      stableAfter: 0,
      maxConsecutive: Infinity,
    },
    shutdown: 0,
    tags: ['slow', 'blue'],
    given: { shutdown: 'brutal_kill' },
    runs: { retryInFlight: true, whenContextLost: 'fresh', options: { model: 'haiku', shutdown: 0 } },
  });
  expect(childAt(plan, 1)).toMatchObject({
    tags: ['pool'],
    given: { type: 'dynamicSupervisor', maxChildren: 0, maxRestarts: 9 },
    runs: { plan: { name: 'pool', flags: { maxChildren: 0, maxRestarts: 9 } } },
  });
  expect(childAt(plan, 2)).toMatchObject({ shutdown: Infinity, given: { shutdown: 'infinity' } });
});

test('a session and a supervisor may have the same name, and two supervisors children of the same id', () => {
  const children = [{ id: 'a' }];
  const plan = planTree(
    {
      name: 'a',
      children: [
        { type: 'supervisor', id: 'one', children },
        { type: 'supervisor', id: 'two', children },
        { name: 'a' },
      ],
    },
    {},
  );
  expect(plan.children.map(({ spec }) => spec.id)).toEqual(['one', 'two', 'a']);
});

test('the order of children is theirs, also of ids that look like numbers', () => {
  const ids = ['10', '9', 'b', '1', 'a'];
  expect(planTree({ children: ids.map((id) => ({ id })) }, {}).children.map(({ spec }) => spec.id)).toEqual(
    ids,
  );
});

test('what getChildSpec tells is a spec that plans the same child', () => {
  const child = planChild(
    {
      type: 'supervisor',
      name: 'a',
      restart: 'temporary',
      children: [
        {
          name: 'b',
          shutdown: Infinity,
          env: { KEY: '1' },
          outputFormat: { type: 'json_schema', schema: {} },
        },
        { type: 'dynamicSupervisor', id: 'c', maxChildren: 3 },
      ],
    },
    { autoShutdown: 'never' },
    { model: 'haiku' },
  );
  const told: unknown = JSON.parse(JSON.stringify(child.given));
  expect(told).toEqual(child.given);
  expect(planChild(told, { autoShutdown: 'never' }, {})).toEqual(child);
});

test('nobody can change a plan: neither by what it was made from, nor by itself', () => {
  const spec = { name: 'a', tags: ['x'], env: { KEY: '1' }, backOff: { initial: 1 }, tools: ['Bash'] };
  const nested = { type: 'supervisor', name: 'b', tags: ['x'], children: [] as object[] };
  const plan = planTree({ children: [spec, nested] }, {});
  const before = structuredClone(plan);
  nested.tags.push('y');
  nested.children.push({ name: 'c' });
  spec.tags.push('y');
  spec.tools.push('Read');
  spec.env.KEY = '2';
  spec.backOff.initial = 2;
  expect(plan).toEqual(before);
  const { tags, given } = childAt(plan, 0);
  expect(() => (tags as string[]).push('z')).toThrow(TypeError);
  expect(() => Object.assign((given as { env: object }).env, { KEY: '3' })).toThrow(TypeError);
  expect(spec).toEqual({
    name: 'a',
    tags: ['x', 'y'],
    env: { KEY: '2' },
    backOff: { initial: 2 },
    tools: ['Bash', 'Read'],
  });
});
