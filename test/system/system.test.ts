import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSystem, type SessionOptions, type SystemOptions } from 'troupe';
import { createFakeClock, scriptedBackend } from 'troupe/testing';
import { afterAll, describe, expect, test, vi } from 'vitest';
import type { InspectionEvent } from 'xstate';
import { outcome, SESSION } from '../session/fixture.js';
import { stage } from '../session/live-fixture.js';

const echo = ({ text }: { readonly text: string }): string => `re: ${text}`;
const refused = (option: string) => expect.objectContaining({ code: 'invalid_option', option }) as Error;

const directory = mkdtempSync(join(tmpdir(), 'troupe-system-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('the options of a system', () => {
  test.each<[option: string, value: unknown]>([
    ['default', {}],
    ['maxStarting', 2],
    ['defaults', 'sonnet'],
    ['defaults', null],
    ['limits', { maxStarting: 0 }],
    ['limits', { maxStarting: 1.5 }],
    ['limits', { maxStarting: Infinity }],
    ['limits', { maxStartsPerSecond: 0 }],
    ['limits', { maxStartsPerSecond: 2.5 }],
    ['limits', { maxStartsPerSecond: '20' }],
    ['limits', { maxQueued: 3 }],
    ['inspect', {}],
    ['clock', 5],
    ['logger', 'console'],
    ['backend', () => undefined],
  ])('%s: %j is refused by its name', (option, value) => {
    expect(() => createSystem({ [option]: value })).toThrow(refused(option));
  });

  test.each<[option: string, value: unknown]>([
    ['timeout', -1],
    ['sessionId', 'no uuid'],
    ['colour', 'blue'],
  ])('the default %s: %j is refused as that of a session is', (option, value) => {
    expect(() => createSystem({ defaults: { [option]: value } })).toThrow(refused(option));
  });

  test('what is no object at all is refused', () => {
    for (const options of [null, 'x', []]) {
      expect(() => createSystem(options as unknown as SystemOptions)).toThrow(refused('options'));
    }
  });

  test('none are needed, and one without a value is none', () => {
    expect(() => createSystem()).not.toThrow();
    expect(() => createSystem({ defaults: undefined, limits: {}, inspect: undefined })).not.toThrow();
  });
});

describe('defaults', () => {
  const optionsOf = (defaults: SessionOptions, given?: SessionOptions) => {
    const all = stage(echo, { defaults });
    const create = vi.spyOn(all.backend, 'createAdapter');
    const session = all.start(given);
    return session.ready().then(() => create.mock.calls[0]?.[0].options);
  };

  test('hold for each session that does not give its own', async () => {
    expect(await optionsOf({ model: 'haiku', timeout: 5 }, { timeout: 7, name: 'one' })).toEqual({
      model: 'haiku',
      timeout: 7,
      name: 'one',
      cwd: process.cwd(),
    });
    expect(await optionsOf({ model: 'haiku' })).toEqual({ model: 'haiku', cwd: process.cwd() });
  });

  test('are replaced as a whole, and not mixed key by key', async () => {
    expect(await optionsOf({ env: { A: '1', B: '1' } }, { env: { A: '2' } })).toEqual({
      env: { A: '2' },
      cwd: process.cwd(),
    });
  });

  test('count when options contradict each other', () => {
    const { start, backend } = stage(echo, { defaults: { allowDangerouslySkipPermissions: true } });
    const mode = { permissionMode: 'bypassPermissions' } as const;
    expect(() => start({ ...mode, allowDangerouslySkipPermissions: false })).toThrow(
      expect.objectContaining({ code: 'invalid_option' }) as Error,
    );
    expect(backend.adapters).toEqual([]);
  });

  test('are those of the limits of a query, too', async () => {
    const { start, clock, settle } = stage(() => new Promise(() => undefined), { defaults: { timeout: 50 } });
    const asked = outcome(start().query('a'));
    await settle();
    await clock.advance(50);
    expect(await asked).toBe('timeout');
  });

  test('say where conversations are, which a call may say otherwise', async () => {
    const { system, start, backend } = stage(echo, {
      defaults: { cwd: directory, env: { CLAUDE_CONFIG_DIR: '/one' } },
    });
    const session = start();
    await session.query('a');
    const id = session.sessionId ?? '';
    expect(await system.conversation(id)).toHaveLength(2);
    expect(await outcome(system.conversation(id, { env: { CLAUDE_CONFIG_DIR: '/other' } }))).toBe(
      'conversation_not_found',
    );
    const readConversation = vi.spyOn(backend, 'readConversation');
    await system.conversation(id, { cwd: '/' });
    expect(readConversation.mock.lastCall?.[1]).toEqual({ cwd: '/', env: { CLAUDE_CONFIG_DIR: '/one' } });
  });
});

describe('starting a session', () => {
  test.each<[option: string, options: unknown]>([
    ['modell', { modell: 'x' }],
    ['timeout', { timeout: 2 ** 31 }],
    ['cwd', { cwd: join(directory, 'nowhere') }],
    ['cwd', { cwd: 4 }],
    ['sessionId', { sessionId: '4711' }],
    ['forkSession', { forkSession: true }],
    ['name', { name: '' }],
  ])('with a bad %s: %j is refused at once, and starts and claims nothing', async (option, options) => {
    const { start, backend, settle } = stage(echo);
    expect(() => start(options as SessionOptions)).toThrow(refused(option));
    await settle();
    expect(backend.adapters).toEqual([]);
  });

  test('in what is no directory is refused, saying so', () => {
    const file = join(directory, 'file');
    writeFileSync(file, '');
    expect(() => stage().start({ cwd: file })).toThrow(
      /'cwd' must be a directory; got '.*file', which is none/,
    );
    expect(() => stage().start({ cwd: directory })).not.toThrow();
  });

  test('under a name that is taken is refused, and leaves the first undisturbed', async () => {
    const { start, backend, system } = stage(echo);
    const first = start({ name: 'one' });
    expect(() => start({ name: 'one', sessionId: SESSION })).toThrow(
      expect.objectContaining({ code: 'name_taken' }) as Error,
    );
    expect((await first.query('a')).result).toBe('re: a');
    expect(backend.adapters).toHaveLength(1);
    expect(system.getSession('one').sessionId).toBe(first.sessionId);
    // Nor was the conversation claimed that the second asked for.
    await start({ sessionId: SESSION }).ready();
  });

  test('under a name is possible again when the process has exited, and not before', async () => {
    const { start, backend, clock, settle } = stage(echo);
    backend.behave({ ignoresStop: true, ignoresInterrupts: true });
    const first = start({ name: 'one' });
    await first.ready();
    const stopped = first.stop();
    await settle();
    expect(() => start({ name: 'one' })).toThrow(expect.objectContaining({ code: 'name_taken' }) as Error);
    await clock.advance(5_000);
    await stopped;
    expect(() => start({ name: 'one' })).not.toThrow();
  });
});

describe('two systems', () => {
  test('have nothing in common: neither names nor conversations nor an end', async () => {
    const backend = scriptedBackend(echo);
    const clock = createFakeClock();
    const [one, other] = [createSystem({ backend, clock }), createSystem({ backend, clock })];
    const session = one.startSession({ name: 'same', sessionId: SESSION });
    const twin = other.startSession({ name: 'same' });
    await Promise.all([session.query('a'), twin.ready()]);
    await one.stop();
    expect([session.state, twin.state]).toEqual(['stopped', 'ready']);
    expect(await outcome(one.getSession('same').ready())).toBe('not_found');
    await other.getSession('same').ready();
  });
});

describe('query', () => {
  test('starts a session, asks it, and stops it', async () => {
    const { system, backend, clock } = stage(echo);
    expect((await system.query('a', { name: 'one' })).result).toBe('re: a');
    expect(backend.adapters).toHaveLength(1);
    expect(await outcome(system.getSession('one').ready())).toBe('not_found');
    expect(clock.pending).toBe(0);
  });

  test('that fails stops it, too', async () => {
    const { system, backend } = stage(() => {
      throw new Error('broken script');
    });
    expect(await outcome(system.query('a', { name: 'one' }))).toBe('crashed');
    backend.behave({ refusesStart: 'no' });
    expect(await outcome(system.query('a', { name: 'one' }))).toBe('start_failed');
    expect(await outcome(system.getSession('one').ready())).toBe('not_found');
  });

  test('with a bad prompt or option rejects, and no process is started for it', async () => {
    const { system, backend, settle } = stage(echo);
    expect(await outcome(system.query(''))).toBe('invalid_option');
    expect(await outcome(system.query('a', { timeout: -1 }))).toBe('invalid_option');
    await settle();
    expect(backend.adapters).toEqual([]);
  });
});

describe('stopping a system', () => {
  test('ends every session, whatever it is at, and starts none afterwards', async () => {
    const { system, start, backend, clock, settle } = stage(() => new Promise(() => undefined), {
      limits: { maxStarting: 3 },
    });
    const [idle, busy] = [start(), start()];
    await Promise.all([idle.ready(), busy.ready()]);
    const asked = outcome(busy.query('a'));
    backend.behave({ startsWhen: new Promise(() => undefined) });
    const starting = Array.from({ length: 5 }, () => start());
    await settle();
    const stopped = system.stop();
    await settle();
    await clock.advance(5_000);
    await stopped;
    expect([idle, busy, ...starting].map(({ state }) => state)).toEqual(Array(7).fill('stopped'));
    expect(await asked).toBe('stopped');
    expect(() => start()).toThrow(expect.objectContaining({ code: 'stopped' }) as Error);
    expect(await outcome(system.query('a'))).toBe('stopped');
    await system.stop();
    expect(clock.pending).toBe(0);
  });

  test('does not come back to sessions that have ended: it does not hold them', async () => {
    const { system, start } = stage(echo);
    const [ended, live] = [start(), start()];
    await ended.stop();
    const stops = [ended, live].map((session) => vi.spyOn(session, 'stop'));
    await system.stop();
    expect(stops.map((stop) => stop.mock.calls.length)).toEqual([0, 1]);
  });

  test('without a session is done at once', async () => {
    await stage().system.stop();
  });

  test('is what `await using` does', async () => {
    const { system, start } = stage(echo);
    const session = start();
    await session.ready();
    await system[Symbol.asyncDispose]();
    expect(session.state).toBe('stopped');
  });

  test('still gives conversations to read', async () => {
    const { system, start } = stage(echo);
    const session = start();
    await session.query('a');
    await system.stop();
    expect(await system.conversation(session.sessionId ?? '')).toHaveLength(2);
    expect(await outcome(system.conversation(SESSION))).toBe('conversation_not_found');
  });
});

describe('what is given to look and report', () => {
  test('an inspector is shown the actors, and one that throws is reported once and changes nothing', async () => {
    const events: string[] = [];
    const { start, reports } = stage(echo, {
      inspect: (event: InspectionEvent) => {
        events.push(event.type);
        throw new Error('inspected');
      },
    });
    expect((await start().query('a')).result).toBe('re: a');
    expect(new Set(events)).toEqual(
      new Set(['@xstate.actor', '@xstate.event', '@xstate.snapshot', '@xstate.microstep', '@xstate.action']),
    );
    expect(reports).toHaveLength(1);
    expect(reports[0]).toMatch(/^.*Fault in inspector\. .*Error: inspected/);
  });

  test('no secret, prompt or answer is in what an inspector is shown', async () => {
    const shown: string[] = [];
    const { start } = stage(() => 'a secret answer', {
      inspect: (event) => {
        const seen = new WeakSet();
        shown.push(
          JSON.stringify({ ...event, actorRef: undefined, rootId: undefined }, (_key, value: unknown) => {
            if (typeof value !== 'object' || value === null) return value;
            if (seen.has(value)) return undefined;
            seen.add(value);
            return value;
          }),
        );
      },
    });
    const session = start({ systemPrompt: 'a secret system', env: { ANTHROPIC_API_KEY: 'a secret key' } });
    await session.query('a secret prompt');
    await session.stop();
    expect(shown.length).toBeGreaterThan(10);
    expect(shown.filter((text) => text.includes('secret'))).toEqual([]);
  });

  test('a logger that throws hurts nobody, and becomes a process warning under its name', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockReturnValue(undefined);
    const fail = (): never => {
      throw new Error('logged');
    };
    const { start } = stage(echo, { logger: { debug: fail, warn: fail, error: fail } });
    const session = start();
    session.on('identified', fail);
    expect((await session.query('a')).result).toBe('re: a');
    const detail = expect.stringContaining('Error: logged') as string;
    expect(warn.mock.calls).toEqual([['Fault in logger.', { type: 'TroupeWarning', detail }]]);
    warn.mockRestore();
  });

  test('many sessions come and go without a timer, a name or a warning left behind', async () => {
    const warned = vi.fn();
    process.on('warning', warned);
    const { system, start, clock } = stage(echo);
    for (let round = 0; round < 50; round += 1) {
      const sessions = ['a', 'b', 'c'].map((name) => start({ name }));
      await Promise.all(sessions.map((session) => session.query('x')));
      await Promise.all(sessions.map((session) => session.stop()));
    }
    await system.stop();
    process.off('warning', warned);
    expect(clock.pending).toBe(0);
    expect(warned).not.toHaveBeenCalled();
  });
});
