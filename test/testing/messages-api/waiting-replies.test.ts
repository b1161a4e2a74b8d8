import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  apiError,
  cutAfter,
  delayed,
  gate,
  hang,
  paused,
  startMessagesApi,
  text,
  type MessagesApi,
} from '../../../src/testing/messages-api/index.js';
import { deferred } from '../../../src/base/deferred.js';
import { allEvents, deltas, events, json, post } from '../../support/messages-client.js';

let api: MessagesApi;
beforeEach(async () => (api = await startMessagesApi()));
afterEach(() => api.close());

test('a gate holds its reply back until it is opened, and tells when it is reached', async () => {
  const gated = gate('at last');
  api.enqueue(gated, 'meanwhile');
  let answered = false;
  const first = post(api).finally(() => (answered = true));
  await gated.reached;
  expect((await json(await post(api))).content).toMatchObject([{ text: 'meanwhile' }]);
  expect(answered).toBe(false);
  gated.open();
  expect((await json(await first)).content).toMatchObject([{ text: 'at last' }]);
});

test('a gate that is open holds nothing back, and any reply may be behind one', async () => {
  const gated = gate(apiError(529));
  gated.open();
  gated.open();
  api.setReply(gated);
  expect((await post(api)).status).toBe(529);
  expect((await post(api)).status).toBe(529);
});

test('a delayed reply comes after its promise, or its time', async () => {
  const ready = deferred();
  api.enqueue(delayed(ready.promise, 'promised'), delayed(1, 'timed'));
  const first = post(api);
  await api.waitForRequests(1);
  ready.resolve();
  expect((await json(await first)).content).toMatchObject([{ text: 'promised' }]);
  expect((await json(await post(api))).content).toMatchObject([{ text: 'timed' }]);
});

test('a delay whose promise rejects is a fault of the script', async () => {
  api.enqueue(delayed(Promise.reject(new Error('never ready')), 'x'));
  expect((await post(api)).status).toBe(500);
  expect(api.faults).toMatchObject([{ message: 'never ready' }]);
});

test('a paused stream goes on piece by piece at the word of the test', async () => {
  const story = paused(['Once ', 'upon ', 'a time']);
  api.enqueue(story);
  const stream = events(await post(api, { stream: true }));
  const next = async () => (await stream.next()).value?.delta;
  await stream.next();
  await stream.next();
  story.release();
  expect(await next()).toMatchObject({ text: 'Once ' });
  const second = next();
  story.release(2);
  expect(await second).toMatchObject({ text: 'upon ' });
  expect(await next()).toMatchObject({ text: 'a time' });
  expect((await stream.next()).value?.type).toBe('content_block_stop');
});

test('a paused reply shows a second request what was released for the first', async () => {
  const story = paused(['a', 'b']);
  api.setReply(story);
  story.releaseAll();
  expect(deltas(await allEvents(await post(api, { stream: true })))).toEqual(['a', 'b']);
  expect((await json(await post(api))).content).toMatchObject([{ text: 'ab' }]);
});

test('a paused stream can be cut between two pieces', async () => {
  const story = paused(['a', 'b']);
  story.release();
  api.enqueue(cutAfter(3, story));
  const stream = events(await post(api, { stream: true }));
  await stream.next();
  await stream.next();
  expect((await stream.next()).value?.delta).toMatchObject({ text: 'a' });
  await expect(stream.next()).rejects.toThrow();
});

test('a text that is generated is sent as it comes; what it throws is a fault', async () => {
  async function* generated(): AsyncGenerator<string> {
    yield 'fine so far';
    await Promise.resolve();
    throw new Error('out of words');
  }
  api.enqueue(text(generated()));
  await expect(allEvents(await post(api, { stream: true }))).rejects.toThrow();
  expect(api.faults).toMatchObject([{ message: 'out of words' }]);
});

test('a hanging request ends when the client leaves, and is marked as aborted', async () => {
  api.enqueue(hang());
  const controller = new AbortController();
  const answer = post(api, {}, { signal: controller.signal });
  const request = await api.waitForRequests(1);
  expect(request.aborted).toBe(false);
  controller.abort();
  await expect(answer).rejects.toThrow();
  expect(await request.outcome).toBe('aborted');
  expect(request.aborted).toBe(true);
});

test('a stream stops when its client leaves; nobody is to blame', async () => {
  const story = paused(['a', 'b']);
  api.enqueue(story);
  const controller = new AbortController();
  const stream = events(await post(api, { stream: true }, { signal: controller.signal }));
  await stream.next();
  controller.abort();
  expect(await api.requests[0]?.outcome).toBe('aborted');
  story.releaseAll();
  expect(api.faults).toEqual([]);
});
