import { expect, it } from 'vitest';
import { afterAll } from '../../src/base/after-all.js';
import { deferred } from '../../src/base/deferred.js';

it('rejects as the first that rejected, when the last has settled', async () => {
  const [slow, failing, late] = [deferred(), deferred(), deferred()];
  const order: string[] = [];
  const all = afterAll([slow.promise, failing.promise, late.promise]).catch((error: unknown) =>
    order.push(String(error)),
  );
  failing.reject(new Error('first'));
  late.reject(new Error('second'));
  await new Promise((resolve) => setImmediate(resolve));
  order.push('slow');
  slow.resolve();
  await all;
  expect(order).toEqual(['slow', 'Error: first']);
});

it('resolves where all do, and where there are none', async () => {
  await expect(afterAll([Promise.resolve(1), Promise.resolve()])).resolves.toBeUndefined();
  await expect(afterAll([])).resolves.toBeUndefined();
});
