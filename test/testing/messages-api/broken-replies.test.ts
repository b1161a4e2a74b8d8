import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  cutAfter,
  paused,
  refuse,
  reply,
  sseError,
  startMessagesApi,
  text,
  toolUse,
  type MessagesApi,
} from '../../../src/testing/messages-api/index.js';
import { allEvents, events, json, post, type SseEvent } from '../../support/messages-client.js';

let api: MessagesApi;
beforeEach(async () => (api = await startMessagesApi()));
afterEach(() => api.close());

/** What arrived of a stream, and whether it was cut. */
async function received(): Promise<{ types: string[]; last: SseEvent | undefined; cut: boolean }> {
  const all: SseEvent[] = [];
  const result = (cut: boolean) => ({ types: all.map(({ type }) => type), last: all.at(-1), cut });
  try {
    for await (const event of events(await post(api, { stream: true }))) all.push(event);
    return result(false);
  } catch {
    return result(true);
  }
}

test('a stream is cut after the given number of events', async () => {
  api.enqueue(cutAfter(3, text(['a', 'b', 'c'])));
  expect(await received()).toMatchObject({
    types: ['message_start', 'content_block_start', 'content_block_delta'],
    cut: true,
  });
});

test('a stream is cut after the given fraction of its events', async () => {
  api.enqueue(cutAfter(0.5, text(['a', 'b', 'c'])));
  const { types, cut } = await received();
  expect(types).toHaveLength(4);
  expect(cut).toBe(true);
});

test('a stream can be cut before its first event, and after its last', async () => {
  api.enqueue(cutAfter(0, 'nothing'), cutAfter(99, text(['all'])));
  expect(await received()).toMatchObject({ types: [], cut: true });
  const { types, cut } = await received();
  expect(types.at(-1)).toBe('message_stop');
  expect(cut).toBe(true);
});

test('a cut answer counts as answered: it was not the client who left', async () => {
  api.enqueue(cutAfter(0.5, 'half'));
  await received();
  expect(await api.requests[0]?.outcome).toBe('answered');
  expect(api.requests[0]?.aborted).toBe(false);
  expect(api.faults).toEqual([]);
});

test('an answer in one piece is cut in its middle', async () => {
  api.enqueue(cutAfter(0.5, 'half'));
  const response = await post(api);
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow();
});

test('a stream breaks off with an error event and is closed in good order', async () => {
  api.enqueue(sseError(text(['a', 'b']), { after: 2, type: 'api_error', message: 'Oh.' }));
  const { types, last, cut } = await received();
  expect(types).toEqual(['message_start', 'content_block_start', 'error']);
  expect(last).toEqual({ type: 'error', error: { type: 'api_error', message: 'Oh.' } });
  expect(cut).toBe(false);
});

test('an error event is overloaded_error unless said otherwise, and an HTTP error without streaming', async () => {
  api.setReply(sseError());
  expect((await received()).last).toMatchObject({ error: { type: 'overloaded_error' } });
  const response = await post(api);
  expect(response.status).toBe(529);
  expect(await json(response)).toMatchObject({ error: { type: 'overloaded_error', message: 'Overloaded' } });
});

test('a refused request gets no byte', async () => {
  api.enqueue(refuse(), 'fine');
  await expect(post(api)).rejects.toThrow();
  expect((await post(api)).status).toBe(200);
  expect(api.requests).toHaveLength(2);
});

test('a reply with several blocks may break inside a later one', async () => {
  api.enqueue(cutAfter(6, reply(text(['a']), toolUse('Bash', { command: 'ls' }))));
  const { types } = await received();
  expect(types.slice(-2)).toEqual(['content_block_start', 'content_block_delta']);
});

test('a place to break that cannot be found is refused where the reply is made', () => {
  expect(() => cutAfter(-1, 'x')).toThrow(RangeError);
  expect(() => cutAfter(1.5, 'x')).toThrow(RangeError);
  expect(() => cutAfter(0.5, paused(['a']))).toThrow(RangeError);
  expect(() => cutAfter(2, paused(['a']))).not.toThrow();
});

test('an unbroken reply still arrives whole after all that', async () => {
  expect((await allEvents(await post(api, { stream: true }))).at(-1)).toEqual({ type: 'message_stop' });
});
