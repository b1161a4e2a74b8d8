import { expect, test } from 'vitest';
import { deferred } from '../../src/base/deferred.js';
import { shareRuns } from '../../src/process/share-runs.js';

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

test('callers share a run that has not begun, and never one that is under way', async () => {
  const runs = [deferred<string>(), deferred<string>()] as const;
  let begun = 0;
  const look = shareRuns(() => (runs[begun++] ?? runs[1]).promise);
  const first = [look(), look()];
  await nextTurn();
  const second = [look(), look()];
  await nextTurn();
  expect(begun).toBe(1);
  runs[0].resolve('first');
  runs[1].resolve('second');
  expect(await Promise.all([...first, ...second])).toEqual(['first', 'first', 'second', 'second']);
  expect(begun).toBe(2);
});

test('a run that fails does so for its own callers alone', async () => {
  let begun = 0;
  const look = shareRuns(() => (++begun === 1 ? Promise.reject(new Error('no')) : Promise.resolve('yes')));
  const first = look();
  await expect(first).rejects.toThrow('no');
  expect(await look()).toBe('yes');
});
