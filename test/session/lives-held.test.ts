import { createFakeClock } from 'troupe/testing';
import { describe, expect, test } from 'vitest';
import { LocalRegistry } from '../../src/registry/local-registry.js';
import type { LiveSession } from '../../src/session/live-session.js';
import { StartGate } from '../../src/session/start-gate.js';
import { outcome, SESSION } from './fixture.js';
import { echo, ownStage } from './own-fixture.js';

const named = { name: 'assistant', sessionId: SESSION };

describe('what a session holds', () => {
  test('its name until it is released, its conversation until it is ended', async () => {
    const registry = new LocalRegistry<LiveSession>();
    const all = ownStage(echo, { registry, options: named });
    const resolved = () => [
      registry.resolve({ kind: 'name', value: 'assistant' }) === all.session,
      registry.resolve({ kind: 'conversation', value: SESSION }) === all.session,
    ];
    const seen = [resolved()];
    await all.comeUp();
    await all.crash();
    seen.push(resolved());
    all.session.suspend('waiting');
    seen.push(resolved());
    all.session.end(all.own.exit.error, 'gaveUp');
    seen.push(resolved());
    await all.comeUp();
    seen.push(resolved());
    await all.crash();
    all.session.end(all.own.exit.error, 'stopped');
    all.session.release();
    seen.push(resolved());
    const [both, name, none] = [
      [true, true],
      [true, false],
      [false, false],
    ];
    expect(seen).toEqual([both, both, both, name, both, none]);
  });

  test('is claimed under the number of the incarnation', async () => {
    const registry = new LocalRegistry<LiveSession>();
    const all = ownStage(echo, { registry, options: named });
    await all.comeUp();
    await all.crash();
    all.session.suspend('restarting');
    await all.comeUp();
    registry.release({ kind: 'name', value: 'assistant' }, { holder: all.session, incarnation: 1 });
    expect(registry.resolve({ kind: 'name', value: 'assistant' })).toBe(all.session);
  });

  test('and cannot be claimed again ends the incarnation, and nothing is thrown', async () => {
    const registry = new LocalRegistry<LiveSession>();
    const all = ownStage(echo, { registry, options: named });
    await all.comeUp();
    await all.crash();
    all.session.end(all.own.exit.error, 'stopped');
    const thief = ownStage(echo, { registry, options: { sessionId: SESSION } });
    all.own.begin();
    await all.settle();
    expect(all.own.exit).toMatchObject({ wasReady: false, error: { code: 'conversation_in_use' } });
    all.session.end(all.own.exit.error, 'stopped');
    expect(await outcome(all.session.query('x'))).toBe('conversation_in_use');
    expect(thief.session.state).toBe('initializing');
  });
});

describe('a halt', () => {
  test('while there is no room to start ends it at once, and takes no room from others', async () => {
    const gate = new StartGate({ maxStarting: 1, maxStartsPerSecond: Infinity }, createFakeClock());
    const leave = await gate.enter();
    const all = ownStage(echo, { gate });
    all.own.begin();
    await all.settle();
    all.session.halt(5_000);
    expect(all.own.exit).toMatchObject({ asked: true, wasReady: false });
    leave();
    (await gate.enter())();
    expect(all.backend.adapters).toEqual([]);
  });

  test('with less time than the one before it counts', async () => {
    const all = ownStage(echo);
    await all.comeUp();
    all.cli.behave({ ignoresStop: true, ignoresInterrupts: true });
    all.session.halt(Infinity);
    await all.clock.advance(60_000);
    expect(all.own.exits).toEqual([]);
    all.session.halt(0);
    await all.settle();
    expect(all.own.exit).toMatchObject({ asked: true, error: { signal: 'SIGKILL' } });
    expect(all.clock.pending).toBe(0);
  });
});
