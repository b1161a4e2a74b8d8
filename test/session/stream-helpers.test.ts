import { describe, expect, test } from 'vitest';
import type { Message } from '../../src/protocol/messages/index.js';
import { parseMessage } from '../../src/protocol/messages/parse-message.js';
import * as helpers from '../../src/session/stream-helpers.js';
import { init, result, said } from './fixture.js';
import { all, HandMadeMessages } from './messages.js';

const assistant = (...content: object[]): Message =>
  parseMessage({ type: 'assistant', message: { role: 'assistant', content } });
const user = (content: string | object[]): Message =>
  parseMessage({ type: 'user', message: { role: 'user', content } });
const delta = (index: number, fields: object): Message =>
  parseMessage({ type: 'stream_event', event: { type: 'content_block_delta', index, delta: fields } });

const text = (value: string) => ({ type: 'text', text: value });
const thinking = (value: string) => ({ type: 'thinking', thinking: value });
const call = (id: string, name: string, input = {}) => ({ type: 'tool_use', id, name, input });
const answered = (id: string, content: string) => ({ type: 'tool_result', tool_use_id: id, content });

const final = result(undefined, { result: 'done' });

/** A turn with everything in it. */
const turn: readonly Message[] = [
  init(),
  assistant(thinking('hm')),
  assistant(text('Looking. '), call('1', 'Read', { path: 'a' }), call('2', 'Bash')),
  user([answered('2', 'two'), answered('1', 'one')]),
  user('a note'),
  parseMessage({ type: 'novelty', message: { content: [text('not this')] } }),
  assistant({ type: 'hologram' }, text('Done.'), call('3', 'Read', { path: 'b' })),
  final,
];

const broken = new Error('broken');

test('the text is that of the model, block by block', async () => {
  expect(await all(helpers.textContent(new HandMadeMessages(turn)))).toEqual(['Looking. ', 'Done.']);
});

test('the thinking is that of the model, block by block', async () => {
  expect(await all(helpers.thinkingContent(new HandMadeMessages(turn)))).toEqual(['hm']);
});

test('the tool uses are those of the model, in order, with their own keys', async () => {
  const uses = await all(helpers.toolUses(new HandMadeMessages(turn)));
  expect(uses.map(({ id, name, input }) => [id, name, input])).toEqual([
    ['1', 'Read', { path: 'a' }],
    ['2', 'Bash', {}],
    ['3', 'Read', { path: 'b' }],
  ]);
});

test('the results of a tool are those of its own calls, and of no other tool', async () => {
  const of = async (name: string) =>
    (await all(helpers.toolResults(new HandMadeMessages(turn), name))).map(({ content }) => content);
  expect(await of('Read')).toEqual(['one']);
  expect(await of('Bash')).toEqual(['two']);
  expect(await of('Write')).toEqual([]);
});

describe('deltas', () => {
  const partial = [
    delta(0, { type: 'thinking_delta', thinking: 'h' }),
    delta(0, { type: 'signature_delta', signature: 's' }),
    delta(1, { type: 'text_delta', text: 'a' }),
    parseMessage({ type: 'stream_event', event: { type: 'ping' } }),
    parseMessage({ type: 'stream_event', event: { type: 'content_block_stop', index: 1 } }),
    delta(1, { type: 'text_delta', text: 'b' }),
    said('ab'),
    final,
  ];

  test('carry the index of their block', async () => {
    expect(
      (await all(helpers.contentDeltas(new HandMadeMessages(partial)))).map(({ index }) => index),
    ).toEqual([0, 0, 1, 1]);
  });

  test('are told apart by what they are of; a finished block is none', async () => {
    expect(await all(helpers.textDeltas(new HandMadeMessages(partial)))).toEqual(['a', 'b']);
    expect(await all(helpers.thinkingDeltas(new HandMadeMessages(partial)))).toEqual(['h']);
  });
});

test('a filter gives the messages of its type, and nothing else', async () => {
  const types = async (type: Message['type']) =>
    (await all(helpers.filterType(new HandMadeMessages(turn), type))).map((message) => message.type);
  expect(await types('user')).toEqual(['user', 'user']);
  expect(await types('unknown')).toEqual(['unknown']);
  expect(await types('prompt_suggestion')).toEqual([]);
});

describe('the final result', () => {
  test('is the last one, also where it is an error', async () => {
    const error = result(undefined, { is_error: true });
    expect(await helpers.finalResult(new HandMadeMessages([final, error]))).toBe(error);
  });

  test('is missed where there is none', async () => {
    const messages = new HandMadeMessages([said('a')]);
    await expect(helpers.finalResult(messages)).rejects.toMatchObject({ code: 'protocol' });
    expect(messages.log.filter((step) => step === 'return')).toEqual([]);
  });

  test('does not hide the error at the end', async () => {
    await expect(helpers.finalResult(new HandMadeMessages([final], broken))).rejects.toBe(broken);
  });
});

describe('collecting', () => {
  test('gives the whole turn: text, thinking, calls with their results, messages and the result', async () => {
    const collected = await helpers.collect(new HandMadeMessages(turn));
    expect(collected).toEqual({
      text: 'Looking. Done.',
      thinking: 'hm',
      toolCalls: [
        { id: '1', name: 'Read', input: { path: 'a' }, result: answered('1', 'one') },
        { id: '2', name: 'Bash', input: {}, result: answered('2', 'two') },
        { id: '3', name: 'Read', input: { path: 'b' } },
      ],
      messages: turn,
      result: final,
    });
  });

  test('does not say that a call without a result had one', async () => {
    const { toolCalls } = await helpers.collect(new HandMadeMessages([assistant(call('1', 'Read')), final]));
    expect(toolCalls[0]).not.toHaveProperty('result');
  });

  test('misses a result, and does not hide an error', async () => {
    await expect(helpers.collect(new HandMadeMessages([said('a')]))).rejects.toMatchObject({
      code: 'protocol',
    });
    await expect(helpers.collect(new HandMadeMessages([final], broken))).rejects.toBe(broken);
  });
});

type Helper = readonly [name: string, make: (messages: AsyncIterable<Message>) => AsyncGenerator];

const generators: readonly Helper[] = [
  ['textContent', helpers.textContent],
  ['thinkingContent', helpers.thinkingContent],
  ['toolUses', helpers.toolUses],
  ['toolResults', (messages) => helpers.toolResults(messages, 'Read')],
  ['contentDeltas', helpers.contentDeltas],
  ['textDeltas', helpers.textDeltas],
  ['thinkingDeltas', helpers.thinkingDeltas],
  ['filterType', (messages) => helpers.filterType(messages, 'assistant')],
];

const everything = [
  ...turn.slice(0, -1),
  delta(0, { type: 'text_delta', text: 'a' }),
  delta(0, { type: 'thinking_delta', thinking: 'h' }),
  final,
];

describe.each(generators)('%s', (_name, make) => {
  test('opens its source when it is first read, and not before', async () => {
    const messages = new HandMadeMessages(everything);
    const values = make(messages);
    expect(messages.log).toEqual([]);
    await values.next();
    expect(messages.log.slice(0, 2)).toEqual(['open', 'next']);
  });

  test('does not open it at all when it is left before', async () => {
    const messages = new HandMadeMessages(everything);
    await make(messages).return(undefined);
    expect(messages.log).toEqual([]);
  });

  test('leaves it once when it is left early', async () => {
    const messages = new HandMadeMessages(everything);
    for await (const value of make(messages)) {
      expect(value).toBeDefined();
      break;
    }
    expect(messages.log.filter((step) => step === 'return')).toHaveLength(1);
    expect(messages.log.at(-1)).toBe('return');
  });

  test('leaves it once when its reader throws, who gets his own error', async () => {
    const messages = new HandMadeMessages(everything);
    const read = async () => {
      for await (const value of make(messages)) throw new Error(typeof value);
    };
    await expect(read()).rejects.toThrow(/object|string/);
    expect(messages.log.filter((step) => step === 'return')).toHaveLength(1);
  });

  test('reads it to its end without leaving it', async () => {
    const messages = new HandMadeMessages(everything);
    await all(make(messages));
    expect(messages.log).not.toContain('return');
  });

  test('passes on an error of it', async () => {
    await expect(all(make(new HandMadeMessages(everything, broken)))).rejects.toBe(broken);
  });

  test('has nothing to give of a turn without content', async () => {
    expect(await all(make(new HandMadeMessages([init(), final])))).toEqual([]);
  });
});
