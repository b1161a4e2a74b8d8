import { describe, expect, test } from 'vitest';
import { planTree } from '../../src/supervisor/plan-tree.js';
import { refusalOf } from './plan-fixture.js';

const refused = (spec: unknown) => refusalOf(() => planTree(spec, {}));
/** What is at fault in the second child of a child of a tree that is good otherwise. */
const refusedChild = (child: unknown) =>
  refused({
    children: [{ name: 'good' }, { type: 'supervisor', name: 's', children: [{ name: 'fine' }, child] }],
  });
const PLACE = 'children[1].children[1]';

describe('what is no tree is refused', () => {
  test.each([[null], [undefined], ['agents'], [7], [[]], [() => ({})], [Symbol('x')]])('%s', (spec) => {
    expect(refused(spec)).toMatchObject({
      code: 'invalid_option',
      option: 'spec',
      message: expect.stringContaining(
        "Option 'spec' must be an object (OTP: invalid_child_spec); got ",
      ) as string,
    });
  });
});

describe('a bad flag of a supervisor is refused (S17)', () => {
  test.each<[key: string, values: unknown[], word: string]>([
    ['type', ['session', 'worker', '', null, 7], 'invalid_child_type'],
    ['strategy', ['one_for_two', 'simple_one_for_one', '', null, 1], 'invalid_strategy'],
    ['maxRestarts', [-1, 1.5, NaN, Infinity, '3', null], 'invalid_intensity'],
    ['maxSeconds', [0, -1, NaN, Infinity, '5', null], 'invalid_period'],
    ['autoShutdown', ['always', true, null], 'invalid_auto_shutdown'],
    ['children', [{}, 'a', null, 7], 'a list of child specs'],
    ['name', ['', 7, null], 'a text that is not empty'],
    ['id', ['', 7, null], 'a text that is not empty'],
  ])('%s: %j', (key, values, words) => {
    for (const value of values) {
      expect(refused({ [key]: value })).toMatchObject({ code: 'invalid_option', option: key });
      expect(refused({ [key]: value }).message).toContain(words);
      const child = { type: 'supervisor', name: 'x', [key]: value };
      if (key !== 'type') expect(refusedChild(child).option).toBe(`${PLACE}.${key}`);
    }
  });

  test.each<[key: string, values: unknown[]]>([
    ['maxChildren', [-1, 0.5, NaN, '3', null]],
    ['maxRestarts', [-1]],
  ])('%s: %j, of a dynamic one', (key, values) => {
    for (const value of values) {
      expect(refused({ type: 'dynamicSupervisor', [key]: value }).option).toBe(key);
    }
  });
});

describe('a bad value in the spec of a child is refused, by its path (S6)', () => {
  test.each<[key: string, values: unknown[], words: string]>([
    ['restart', ['always', '', null, true], 'invalid_restart_type'],
    ['significant', ['true', 1, null], 'invalid_significant'],
    ['shutdown', [-1, 2 ** 31, NaN, 'brutal', '5000', null], 'invalid_shutdown'],
    [
      'type',
      ['worker', '', null, 7],
      "'session' or 'supervisor' or 'dynamicSupervisor' (OTP: invalid_child_type)",
    ],
    ['stableAfter', [-1, NaN, 2 ** 31, '1', null], 'milliseconds from 0'],
    ['maxConsecutive', [0, -1, 1.5, NaN, '8', null], 'a whole number above 0, or Infinity'],
    ['tags', ['a', [7], [''], {}, null], 'a list of texts'],
    ['retryInFlight', ['yes', 1, null], 'true or false'],
    ['whenContextLost', ['restart', true, null], "'fail' or 'fresh'"],
    ['backOff', [500, 'none', null, []], 'an object'],
    ['id', ['', 7, null], 'a text that is not empty'],
    ['model', ['', 7], 'a text that is not empty'],
  ])('%s: %j', (key, values, words) => {
    for (const value of values) {
      const refusal = refusedChild({ name: 'x', [key]: value });
      expect(refusal).toMatchObject({ code: 'invalid_option', option: `${PLACE}.${key}` });
      expect(refusal.message).toContain(`Option '${PLACE}.${key}' must be `);
      expect(refusal.message).toContain(words);
    }
  });

  test.each<[key: string, values: unknown[]]>([
    ['initial', [-1, NaN, Infinity, 2 ** 31, '1', null]],
    ['factor', [0.9, NaN, Infinity, '2', null]],
    ['max', [-1, NaN, Infinity, null]],
    ['jitter', [-0.1, 1.1, NaN, null]],
    ['first', [1]],
  ])('backOff.%s: %j', (key, values) => {
    for (const value of values) {
      expect(refusedChild({ name: 'x', backOff: { [key]: value } }).option).toBe(`${PLACE}.backOff.${key}`);
    }
  });
});
