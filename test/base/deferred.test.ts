import { expect, test } from 'vitest';
import { deferred, quietDeferred } from '../../src/base/deferred.js';
import { settle } from './faults.js';

test('a deferred settles as it is told, and only once', async () => {
  const good = deferred<string>();
  good.resolve('done');
  good.reject(new Error('too late'));
  await expect(good.promise).resolves.toBe('done');
  const bad = deferred<string>();
  bad.reject(new Error('broken'));
  bad.resolve('too late');
  await expect(bad.promise).rejects.toThrow('broken');
});

test('a quiet deferred may reject without anyone asking, and still tells who asks', async () => {
  const outcome = quietDeferred<string>();
  outcome.reject(new Error('broken'));
  // An unhandled rejection would fail the run.
  await settle();
  await expect(outcome.promise).rejects.toThrow('broken');
});
