import { expect, test } from 'vitest';
import { nearestName } from '../../../src/protocol/options/nearest-name.js';

const KNOWN = [
  'id',
  'cwd',
  'model',
  'tools',
  'restart',
  'backOff',
  'children',
  'skipAllMyPermissions',
  'allowedTools',
];

test.each([
  ['two letters swapped', 'restrat', 'restart'],
  ['a letter too few', 'childen', 'children'],
  ['a letter too many', 'modell', 'model'],
  ['two letters swapped in a short name', 'modle', 'model'],
  ['another letter', 'cmd', 'cwd'],
  ['another case', 'backoff', 'backOff'],
  ['underscores', 'skip_all_my_permissions', 'skipAllMyPermissions'],
  ['a name that is longer than another that is close', 'tool', 'tools'],
])('%s: %s is taken for %s', (_, given, meant) => {
  expect(nearestName(given, KNOWN)).toBe(meant);
});

test.each(['colour', 'ix', 'period', '', '__proto__', 'x'.repeat(100_000)])(
  '%.20s is a misspelling of nothing',
  (given) => {
    expect(nearestName(given, KNOWN)).toBeUndefined();
  },
);

test('of two that are close, the closer one is meant', () => {
  expect(nearestName('maxTurn', ['maxTurbo', 'maxTurns'])).toBe('maxTurns');
  expect(nearestName('maxTurn', ['maxTurns', 'maxTurbo'])).toBe('maxTurns');
});
