import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { planChild, planTree } from '../../src/supervisor/plan-tree.js';
import { refusalOf } from './plan-fixture.js';

const uuid = '11111111-1111-4111-8111-111111111111';

const refused = (spec: unknown) => refusalOf(() => planTree(spec, {}));
/** What is at fault in the second child of a child of a tree that is good otherwise. */
const refusedChild = (child: unknown) =>
  refused({
    children: [{ name: 'good' }, { type: 'supervisor', name: 's', children: [{ name: 'fine' }, child] }],
  });
const PLACE = 'children[1].children[1]';

describe('refused is', () => {
  test('an unknown key, and the one that was meant is named, or all that are known', () => {
    const refusal = refusedChild({ name: 'x', restrat: 'temporary' });
    expect(refusal.option).toBe(`${PLACE}.restrat`);
    expect(refusal.message).toMatch(
      /one of the session options; got an unknown name \(did you mean 'restart'/,
    );
    expect(refusedChild({ name: 'x', colour: 1 }).message).toMatch(
      /one of the session options: name, .*, restart, .*; got an unknown name\.$/,
    );
    expect(refused({ restart: 'temporary' }).message).toMatch(/one of the supervisor options: .*strategy/);
    expect(refused({ type: 'dynamicSupervisor', children: [] }).option).toBe('children');
    expect(refused({ type: 'dynamicSupervisor', strategy: 'one_for_one' }).option).toBe('strategy');
  });

  test('a child that has children, and does not say that it is a supervisor', () => {
    expect(refusedChild({ name: 'x', children: [] })).toMatchObject({
      option: `${PLACE}.type`,
      message: expect.stringContaining("'supervisor' where there are children; got nothing") as string,
    });
  });

  test('a child without id and name (S7)', () => {
    expect(refusedChild({})).toMatchObject({
      option: `${PLACE}.id`,
      message: expect.stringContaining('missing_id') as string,
    });
    expect(refusedChild({ type: 'supervisor' }).option).toBe(`${PLACE}.id`);
    expect(refusedChild({ type: 'dynamicSupervisor' }).option).toBe(`${PLACE}.id`);
  });

  test('a slash in an id, as paths are made of them', () => {
    expect(refusedChild({ id: 'a/b' })).toMatchObject({ option: `${PLACE}.id` });
    expect(refusedChild({ name: 'a/b' }).message).toMatch(/given where the name has a slash.*'a\/b'/);
    expect(refused({ name: 'a/b' }).option).toBe('id');
    expect(() =>
      planTree({ name: 'a/b', id: 'top', children: [{ name: 'c/d', id: 'x' }] }, {}),
    ).not.toThrow();
  });

  test('an id that a sibling has (S9)', () => {
    for (const twin of [{ name: 'fine' }, { id: 'fine' }, { type: 'supervisor', name: 'fine' }]) {
      expect(refusedChild(twin)).toMatchObject({
        option: `${PLACE}.id`,
        message:
          `Option '${PLACE}.id' must be one that no sibling has (OTP: duplicate_child_name); ` +
          `got 'fine', as 'children[1].children[0]' has it.`,
      });
    }
  });

  test('a name that another session of the tree has, wherever that is', () => {
    expect(refusedChild({ id: 'x', name: 'good' })).toMatchObject({
      option: `${PLACE}.name`,
      message: expect.stringContaining(
        "no other session of the tree has; got 'good', as 'children[0].name'",
      ) as string,
    });
  });

  test('a name that another supervisor of the tree has, the topmost included', () => {
    const child = { type: 'supervisor', id: 'x', name: 's' };
    expect(refusedChild(child)).toMatchObject({
      option: `${PLACE}.name`,
      message: expect.stringContaining(
        "no other supervisor of the tree has; got 's', as 'children[1].name'",
      ) as string,
    });
    expect(refused({ name: 'top', children: [{ type: 'dynamicSupervisor', name: 'top' }] }).option).toBe(
      'children[0].name',
    );
  });

  test('a conversation that another session of the tree is to hold', () => {
    const tree = (one: object, other: object) => ({
      children: [
        { id: 'a', ...one },
        { id: 'b', ...other },
      ],
    });
    expect(refused(tree({ resume: uuid }, { resume: uuid })).option).toBe('children[1].resume');
    expect(refused(tree({ resume: uuid }, { sessionId: uuid })).option).toBe('children[1].sessionId');
    const fork = { resume: uuid, forkSession: true };
    expect(refused(tree({ ...fork, sessionId: uuid }, { sessionId: uuid })).option).toBe(
      'children[1].sessionId',
    );
    // A fork only reads what it comes from.
    expect(() => planTree(tree({ resume: uuid }, fork), {})).not.toThrow();
    expect(() => planTree(tree(fork, fork), {})).not.toThrow();
  });

  test('a significant child that is permanent (S10)', () => {
    for (const restart of ['permanent', undefined]) {
      const child = { name: 'a', significant: true, restart };
      expect(refused({ autoShutdown: 'any_significant', children: [child] })).toMatchObject({
        option: 'children[0].significant',
        message: expect.stringContaining('bad_combination') as string,
      });
    }
  });

  test('a significant child of a supervisor that never shuts itself down (S10)', () => {
    const children = [{ name: 'a', significant: true, restart: 'temporary' }];
    expect(refused({ children })).toMatchObject({
      option: 'children[0].significant',
      message: expect.stringMatching(/autoShutdown is 'never' \(OTP: bad_combination\)/) as string,
    });
    for (const autoShutdown of ['any_significant', 'all_significant']) {
      expect(() => planTree({ autoShutdown, children }, {})).not.toThrow();
    }
    // What counts is the supervisor that it is a child of.
    expect(
      refused({ autoShutdown: 'any_significant', children: [{ type: 'supervisor', name: 's', children }] })
        .option,
    ).toBe('children[0].children[0].significant');
  });

  test('a supervisor that is to be killed when it takes long to stop (S35)', () => {
    for (const type of ['supervisor', 'dynamicSupervisor']) {
      for (const shutdown of [5_000, 'brutal_kill', Infinity]) {
        expect(refusedChild({ type, name: 'x', shutdown })).toMatchObject({
          option: `${PLACE}.shutdown`,
          message: expect.stringMatching(
            /would leave its children behind \(OTP: invalid_shutdown\)/,
          ) as string,
        });
      }
    }
  });

  test('what startSession would refuse, also together with the defaults', () => {
    expect(refusedChild({ name: 'x', forkSession: true }).option).toBe(`${PLACE}.forkSession`);
    expect(refusedChild({ name: 'x', extraArgs: { resume: 'y' } }).option).toBe(`${PLACE}.extraArgs.resume`);
    const plan = () =>
      planTree(
        { children: [{ name: 'x', allowDangerouslySkipPermissions: false }] },
        { permissionMode: 'bypassPermissions', allowDangerouslySkipPermissions: true },
      );
    expect(refusalOf(plan).option).toBe('children[0].permissionMode');
  });

  test('a directory that there is not', () => {
    const cwd = mkdtempSync(join(tmpdir(), 'troupe-tree-'));
    expect(() => planTree({ children: [{ name: 'x', cwd }] }, {})).not.toThrow();
    rmSync(cwd, { recursive: true });
    expect(refusedChild({ name: 'x', cwd }).option).toBe(`${PLACE}.cwd`);
  });

  test('a child that is added, by the path in its own spec', () => {
    const add = (spec: unknown) => refusalOf(() => planChild(spec, { autoShutdown: 'never' }, {}));
    expect(add(null).option).toBe('spec');
    expect(add({ name: 'a', restart: 'x' }).option).toBe('restart');
    expect(add({ name: 'a', restart: 'transient', significant: true }).option).toBe('significant');
    expect(
      add({ type: 'supervisor', id: 's', children: [{ name: 'a' }, { name: 'b', id: 'a' }] }).option,
    ).toBe('children[1].id');
    expect(
      add({ type: 'supervisor', id: 's', children: [{ name: 'a' }, { name: 'a', id: 'b' }] }).option,
    ).toBe('children[1].name');
  });
});

test('no secret is in a refusal', () => {
  for (const child of [
    { name: 'x', env: { ANTHROPIC_API_KEY: ['sk-ant-secret'] } },
    { name: 'x', systemPrompt: ['sk-ant-secret'] },
    { name: 'x', apiKey: 'sk-ant-secret' },
  ]) {
    expect(JSON.stringify(refusedChild(child))).not.toContain('secret');
  }
});
