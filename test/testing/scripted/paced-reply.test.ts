import { describe, expect, test } from 'vitest';
import { pacedReply, streamedText, textDelta } from '../../../src/testing/index.js';
import { startProcess } from './fixture.js';

const partials = { includePartialMessages: true };

describe('a paced reply', () => {
  test('goes on when the test lets it, one message at a time or several', async () => {
    const host = await startProcess({ options: partials });
    const reply = pacedReply([textDelta('a'), textDelta('b'), textDelta('c'), textDelta('d')]);
    host.backend.enqueue(reply);
    const deltas = (): number => host.told.filter((word) => word === 'stream_event').length;
    expect(reply.begun).toBe(false);
    host.write('hello');
    await host.settle();
    expect([reply.begun, deltas()]).toEqual([true, 0]);
    reply.release();
    await host.settle();
    expect(deltas()).toBe(1);
    reply.release(2);
    await host.settle();
    expect([deltas(), reply.left]).toEqual([3, false]);
    reply.releaseAll();
    await host.settle();
    expect([deltas(), reply.left, host.told.at(-1)]).toEqual([4, true, 'completed']);
  });

  test('may be let go before it is read', async () => {
    const host = await startProcess({ options: partials });
    const reply = pacedReply(streamedText('hello'));
    reply.releaseAll();
    host.backend.enqueue(reply);
    host.write('hello');
    await host.settle();
    expect(host.told).toContain('result completed');
  });

  test('is left by an interrupt and by the end of the process', async () => {
    const host = await startProcess();
    const [first, second] = [pacedReply([textDelta('a')]), pacedReply([textDelta('b')])];
    host.backend.enqueue(first, second);
    host.write('one');
    await host.settle();
    await host.adapter.control({ subtype: 'interrupt' }, 1_000);
    await host.settle();
    expect(first.left).toBe(true);
    host.write('two');
    await host.settle();
    host.adapter.crash();
    await host.settle();
    expect(second.left).toBe(true);
  });
});
