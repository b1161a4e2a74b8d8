import { describe, expect, test } from 'vitest';
import { checkChildSpecs } from '../../src/supervisor/check-child-specs.js';
import type { ChildSpec } from '../../src/supervisor/child-spec.js';
import type { AutoShutdown } from '../../src/supervisor/core/spec.js';
import { refusalOf } from './plan-fixture.js';

const refused = (specs: unknown, autoShutdown?: unknown) =>
  refusalOf(() => checkChildSpecs(specs as ChildSpec[], autoShutdown as AutoShutdown));

describe('checkChildSpecs (S11)', () => {
  test('returns nothing for specs that a supervisor would take', () => {
    expect(checkChildSpecs([])).toBeUndefined();
    expect(checkChildSpecs([{ name: 'a' }, { type: 'supervisor', name: 'b', children: [] }])).toBeUndefined();
  });

  test('takes a list and nothing else', () => {
    for (const specs of [{ name: 'a' }, 'a', null, undefined, { length: 0 }]) {
      expect(refused(specs)).toMatchObject({ code: 'invalid_option', option: 'specs' });
    }
  });

  test('names the fault by its path in the list', () => {
    expect(refused([{ name: 'a' }, { name: 'b', restart: 'always' }]).option).toBe('specs[1].restart');
    expect(refused([{ name: 'a' }, { name: 'a' }]).option).toBe('specs[1].id');
    expect(refused([{ name: 'a' }, { id: 'b', name: 'a' }]).option).toBe('specs[1].name');
    expect(refused([{ type: 'supervisor', id: 's', children: [{}] }]).option).toBe('specs[0].children[0].id');
  });

  test('checks significant children against an autoShutdown that it is told of, and only then (S10)', () => {
    const specs: ChildSpec[] = [{ name: 'a', restart: 'temporary', significant: true }];
    checkChildSpecs(specs);
    checkChildSpecs(specs, 'any_significant');
    expect(refused(specs, 'never').option).toBe('specs[0].significant');
    expect(refused([{ name: 'a', significant: true }]).option).toBe('specs[0].significant');
  });

  test('refuses an autoShutdown that is none', () => {
    expect(refused([], 'always').option).toBe('autoShutdown');
    expect(refused([], null).option).toBe('autoShutdown');
  });

  test('changes nothing of what it is given', () => {
    const specs: ChildSpec[] = [{ name: 'a', tags: ['x'], env: { KEY: '1' } }];
    const before = structuredClone(specs);
    checkChildSpecs(specs);
    expect(specs).toEqual(before);
    expect(Object.isFrozen(specs) || Object.isFrozen(specs[0]) || Object.isFrozen(specs[0]?.tags)).toBe(
      false,
    );
  });
});
