import { describe, expect, test } from 'vitest';
import { startProcess } from './fixture.js';

const never = new Promise<void>(() => undefined);

describe('a start', () => {
  test('that hangs ends when the handshake was not answered in time', async () => {
    const host = await startProcess({ behaviour: { startsWhen: never }, controlTimeout: 500 });
    await host.clock.advance(499);
    expect(host.endings).toEqual([]);
    await host.clock.advance(1);
    expect(host.endings).toMatchObject([{ exit: { signal: 'SIGKILL' }, error: { code: 'control_timeout' } }]);
    expect(host.isReady).toBe(false);
  });

  test('that was only late is ready then', async () => {
    const host = await startProcess({ behaviour: { startsWhen: Promise.reject(new Error('settled')) } });
    expect(host.isReady).toBe(true);
  });

  test('that is refused has the words of its process, without the secrets of its environment', async () => {
    const env = { MY_API_KEY: 'sk-very-secret' };
    const behaviour = { refusesStart: "error: unknown option '--nosuchflag' (sk-very-secret)" };
    const host = await startProcess({ behaviour, options: { env } });
    expect(host.endings).toMatchObject([{ exit: { exitCode: 1 }, error: { code: 'cli_incompatible' } }]);
    expect(host.endings[0]?.error?.message).toContain('--nosuchflag');
    expect(JSON.stringify(host.endings)).not.toContain('sk-very-secret');
  });

  test('of a CLI that does not name its version is refused', async () => {
    const host = await startProcess({ behaviour: { handshake: { claude_code_version: undefined } } });
    expect(host.endings).toMatchObject([{ error: { code: 'cli_incompatible' } }]);
    expect(host.isReady).toBe(false);
  });

  test('that is stopped before it is up ends with it, and without an error', async () => {
    const host = await startProcess({ behaviour: { startsWhen: never } });
    host.adapter.stop(1_000);
    await host.settle();
    expect(host.endings).toEqual([
      { exit: { exitCode: 0, signal: undefined }, stderrTail: '', error: undefined },
    ]);
  });

  test('that was stopped before it began is killed', async () => {
    const { backend } = await startProcess();
    const { adapter, clock } = await startProcess({ backend });
    const endings: unknown[] = [];
    const sink = {
      ready: () => endings.push('ready'),
      frame: () => undefined,
      serve: () => Promise.reject(new Error('nobody asks')),
      exited: (end: unknown) => endings.push(end),
    };
    const late = backend.createAdapter({
      options: {},
      start: { kind: 'fresh', sessionId: '11111111-1111-4111-8111-111111111111' },
      controlTimeout: 1_000,
      clock,
      logger: console,
    });
    late.stop(1_000);
    late.start(sink);
    await clock.advance(0);
    expect(endings).toMatchObject([{ exit: { signal: 'SIGKILL' } }]);
    expect(adapter.pid).not.toBe(late.pid);
  });
});
