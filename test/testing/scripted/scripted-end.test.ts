import { describe, expect, test } from 'vitest';
import { apiErrorReply } from '../../../src/testing/index.js';
import { startProcess } from './fixture.js';

const never = new Promise<void>(() => undefined);

/** A reply that stands still and does not listen to its signal. */
async function* hanging(): AsyncGenerator<never> {
  await never;
}

describe('a crash', () => {
  test.each([
    [undefined, { exitCode: undefined, signal: 'SIGKILL' }],
    [{ exitCode: 0 }, { exitCode: 0, signal: undefined }],
    [{ signal: 'SIGTERM' }, { exitCode: undefined, signal: 'SIGTERM' }],
  ])('as %j is the exit %j', async (how, exit) => {
    const host = await startProcess();
    host.adapter.crash(how);
    await host.settle();
    expect(host.endings).toMatchObject([{ exit, error: undefined }]);
  });

  test('before the process is ready is a failed start', async () => {
    const host = await startProcess({ behaviour: { startsWhen: never } });
    host.adapter.crash({ exitCode: 7, stderrTail: 'Segmentation fault' });
    await host.settle();
    expect(host.endings).toMatchObject([{ error: { code: 'start_failed', exitCode: 7 } }]);
    expect(host.endings[0]?.error?.message).toContain('Segmentation fault');
  });

  test('comes behind what was said, and nothing comes behind it', async () => {
    const host = await startProcess();
    host.adapter.say({ type: 'prompt_suggestion', suggestion: 'one' });
    host.adapter.crash({ stderrTail: 'gone' });
    host.adapter.say({ type: 'prompt_suggestion', suggestion: 'two' });
    host.adapter.crash({ exitCode: 3 });
    await host.settle();
    expect(host.told).toEqual(['prompt_suggestion']);
    expect(host.endings).toMatchObject([{ exit: { exitCode: undefined }, stderrTail: 'gone' }]);
  });

  test('settles what is pending and refuses what is asked later', async () => {
    const host = await startProcess({ behaviour: { ignores: ['mcp_status'] } });
    const pending = host.adapter.control({ subtype: 'mcp_status' }, 1_000);
    const ownTurns = [host.adapter.ownTurn(hanging()), host.adapter.ownTurn('never begun')];
    host.adapter.crash();
    await expect(pending).rejects.toMatchObject({ code: 'stopped' });
    await Promise.all(ownTurns);
    await expect(host.adapter.control({ subtype: 'mcp_status' }, 1_000)).rejects.toMatchObject({
      code: 'stopped',
    });
    expect(host.clock.pending).toBe(0);
  });

  test('leaves on record what was said before, and no more', async () => {
    const host = await startProcess({ script: hanging });
    host.write('hello');
    await host.settle();
    host.adapter.crash();
    await host.settle();
    const sessionId = await host.backend.latestConversation({});
    const kept = await host.backend.readConversation(sessionId ?? '', {});
    expect(kept).toMatchObject([{ type: 'user', message: { content: 'hello' } }]);
  });
});

describe('a stop', () => {
  test('ends an idle process at once, with no time passing', async () => {
    const host = await startProcess();
    host.adapter.stop(1_000);
    host.adapter.stop(1_000);
    await host.settle();
    expect(host.endings).toMatchObject([{ exit: { exitCode: 0 } }]);
    expect(host.clock.pending).toBe(0);
  });

  test('interrupts a turn, whose end is told before the exit', async () => {
    const host = await startProcess({ script: hanging });
    host.write('hello');
    await host.settle();
    host.adapter.stop(1_000);
    await host.settle();
    expect(host.told.slice(-2)).toEqual(['result aborted_streaming', 'cancelled']);
    expect(host.endings).toMatchObject([{ exit: { exitCode: 1 } }]);
  });

  test('drops a prompt that was only just written', async () => {
    const host = await startProcess({ script: hanging });
    host.write('hello');
    host.adapter.stop(1_000);
    await host.settle();
    expect(host.told).toEqual(['queued', 'cancelled']);
    expect(host.endings).toMatchObject([{ exit: { exitCode: 0 } }]);
  });

  test('of a turn that heeds no interrupt takes SIGTERM', async () => {
    const host = await startProcess({ script: hanging, behaviour: { ignoresInterrupts: true } });
    host.write('hello');
    await host.settle();
    host.adapter.stop(1_000);
    await host.clock.advance(599);
    expect(host.endings).toEqual([]);
    await host.clock.advance(1);
    expect(host.endings).toMatchObject([{ exit: { exitCode: 143 } }]);
  });

  test('of a process that heeds nothing takes SIGKILL, within the budget', async () => {
    const host = await startProcess({ behaviour: { ignoresStop: true } });
    host.adapter.stop(1_000);
    await host.clock.advance(800);
    expect(host.endings).toEqual([]);
    await host.clock.advance(200);
    expect(host.endings).toMatchObject([{ exit: { signal: 'SIGKILL' } }]);
  });

  test('without a budget kills at once, also where one with a budget is under way', async () => {
    const host = await startProcess({ behaviour: { ignoresStop: true } });
    host.adapter.stop(60_000);
    host.adapter.stop(0);
    await host.settle();
    expect(host.endings).toMatchObject([{ exit: { signal: 'SIGKILL' } }]);
    expect(host.endings).toHaveLength(1);
  });

  test('ends with code 1 after an answer that was an error, and with 0 after one behind it that is none', async () => {
    const host = await startProcess();
    const other = await startProcess();
    for (const process of [host, other]) {
      process.backend.enqueue(apiErrorReply(529, 'overloaded'), 'ok');
      process.write('hello');
      await process.settle();
    }
    other.write('hello');
    await other.settle();
    for (const process of [host, other]) {
      process.adapter.stop(1_000);
      await process.settle();
    }
    expect([host.endings, other.endings]).toMatchObject([
      [{ exit: { exitCode: 1 } }],
      [{ exit: { exitCode: 0 } }],
    ]);
  });
});
