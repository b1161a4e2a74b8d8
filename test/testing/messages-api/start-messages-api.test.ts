import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  gate,
  hang,
  paused,
  startMessagesApi,
  text,
  type MessagesApi,
} from '../../../src/testing/messages-api/index.js';
import { HEADERS, body, events, json, post } from '../../support/messages-client.js';

let api: MessagesApi;
beforeEach(async () => (api = await startMessagesApi()));
afterEach(() => api.close());

const answer = async () => (await json(await post(api))).content;

describe('which reply a request gets', () => {
  test('the queued ones in their order, then the default one', async () => {
    api.enqueue('one', text('two'));
    expect(api.queued).toBe(2);
    expect(await answer()).toMatchObject([{ text: 'one' }]);
    expect(await answer()).toMatchObject([{ text: 'two' }]);
    expect(await answer()).toMatchObject([{ text: 'ok' }]);
    expect(api.queued).toBe(0);
  });

  test('what a responder makes of the request', async () => {
    await using echo = await startMessagesApi({
      reply: ({ lastUserText }, index) => Promise.resolve(`${index}: ${lastUserText}`),
    });
    await post(echo);
    expect((await json(await post(echo))).content).toMatchObject([{ text: '1: hello' }]);
  });

  test('a queued responder is asked when its turn comes', async () => {
    api.enqueue('first', ({ index }) => text(`request ${index}`));
    await post(api);
    expect(await answer()).toMatchObject([{ text: 'request 1' }]);
  });

  test('the default one can be changed', async () => {
    api.setReply('changed');
    expect(await answer()).toMatchObject([{ text: 'changed' }]);
  });
});

describe('a responder that fails', () => {
  test.each([
    [
      'throws',
      () => {
        throw new Error('no idea');
      },
      'no idea',
    ],
    ['rejects', () => Promise.reject(new Error('no idea')), 'no idea'],
    ['gives no reply', () => undefined as never, 'Expected a reply or a string, got undefined.'],
  ])('and %s answers with status 500, and is remembered', async (_, responder, message) => {
    api.enqueue(responder);
    const response = await post(api, { stream: true });
    expect(response.status).toBe(500);
    expect(await json(response)).toMatchObject({ error: { type: 'api_error', message } });
    expect(api.faults).toMatchObject([{ message }]);
  });

  test('does not keep later requests from being answered', async () => {
    api.enqueue(() => Promise.reject(new Error('once')));
    await post(api);
    expect(await answer()).toMatchObject([{ text: 'ok' }]);
    expect(api.faults).toHaveLength(1);
  });
});

describe('waiting for requests', () => {
  test('resolves with the one that is waited for, also when it is already there', async () => {
    const second = api.waitForRequests(2);
    await post(api);
    await post(api, { model: 'claude-other' });
    expect((await second).model).toBe('claude-other');
    expect((await api.waitForRequests(1)).model).toBe('claude-test');
  });

  test('rejects when the API is closed before', async () => {
    await post(api);
    const second = api.waitForRequests(2);
    await api.close();
    await expect(second).rejects.toThrow('closed after 1 of 2 requests');
    await expect(api.waitForRequests(3)).rejects.toThrow('closed');
  });
});

describe('other requests', () => {
  test('for a token count are answered and recorded, and take no reply from the queue', async () => {
    api.enqueue('kept');
    const { model, messages } = body();
    const response = await fetch(`${api.url}/v1/messages/count_tokens?beta=true`, {
      method: 'POST',
      headers: HEADERS,
      body: JSON.stringify({ model, messages }),
    });
    expect(await json(response)).toEqual({ input_tokens: expect.any(Number) as number });
    expect(api.otherRequests).toMatchObject([
      { method: 'POST', path: '/v1/messages/count_tokens?beta=true' },
    ]);
    expect(api.requests).toEqual([]);
    expect(api.queued).toBe(1);
  });

  test.each([
    ['HEAD', '/', 200],
    ['GET', '/', 200],
    ['GET', '/v1/unheard-of', 404],
    ['GET', '/v1/messages', 405],
    ['GET', '/v1/messages/count_tokens', 405],
  ])('%s %s gets status %i and is recorded', async (method, path, status) => {
    const response = await fetch(api.url + path, { method });
    expect(response.status).toBe(status);
    await response.text();
    expect(api.otherRequests).toEqual([{ method, path, body: '' }]);
    expect([...api.requests, ...api.refusals]).toEqual([]);
  });
});

describe('closing', () => {
  test('ends every request that is on its way, whatever it waits for', async () => {
    const slow = gate();
    api.enqueue(hang(), slow, () => new Promise<never>(() => undefined), paused(['a']));
    const silent = [post(api), post(api), post(api)];
    await api.waitForRequests(3);
    const stream = events(await post(api, { stream: true }));
    await stream.next();
    await api.close();
    for (const { status } of await Promise.allSettled(silent)) expect(status).toBe('rejected');
    await expect(
      stream
        .next()
        .then(() => stream.next())
        .then(() => stream.next()),
    ).rejects.toThrow();
    expect(await Promise.all(api.requests.map(({ outcome }) => outcome))).toEqual(Array(4).fill('closed'));
    expect(api.requests.some(({ aborted }) => aborted)).toBe(false);
    expect(api.faults).toEqual([]);
  });

  test('refuses connections from then on, and twice is as good as once', async () => {
    await Promise.all([api.close(), api.close()]);
    await api.close();
    await expect(post(api)).rejects.toThrow();
  });

  test('happens at the end of an `await using` block', async () => {
    let url: string;
    {
      await using short = await startMessagesApi();
      url = short.url;
      expect((await fetch(url)).status).toBe(200);
    }
    await expect(fetch(url)).rejects.toThrow();
  });
});

test('it listens on the loopback interface only, and two of them do not meet', async () => {
  await using other = await startMessagesApi({ reply: 'other' });
  expect(api.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(other.url).not.toBe(api.url);
  await post(other);
  expect(api.requests).toEqual([]);
});
