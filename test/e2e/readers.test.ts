import { setImmediate } from 'node:timers/promises';
import type { Message, Session } from 'troupe';
import { gate, hang, text, toolUse, type ReceivedRequest } from 'troupe/testing';
import { describe, expect, it } from 'vitest';
import { realCli } from '../support/real-cli.js';
import { until } from '../support/until.js';

const echo = ({ lastUserText }: ReceivedRequest): string => `answer to ${lastUserText}`;

/** A text that goes on until its request is left. */
async function* endless(): AsyncGenerator<string> {
  for (;;) {
    await setImmediate();
    yield 'word after word after word ';
  }
}

async function readOn(reader: AsyncIterator<Message, unknown>): Promise<{ bytes: number; end: unknown }> {
  let bytes = 0;
  try {
    for (let next = await reader.next(); next.done !== true; next = await reader.next()) {
      bytes += Buffer.byteLength(JSON.stringify(next.value));
    }
    return { bytes, end: 'end' };
  } catch (error) {
    return { bytes, end: (error as { code?: string }).code };
  }
}

describe('a reader who reads nothing of an endless answer', () => {
  it('has it interrupted at `maxBufferedBytes`; he is given what is held, and the next query its own answer', async () => {
    await using cli = await realCli({ reply: echo });
    const session = cli.start({ includePartialMessages: true, maxBufferedBytes: 100_000 });
    for (const round of [1, 2]) {
      cli.api.enqueue(text(endless()));
      const reader = session.stream('endless')[Symbol.asyncIterator]();
      await reader.next();
      const next = session.query(`next ${round}`);
      expect(await next).toMatchObject({ result: `answer to next ${round}` });
      const { bytes, end } = await readOn(reader);
      expect(end).toBe('overflow');
      expect(bytes).toBeGreaterThan(50_000);
      expect(bytes).toBeLessThanOrEqual(100_000);
    }
    expect(await cli.api.requests[0]?.outcome).toBe('aborted');
    expect(cli.api.requests.map(({ lastUserText }) => lastUserText)).toEqual([
      'endless',
      'next 1',
      'endless',
      'next 2',
    ]);
  });
});

it('a reader who is slow, but reads on, meets no limit and misses nothing', async () => {
  await using cli = await realCli();
  const pieces = Array.from({ length: 300 }, (_, index) => `piece ${index}, `);
  cli.api.enqueue(text(pieces));
  const session = cli.start({ includePartialMessages: true });
  const deltas: string[] = [];
  for await (const delta of session.stream('go').textDeltas()) {
    deltas.push(delta);
    // He is overtaken by the whole turn.
    if (deltas.length === 1) await until(() => session.state === 'ready');
  }
  expect(deltas.join('')).toBe(pieces.join(''));
});

/** Reads a turn, and does something once, at its first message. */
async function readWith(session: Session, atFirst: () => Promise<void>): Promise<unknown> {
  let last: Message | undefined;
  for await (const message of session.stream('outer')) {
    if (!last) await atFirst();
    last = message;
  }
  return last;
}

describe('inside the loop of a turn that is still to be answered', () => {
  it.each<[what: string, call: (session: Session) => Promise<unknown>, comesTo: unknown]>([
    ['query', async (session) => (await session.query('inner')).result, 'answer to inner'],
    ['clear', (session) => session.clear(), undefined],
  ])('an awaited %s waits for the turn and settles, and the loop goes on', async (_, call, comesTo) => {
    await using cli = await realCli({ reply: echo });
    const opened = gate('answer to outer');
    cli.api.enqueue(opened);
    const session = cli.start();
    const last = await readWith(session, async () => {
      const called = call(session);
      await opened.reached;
      expect(session.queued).toBe(1);
      opened.open();
      expect(await called).toEqual(comesTo);
    });
    expect(last).toMatchObject({ type: 'result', result: 'answer to outer' });
    expect(await session.query('next')).toMatchObject({ result: 'answer to next' });
  });

  it('an awaited interrupt ends the turn, and the loop with its result', async () => {
    await using cli = await realCli({ reply: echo });
    cli.api.enqueue(hang());
    const session = cli.start();
    const last = await readWith(session, async () => {
      await cli.api.waitForRequests(1);
      expect(await session.interrupt()).toBe('interrupted');
    });
    expect(last).toMatchObject({ type: 'result', is_error: true, terminal_reason: 'aborted_streaming' });
    expect(await session.query('next')).toMatchObject({ result: 'answer to next' });
  });

  it('an awaited stop ends the session, and the loop with `stopped`', async () => {
    await using cli = await realCli({ reply: echo });
    cli.api.enqueue(hang());
    const session = cli.start();
    const reading = readWith(session, async () => {
      await cli.api.waitForRequests(1);
      await session.stop();
    });
    await expect(reading).rejects.toMatchObject({ code: 'stopped' });
    expect(session.state).toBe('stopped');
  });

  it('a query that is awaited at a tool call is answered when the whole turn is over', async () => {
    await using cli = await realCli({ reply: echo });
    const session = cli.start({ allowedTools: ['Bash'] });
    cli.api.enqueue(toolUse('Bash', { command: 'echo ran' }), 'The outer answer.');
    const seen: unknown[] = [];
    for await (const message of session.stream('outer')) {
      if (message.type === 'assistant' && seen.length === 0) {
        seen.push((await session.query('inner')).result);
      }
      if (message.type === 'result') seen.push(message.result);
    }
    expect(seen).toEqual(['answer to inner', 'The outer answer.']);
    expect(cli.api.requests.map(({ lastUserText }) => lastUserText)).toEqual(['outer', 'outer', 'inner']);
  });
});
