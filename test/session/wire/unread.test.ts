import type { Message, SessionOptions } from 'troupe';
import { expect, test } from 'vitest';
import { heapInUse } from '../../support/heap.js';
import { until } from '../../support/until.js';
import { line, result, strictCli, temporaryFile, type StrictCli } from './fixture.js';

const MEBIBYTE = 1024 * 1024;
const ID = '3f0c8e2a-96f4-4c0e-9a7e-0d5a54d4a001';

const partial = (index: number): string => {
  const event = {
    type: 'content_block_delta',
    index: 0,
    delta: { type: 'text_delta', text: `word ${index} ` },
  };
  return JSON.stringify({ type: 'stream_event', event, session_id: ID, parent_tool_use_id: null, uuid: ID });
};

const partials = (count: number): string =>
  temporaryFile(Array.from({ length: count }, (_, index) => `${partial(index)}\n`).join(''));

/** A session whose first two turns are so many partial messages, and whose third is short. */
function flood(count: number, options: SessionOptions = {}): StrictCli {
  const turn = [{ copy: partials(count) }, line(result())];
  return strictCli([turn, turn, [line(result({ result: 'short' }))]], options);
}

/** Begins to read, and lets the turn go by. */
async function leaveUnread({ session }: StrictCli): Promise<AsyncIterator<Message, unknown>> {
  const reader = session.stream('go')[Symbol.asyncIterator]();
  expect(await reader.next()).toMatchObject({ value: JSON.parse(partial(0)) as object });
  await until(() => session.state !== 'querying');
  return reader;
}

/** How many messages there are, with their bytes on the wire; and what the reading ended with. */
async function readOn(reader: AsyncIterator<Message, unknown>) {
  let [count, bytes] = [0, 0];
  try {
    for (let next = await reader.next(); next.done !== true; next = await reader.next()) {
      count += 1;
      bytes += JSON.stringify(next.value).length;
    }
    return { count, bytes, end: 'end' };
  } catch (error) {
    return { count, bytes, end: (error as { code?: string }).code };
  }
}

test('of what nobody reads, no more is held than was allowed; then comes `overflow`, and the next is answered', async () => {
  const maxBufferedBytes = MEBIBYTE;
  await using cli = flood(200_000, { maxBufferedBytes });
  await cli.session.ready();
  const before = await heapInUse();
  const reader = await leaveUnread(cli);
  // As objects, 200 000 of them are some 80 MiB.
  expect((await heapInUse()) - before).toBeLessThan(16 * MEBIBYTE);
  const { bytes, end } = await readOn(reader);
  expect(end).toBe('overflow');
  expect(bytes).toBeLessThanOrEqual(maxBufferedBytes);
  expect(bytes).toBeGreaterThan(maxBufferedBytes - 1_000);
  expect((await readOn(await leaveUnread(cli))).end).toBe('overflow');
  expect(await cli.session.query('next')).toMatchObject({ result: 'short' });
});

test('what is held for a reader is let go when he leaves, though he and the session live on', async () => {
  await using cli = flood(100_000);
  await cli.session.ready();
  const before = await heapInUse();
  const reader = await leaveUnread(cli);
  expect((await heapInUse()) - before).toBeGreaterThan(24 * MEBIBYTE);
  await reader.return?.();
  expect((await heapInUse()) - before).toBeLessThan(12 * MEBIBYTE);
  expect(await readOn(reader)).toEqual({ count: 0, bytes: 0, end: 'end' });
  expect(cli.session.state).toBe('ready');
});

test('what is held for a reader who is forgotten is let go with him, though the session lives on', async () => {
  await using cli = flood(100_000);
  await cli.session.ready();
  const before = await heapInUse();
  let reader: unknown = await leaveUnread(cli);
  expect((await heapInUse()) - before).toBeGreaterThan(24 * MEBIBYTE);
  reader = undefined;
  expect((await heapInUse()) - before).toBeLessThan(12 * MEBIBYTE);
  expect([reader, cli.session.state]).toEqual([undefined, 'ready']);
});

test('to hold 100 000 messages and read them afterwards costs linear time', async () => {
  const costOf = async (count: number): Promise<number> => {
    await using cli = flood(count);
    await cli.session.ready();
    const costs: number[] = [];
    for (let round = 0; round < 2; round += 1) {
      await heapInUse();
      const start = process.cpuUsage();
      const { count: read, end } = await readOn(await leaveUnread(cli));
      const { user, system } = process.cpuUsage(start);
      expect([read, end]).toEqual([count, 'end']);
      costs.push(user + system);
    }
    return Math.min(...costs);
  };
  await costOf(25_000);
  const [some, fourTimes] = [await costOf(25_000), await costOf(100_000)];
  // Four times as many cost about four times as much, and sixteen times if each were to move all others.
  expect(fourTimes / some).toBeLessThan(8);
});
