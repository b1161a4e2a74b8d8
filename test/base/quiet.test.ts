import { expect, it } from 'vitest';
import { quiet } from '../../src/base/quiet.js';

it('is the same promise, which rejects for those who await it and for nobody else', async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  process.on('unhandledRejection', note);
  const rejecting = Promise.reject(new Error('broken'));
  expect(quiet(rejecting)).toBe(rejecting);
  // The event comes after a turn of the loop.
  await new Promise((resolve) => setImmediate(resolve));
  await expect(rejecting).rejects.toThrow('broken');
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});
