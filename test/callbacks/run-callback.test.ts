import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as pause, setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { deferred } from '../../src/base/deferred.js';
import { isWithinCallback, runCallback, within } from '../../src/callbacks/run-callback.js';

const me = {};
const other = {};

describe('what a callback does', () => {
  test('is within it, however deep and however late, until it has settled', async () => {
    const seen: boolean[] = [];
    const look = () => void seen.push(isWithinCallback(me), isWithinCallback(other));
    await runCallback(me, async () => {
      look();
      await sleep(0);
      look();
      await runCallback(other, () => seen.push(isWithinCallback(me)));
    });
    look();
    expect(seen).toEqual([true, false, true, false, true, false, false]);
  });

  test('is not within it any more once it has settled, though it was begun there', async () => {
    const gate = deferred();
    let later: Promise<boolean> | undefined;
    await runCallback(me, () => {
      later = gate.promise.then(() => isWithinCallback(me));
    });
    gate.resolve();
    expect(await later).toBe(false);
  });

  test('is within it as well where it has failed on the way', async () => {
    const gate = deferred();
    let later: Promise<boolean> | undefined;
    const run = runCallback(me, () => {
      later = gate.promise.then(() => isWithinCallback(me));
      throw new Error('failed');
    });
    await expect(run).rejects.toThrow('failed');
    gate.resolve();
    expect(await later).toBe(false);
  });

  test('is told by the promise, also where it throws at once', async () => {
    await expect(runCallback(me, () => Promise.resolve(1))).resolves.toBe(1);
    const thrown = runCallback(me, () => {
      throw new Error('at once');
    });
    await expect(thrown).rejects.toThrow('at once');
  });
});

test('code is within what waits for it for as long as that waits', () => {
  let isLive = true;
  const seen = within(
    me,
    () => isLive,
    () => {
      const before = isWithinCallback(me);
      isLive = false;
      return [before, isWithinCallback(me)];
    },
  );
  expect(seen).toEqual([true, false]);
});

test('callbacks that led to one another are not kept once they are over', async () => {
  const sessions: WeakRef<object>[] = [];
  const lead = async (further: number): Promise<unknown> => {
    const session = {};
    sessions.push(new WeakRef(session));
    let next: Promise<unknown> | undefined;
    await runCallback(session, () => {
      // Begun in it, and going on when it is over: in the end a context that stays, as that of a process.
      next = pause().then(() => (further > 0 ? lead(further - 1) : AsyncLocalStorage.snapshot()));
    });
    return next;
  };
  const kept = await lead(20);
  await pause();
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  // A context keeps no more of them than the last.
  expect(sessions.slice(0, -1).filter((session) => session.deref() !== undefined)).toEqual([]);
  expect(kept).toBeInstanceOf(Function);
});
