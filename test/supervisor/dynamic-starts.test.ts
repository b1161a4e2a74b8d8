import type { AdapterRequest } from 'troupe';
import { scriptedBackend } from 'troupe/testing';
import { expect, it } from 'vitest';
import { deferred, type Deferred } from '../../src/base/deferred.js';
import { failure } from '../e2e/crash-moments.js';
import { stage } from '../session/live-fixture.js';

const FORTY = Array.from({ length: 40 }, (_, index) => `session ${index}`);

/** A dynamic supervisor whose sessions are up when the test says so, one by one. */
async function crowd(maxStarting: number) {
  const scripted = scriptedBackend();
  /** Of each process, in the order of their starts. */
  const comeUp: Deferred[] = [];
  const backend = {
    ...scripted,
    createAdapter: (request: AdapterRequest) => {
      const adapter = scripted.createAdapter(request);
      const up = deferred();
      comeUp.push(up);
      adapter.behave({ startsWhen: up.promise });
      return adapter;
    },
  };
  const { system, settle, clock } = stage(undefined, { backend, limits: { maxStarting } });
  const sup = await system.startSupervisor({ type: 'dynamicSupervisor', name: 'crowd' });
  return { sup, settle, clock, comeUp };
}

it('forty sessions are started with at most so many starts at a time as the system allows', async () => {
  const { sup, settle, comeUp } = await crowd(3);
  const started = FORTY.map((name) => sup.startChild({ name }));
  await settle();
  for (const [index, up] of comeUp.entries()) {
    const begun = sup.listSessions().filter(({ pid }) => pid !== undefined).length;
    expect(begun).toBe(Math.min(index + 3, FORTY.length));
    expect(begun - sup.countSessions().active).toBeLessThanOrEqual(3);
    up.resolve();
    await settle();
  }
  await Promise.all(started);
  expect(sup.countSessions()).toEqual({ specs: 40, active: 40 });
});

it('a start that hangs keeps none waiting but itself, and is given up when its time is over', async () => {
  const { sup, settle, clock, comeUp } = await crowd(2);
  const hangs = failure(sup.startChild({ name: 'hangs', controlTimeout: 60_000 }));
  const others = FORTY.map((name) => sup.startChild({ name }));
  await settle();
  for (let next = 1; next < comeUp.length; next += 1) {
    comeUp[next]?.resolve();
    await settle();
  }
  await Promise.all(others);
  expect(sup.countSessions()).toEqual({ specs: 41, active: 40 });
  await clock.advance(60_000);
  expect(await hangs).toMatchObject({
    code: 'start_failed',
    path: 'crowd/hangs',
    cause: { code: 'control_timeout' },
  });
  expect(sup.countSessions()).toEqual({ specs: 40, active: 40 });
});
