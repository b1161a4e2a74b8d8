import { createSystem } from 'troupe';
import { scriptedBackend } from 'troupe/testing';
import { describe, expect, test } from 'vitest';
import type { Backend, SessionAdapter } from '../../src/adapter/session-adapter.js';
import { deferred } from '../../src/base/deferred.js';
import { outcome, settle } from './fixture.js';

/** A system whose backend makes an adapter when, and as, the test says. */
function lateStage() {
  const scripted = scriptedBackend(({ text }) => `re: ${text}`);
  const made = deferred<() => void>();
  const backend: Backend = {
    ...scripted,
    createAdapter: async (request): Promise<SessionAdapter> => {
      (await made.promise)();
      return scripted.createAdapter(request);
    },
  };
  return { scripted, system: createSystem({ backend, limits: { maxStarting: 1 } }), made };
}

describe('an adapter that is made later', () => {
  test('starts the session as any other', async () => {
    const { system, made } = lateStage();
    const session = system.startSession();
    const answer = session.stream('hello').finalText();
    made.resolve(() => undefined);
    expect(await answer).toBe('re: hello');
    await system.stop();
  });

  test('is not started where the session was stopped meanwhile, and makes room for the next', async () => {
    const { system, made, scripted } = lateStage();
    const session = system.startSession({ name: 'one' });
    await settle();
    await session.stop();
    made.resolve(() => undefined);
    const next = system.startSession({ name: 'one' });
    await next.ready();
    expect(scripted.adapters.map(({ pid }) => typeof pid)).toEqual(['undefined', 'number']);
    expect(scripted.adapters[0]?.written).toEqual([]);
    await system.stop();
  });

  test('and cannot be made after all is a failed start', async () => {
    const { system, made } = lateStage();
    const session = system.startSession();
    made.resolve(() => {
      throw new Error('no adapter');
    });
    expect(await outcome(session.ready())).toBe('start_failed');
    expect(session.state).toBe('stopped');
  });
});
