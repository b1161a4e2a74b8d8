import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startMessagesApi, type MessagesApi } from '../../../src/testing/messages-api/index.js';
import { HEADERS, json, post, type BodyPart } from '../../support/messages-client.js';

let api: MessagesApi;
beforeEach(async () => (api = await startMessagesApi()));
afterEach(() => api.close());

const user = (content: unknown): BodyPart => ({ role: 'user', content });
const assistant = (content: unknown): BodyPart => ({ role: 'assistant', content });
const call = (id: string): BodyPart => ({ type: 'tool_use', id, name: 'Bash', input: {} });
const result = (id: string): BodyPart => ({ type: 'tool_result', tool_use_id: id, content: 'done' });
const schema = { type: 'object' };

describe('a request is refused with status 400', () => {
  test.each<[what: string, changes: BodyPart, says: RegExp]>([
    ['without a model', { model: undefined }, /^model: /],
    ['without a limit of tokens', { max_tokens: undefined }, /^max_tokens: /],
    ['without messages', { messages: undefined }, /^messages: /],
    ['with an empty list of messages', { messages: [] }, /^messages: at least one message is required/],
    ['with messages that are no list', { messages: 'hello' }, /^messages: /],
    ['with an unknown role', { messages: [{ role: 'human', content: 'x' }] }, /^messages\.0\.role: /],
    ['with an empty prompt', { messages: [user('')] }, /^messages\.0\.content: .*non-empty/],
    [
      'with an empty text block',
      { messages: [user([{ type: 'text', text: '' }])] },
      /^messages\.0\.content\.0\.text: .*non-empty/,
    ],
    ['with a block of no type', { messages: [user([{ text: 'x' }])] }, /^messages\.0\.content\.0\.type: /],
    [
      'with a block of an unknown type',
      { messages: [user([{ type: 'telepathy' }])] },
      /^messages\.0\.content\.0\.type: /,
    ],
    [
      'with a block that lacks what its type has',
      { messages: [user([{ type: 'image' }])] },
      /^messages\.0\.content\.0\.source: /,
    ],
    [
      'with a nested block that is none',
      {
        messages: [
          user('x'),
          assistant([call('a')]),
          user([{ ...result('a'), content: [{ type: 'text' }] }]),
        ],
      },
      /^messages\.2\.content\.0\.content\.0\.text: /,
    ],
    [
      'with an answer of the assistant first',
      { messages: [assistant('hi'), user('x')] },
      /first message must use the "user" role/,
    ],
    [
      'with a tool call that has no result',
      { messages: [user('x'), assistant([call('a'), call('b')]), user([result('a')])] },
      /^messages\.1: `tool_use` ids were found without `tool_result` blocks immediately after: b\./,
    ],
    [
      'with a tool call at its end',
      { messages: [user('x'), assistant([call('a')])] },
      /without `tool_result` blocks immediately after: a\./,
    ],
    [
      'with a result of no tool call',
      { messages: [user([result('a')])] },
      /^messages\.0: unexpected `tool_use_id` found in `tool_result` blocks: a\./,
    ],
    [
      'with a result of an earlier tool call',
      {
        messages: [
          user('x'),
          assistant([call('a')]),
          user([result('a')]),
          assistant('hm'),
          user([result('a')]),
        ],
      },
      /^messages\.4: unexpected/,
    ],
    [
      'with two tool calls of one id',
      { messages: [user('x'), assistant([call('a'), call('a')]), user([result('a')])] },
      /ids must be unique/,
    ],
    [
      'with two tools of one name',
      {
        tools: [
          { name: 'A', input_schema: schema },
          { name: 'A', input_schema: schema },
        ],
      },
      /^tools: Tool names must be unique/,
    ],
    ['with a tool that has no schema', { tools: [{ name: 'A' }] }, /^tools\.0/],
    [
      'with a tool whose name is none',
      { tools: [{ name: 'a b', input_schema: schema }] },
      /^tools\.0\.name: /,
    ],
    ['with a system prompt that is no text', { system: 7 }, /^system: /],
    ['with a wish for streaming that is neither yes nor no', { stream: 'yes' }, /^stream: /],
  ])('%s', async (_, changes, says) => {
    api.enqueue('kept');
    const response = await post(api, changes);
    expect(response.status).toBe(400);
    const { error } = (await json(response)) as { error: { type: string; message: string } };
    expect(error.type).toBe('invalid_request_error');
    expect(error.message).toMatch(says);
    expect(api.refusals).toMatchObject([
      { status: 400, message: error.message, path: '/v1/messages?beta=true' },
    ]);
    expect(api.requests).toEqual([]);
    expect(api.queued).toBe(1);
    expect(api.faults).toEqual([]);
  });

  test('when its body is no JSON', async () => {
    expect((await post(api, {}, { body: '{"model":' })).status).toBe(400);
    expect((await post(api, {}, { body: '7' })).status).toBe(400);
  });

  test('when it names no version of the API', async () => {
    const headers = { 'x-api-key': 'sk-ant-fake' };
    expect((await post(api, {}, { headers })).status).toBe(400);
    expect(api.refusals).toMatchObject([{ message: 'anthropic-version: header is required' }]);
  });
});

test('a request without a credential is refused with status 401', async () => {
  const headers = { 'anthropic-version': '2023-06-01' };
  const response = await post(api, {}, { headers });
  expect(response.status).toBe(401);
  expect(await json(response)).toMatchObject({ error: { type: 'authentication_error' } });
});

test('a request of more than 32 MiB is refused with status 413', async () => {
  const response = await post(api, { messages: [user('x'.repeat(33 * 1024 * 1024))] });
  expect(response.status).toBe(413);
  expect(await json(response)).toMatchObject({ error: { type: 'request_too_large' } });
});

test('a token count is refused for the same reasons, but needs no limit of tokens', async () => {
  const count = (body: BodyPart) =>
    fetch(`${api.url}/v1/messages/count_tokens`, {
      method: 'POST',
      headers: HEADERS,
      body: JSON.stringify(body),
    });
  expect((await count({ model: 'm', messages: [user('x')] })).status).toBe(200);
  expect((await count({ model: 'm', messages: [] })).status).toBe(400);
  expect(api.refusals).toHaveLength(1);
});
