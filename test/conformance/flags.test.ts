import { expect, test } from 'vitest';
import type { SessionError } from '../../src/errors/session-error.js';
import { planTree } from '../../src/supervisor/plan-tree.js';

function faultOf(spec: unknown): Partial<SessionError> {
  try {
    planTree(spec, {});
  } catch (error) {
    return error as SessionError;
  }
  return {};
}

test('S14, S15, S16, supervisor_test 3 init/2: all flags have defaults: those of OTP, but for the budget, which is of Elixir', () => {
  expect(planTree({}, {}).flags).toEqual({
    kind: 'supervisor',
    strategy: 'one_for_one',
    maxRestarts: 3,
    period: 5000,
    autoShutdown: 'never',
    maxChildren: Infinity,
  });
});

test('S14, supervisor_test 3 init/2: those that are given hold', () => {
  const flags = {
    strategy: 'rest_for_one',
    maxRestarts: 7,
    maxSeconds: 0.5,
    autoShutdown: 'all_significant',
  };
  const { maxSeconds, ...same } = flags;
  expect(planTree(flags, {}).flags).toMatchObject({ ...same, period: maxSeconds * 1000 });
});

test('S16, dynamic_supervisor_test 4 init/1 set default options: a dynamic supervisor has the same budget, and no limit to its children', () => {
  expect(planTree({ type: 'dynamicSupervisor' }, {}).flags).toMatchObject({
    strategy: 'one_for_one',
    maxRestarts: 3,
    period: 5000,
    maxChildren: Infinity,
  });
});

test.each([
  ['strategy', 'simple_one_for_one', 'invalid_strategy'],
  ['strategy', 'all', 'invalid_strategy'],
  ['maxRestarts', -1, 'invalid_intensity'],
  ['maxRestarts', 1.5, 'invalid_intensity'],
  ['maxRestarts', Infinity, 'invalid_intensity'],
  ['maxSeconds', 0, 'invalid_period'],
  ['maxSeconds', -5, 'invalid_period'],
  ['autoShutdown', 'always', 'invalid_auto_shutdown'],
])('S17, supervisor_SUITE 28 sup_flags: %s may not be %j', (key, value, word) => {
  const { option, message } = faultOf({ [key]: value });
  expect(option).toBe(key);
  expect(message).toContain(word);
});

test('S17: maxRestarts may be 0', () => {
  expect(faultOf({ maxRestarts: 0 })).toEqual({});
});

test('S17: a fault in the flags of a nested supervisor is told with its path', () => {
  const nested = { type: 'supervisor', id: 's', strategy: 'none' };
  expect(faultOf({ children: [nested] }).option).toBe('children[0].strategy');
});

test('S8, supervisor_SUITE 28 sup_flags: an unknown flag is refused, which OTP ignores', () => {
  expect(faultOf({ intensity: 3 })).toMatchObject({ code: 'invalid_option', option: 'intensity' });
});

test.each([null, 'tree', 7, [], () => ({})])(
  'S25, supervisor_SUITE 8 sup_start_error_return, dynamic_supervisor_test 5 start_link/3 with non-ok init: what is no supervisor is refused: %j',
  (spec) => {
    expect(faultOf(spec)).toMatchObject({ code: 'invalid_option' });
  },
);

test('S25, supervisor_SUITE 9 sup_start_fail: so is what throws while it is read, and what it threw is told', () => {
  const spec = {
    get children(): never {
      throw new Error('no children today');
    },
  };
  const { code, message } = faultOf(spec);
  expect(code).toBe('invalid_option');
  expect(message).toContain('no children today');
});

test.each([
  ['strategy', 'one_for_all'],
  ['children', [{ id: 'a' }]],
  ['autoShutdown', 'any_significant'],
  ['maxChildren', -1],
])(
  'S18, S124, supervisor_SUITE 61 significant_simple, dynamic_supervisor_test 5 start_link/3 with non-ok init: a dynamic supervisor may not have %s %j',
  (key, value) => {
    expect(faultOf({ type: 'dynamicSupervisor', [key]: value }).option).toBe(key);
  },
);
