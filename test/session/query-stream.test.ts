import { describe, expect, test, vi } from 'vitest';
import type { Message } from '../../src/protocol/messages/index.js';
import { parseMessage } from '../../src/protocol/messages/parse-message.js';
import { QueryStream } from '../../src/session/query-stream.js';
import { faultRecorder, init, nameOf, result, said, settle } from './fixture.js';
import { all, HandMadeMessages } from './messages.js';

const final = result(undefined, { result: 'done' });
const failed = result(undefined, {
  is_error: true,
  terminal_reason: 'api_error',
  api_error_status: 429,
  result: 'slow down',
});
const broken = new Error('broken');

const uses = (name: string): Message =>
  parseMessage({
    type: 'assistant',
    message: { role: 'assistant', content: [{ type: 'tool_use', id: name, name, input: {} }] },
  });

const partial = parseMessage({
  type: 'stream_event',
  event: { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'a' } },
});

function setUp(
  messages: readonly Message[],
  { partialMessages = true, fault = undefined as Error | undefined } = {},
) {
  const source = new HandMadeMessages(messages, fault);
  const report = faultRecorder();
  const open = vi.fn(() => source[Symbol.asyncIterator]());
  return {
    source,
    report,
    open,
    stream: new QueryStream({ open, partialMessages: () => partialMessages, report, facts: () => ({}) }),
  };
}

const names = async (stream: AsyncIterable<Message>) => (await all(stream)).map(nameOf);

test('nothing is opened before the stream is read', async () => {
  const { open, stream } = setUp([final]);
  stream.textContent();
  stream.tap(() => undefined).untilResult();
  await settle();
  expect(open).not.toHaveBeenCalled();
});

test('a stream gives its messages as they are', async () => {
  const messages = [init(), said('a'), final];
  const { stream } = setUp(messages);
  expect(await all(stream)).toEqual(messages);
});

/** Every way in which a stream can be read. */
const readings: readonly (readonly [name: string, read: (stream: QueryStream) => Promise<unknown>])[] = [
  ['a loop', (stream) => all(stream)],
  ['textContent', (stream) => all(stream.textContent())],
  ['textDeltas', (stream) => all(stream.textDeltas())],
  ['thinkingContent', (stream) => all(stream.thinkingContent())],
  ['thinkingDeltas', (stream) => all(stream.thinkingDeltas())],
  ['contentDeltas', (stream) => all(stream.contentDeltas())],
  ['toolUses', (stream) => all(stream.toolUses())],
  ['toolResults', (stream) => all(stream.toolResults('Read'))],
  ['filterType', (stream) => all(stream.filterType('result'))],
  ['onToolUse', (stream) => all(stream.onToolUse(() => undefined))],
  ['tap', (stream) => all(stream.tap(() => undefined))],
  ['untilResult', (stream) => all(stream.untilResult())],
  ['finalText', (stream) => stream.finalText()],
  ['finalResult', (stream) => stream.finalResult()],
  ['collect', (stream) => stream.collect()],
  ['run', (stream) => stream.run()],
];

describe.each(readings)('by %s', (_name, read) => {
  test('a stream is read once: a second reading is refused, and opens nothing', async () => {
    const { open, stream } = setUp([said('a'), final]);
    await read(stream);
    expect(open).toHaveBeenCalledOnce();
    for (const [, again] of readings) {
      await expect(async () => again(stream)).rejects.toMatchObject({ code: 'stream_consumed' });
    }
    expect(open).toHaveBeenCalledOnce();
  });

  test('an error of the query comes through', async () => {
    const { stream } = setUp([said('a')], { fault: broken });
    await expect(read(stream)).rejects.toBe(broken);
  });
});

test('a second reading does not disturb the first', async () => {
  const { stream } = setUp([said('a'), said('b'), final]);
  const seen: string[] = [];
  for await (const message of stream) {
    seen.push(nameOf(message));
    expect(() => stream[Symbol.asyncIterator]()).toThrow(
      expect.objectContaining({ code: 'stream_consumed' }) as Error,
    );
  }
  expect(seen).toEqual(['a', 'b', 'result']);
});

describe('deltas', () => {
  test.each(['textDeltas', 'thinkingDeltas', 'contentDeltas'] as const)(
    '%s are refused at once where the session yields no partial messages, and consume nothing',
    async (helper) => {
      const { stream } = setUp([said('a'), final], { partialMessages: false });
      expect(() => stream[helper]()).toThrow(
        expect.objectContaining({ code: 'partial_messages_off', option: 'includePartialMessages' }) as Error,
      );
      expect(() => stream.tap(() => undefined)[helper]()).toThrow();
      expect(await names(stream)).toEqual(['a', 'result']);
    },
  );

  test('are given where it does', async () => {
    expect(await all(setUp([partial, final]).stream.textDeltas())).toEqual(['a']);
  });
});

describe('leaving early', () => {
  test.each<[string, (stream: QueryStream) => QueryStream]>([
    ['the stream itself', (stream) => stream],
    ['one with a tap', (stream) => stream.tap(() => undefined)],
    ['one with several callbacks', (stream) => stream.tap(() => undefined).onToolUse(() => undefined)],
    ['one until its result', (stream) => stream.untilResult()],
  ])('%s leaves the source once', async (_, derive) => {
    const { source, stream } = setUp([said('a'), said('b'), final]);
    for await (const message of derive(stream)) {
      expect(nameOf(message)).toBe('a');
      break;
    }
    expect(source.log).toEqual(['open', 'next', 'return']);
  });

  test('by a throw in the loop leaves the source once, and is thrown', async () => {
    const { source, stream } = setUp([said('a'), final]);
    const read = async () => {
      for await (const message of stream.tap(() => undefined)) throw new Error(nameOf(message));
    };
    await expect(read()).rejects.toThrow('a');
    expect(source.log).toEqual(['open', 'next', 'return']);
  });

  test('waits until the source has let go', async () => {
    let letGo: () => void = () => undefined;
    const stream = new QueryStream({
      open: () => ({
        next: () => Promise.resolve({ done: false, value: said('a') }),
        return: () =>
          new Promise((resolve) => {
            letGo = () => resolve({ done: true, value: undefined });
          }),
      }),
      partialMessages: () => false,
      facts: () => ({}),
      report: faultRecorder(),
    });
    let isOver = false;
    const reading = (async () => {
      for await (const message of stream.untilResult()) if (nameOf(message) === 'a') break;
      isOver = true;
    })();
    await settle();
    expect(isOver).toBe(false);
    letGo();
    await reading;
  });

  test('a result ends `untilResult`, whatever comes after it', async () => {
    const { source, stream } = setUp([said('a'), final, said('b')]);
    expect(await names(stream.untilResult())).toEqual(['a', 'result']);
    expect(source.log.at(-1)).toBe('return');
  });

  test('without a result `untilResult` ends with the stream', async () => {
    expect(await names(setUp([said('a')]).stream.untilResult())).toEqual(['a']);
  });
});

describe('a tap', () => {
  test('is shown each message before the reader gets it', async () => {
    const { stream } = setUp([said('a'), final]);
    const order: string[] = [];
    for await (const message of stream.tap((each) => order.push(`tap ${nameOf(each)}`))) {
      order.push(nameOf(message));
    }
    expect(order).toEqual(['tap a', 'a', 'tap result', 'result']);
  });

  test('that is left at the first message is not shown the second', async () => {
    const { stream } = setUp([said('a'), said('b'), final]);
    const tap = vi.fn();
    for await (const message of stream.tap(tap)) if (nameOf(message) === 'a') break;
    expect(tap).toHaveBeenCalledOnce();
  });

  test('is not waited for', async () => {
    const { stream } = setUp([said('a'), final]);
    expect(await names(stream.tap(() => new Promise(() => undefined)))).toEqual(['a', 'result']);
  });
});

test('onToolUse is shown the tool calls and nothing else', async () => {
  const { stream } = setUp([said('a'), uses('Read'), uses('Bash'), final]);
  const calls: string[] = [];
  expect(await names(stream.onToolUse(({ name }) => calls.push(name)))).toEqual([
    'a',
    'assistant',
    'assistant',
    'result',
  ]);
  expect(calls).toEqual(['Read', 'Bash']);
});

describe.each(['tap', 'onToolUse'] as const)('a callback of %s that fails', (helper) => {
  const messages = [uses('Read'), uses('Bash'), final];
  const count = helper === 'tap' ? 3 : 2;

  test.each<[string, () => unknown]>([
    [
      'by a throw',
      () => {
        throw broken;
      },
    ],
    ['by a rejection', () => Promise.reject(broken)],
  ])('%s is reported by its name each time, and changes nothing', async (_, fail) => {
    const { report, stream } = setUp(messages);
    expect(await all(stream[helper](fail))).toEqual(messages);
    await settle();
    expect(report.mock.calls).toEqual(Array(count).fill([`${helper} callback`, broken]));
  });

  test('keeps the others from nothing', async () => {
    const { stream } = setUp(messages);
    const other = vi.fn();
    const fail = () => {
      throw broken;
    };
    await stream[helper](fail)[helper](other).run();
    expect(other).toHaveBeenCalledTimes(count);
  });
});

describe('an error result', () => {
  test('is data for a loop, finalResult, collect and run', async () => {
    expect(await all(setUp([failed]).stream)).toEqual([failed]);
    expect(await setUp([failed]).stream.finalResult()).toBe(failed);
    expect((await setUp([failed]).stream.collect()).result).toBe(failed);
    await setUp([failed]).stream.run();
  });

  test('is thrown by finalText, with its own code and the result', async () => {
    await expect(setUp([failed]).stream.finalText()).rejects.toMatchObject({
      code: 'rate_limited',
      message: 'slow down',
      result: failed,
    });
  });
});

describe('the final text', () => {
  test('is that of the result', async () => {
    expect(await setUp([said('other'), final]).stream.finalText()).toBe('done');
  });

  test('is empty where the result has none', async () => {
    const without = parseMessage({ type: 'result', subtype: 'success', is_error: false });
    expect(await setUp([without]).stream.finalText()).toBe('');
  });
});

test('a turn without a result is missed by whoever asked for one', async () => {
  for (const read of [
    (stream: QueryStream) => stream.finalText(),
    (stream: QueryStream) => stream.finalResult(),
    (stream: QueryStream) => stream.collect(),
    (stream: QueryStream) => stream.run(),
  ]) {
    await expect(read(setUp([said('a')]).stream)).rejects.toMatchObject({ code: 'protocol' });
  }
});
