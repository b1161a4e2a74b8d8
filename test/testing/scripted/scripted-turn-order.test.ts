import { describe, expect, test } from 'vitest';
import type { Message } from '../../../src/protocol/messages/index.js';
import { startProcess } from './fixture.js';

const never = new Promise<never>(() => undefined);

describe('a turn of its own', () => {
  test('waits for the end of a running one, and goes before the prompts that wait', async () => {
    const host = await startProcess();
    let open: (reply: string) => void = () => undefined;
    host.backend.enqueue(() => new Promise((resolve) => (open = resolve)));
    host.write('one');
    await host.settle();
    host.write('two');
    let isOver = false;
    const own = host.adapter.ownTurn('It ended.').then(() => (isOver = true));
    await host.settle();
    expect(isOver).toBe(false);
    open('first');
    await own;
    await host.settle();
    const results = host.messages.flatMap((message) => (message.type === 'result' ? [message] : []));
    expect(results.map(({ result, origin }) => [result, origin?.kind])).toEqual([
      ['first', undefined],
      ['It ended.', 'task-notification'],
      ['ok', undefined],
    ]);
  });

  test('is no request of the script', async () => {
    const host = await startProcess();
    await host.adapter.ownTurn('It ended.');
    expect(host.backend.requests).toEqual([]);
  });
});

describe('the time until a prompt is taken up', () => {
  const behaviour = { takesUpAfter: 100 };
  const cancelling = { subtype: 'interrupt', cancel_queued: true };

  test('is one in which an interrupt drops it, and nothing else is said of it', async () => {
    const host = await startProcess({ behaviour });
    const id = host.write('hello');
    await host.clock.advance(99);
    expect(await host.adapter.control(cancelling, 1_000)).toEqual({ still_queued: [], cancelled: [id] });
    await host.clock.advance(1_000);
    expect(host.told).toEqual(['queued', 'cancelled']);
    expect(host.backend.requests).toEqual([]);
  });

  test('is over when its turn has begun', async () => {
    const host = await startProcess({ behaviour, script: stuck });
    host.write('hello');
    await host.clock.advance(100);
    expect(await host.adapter.control(cancelling, 1_000)).toEqual({ still_queued: [], cancelled: [] });
    await host.settle();
    expect(host.told.slice(-2)).toEqual(['result aborted_streaming', 'cancelled']);
  });

  test('is one in which a plain interrupt is kept for the first prompt of the process, and lost on a later one', async () => {
    const host = await startProcess({ behaviour });
    for (const end of ['result aborted_streaming', 'result completed']) {
      const id = host.write('hello');
      await host.clock.advance(50);
      expect(await host.adapter.control({ subtype: 'interrupt' }, 1_000)).toEqual({ still_queued: [id] });
      await host.clock.advance(50);
      expect(host.told.at(-2)).toBe(end);
    }
    expect(host.backend.requests).toHaveLength(1);
  });
});

async function* stuck(): AsyncGenerator<Message> {
  yield await never;
}
