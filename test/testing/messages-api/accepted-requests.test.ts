import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startMessagesApi, type MessagesApi } from '../../../src/testing/messages-api/index.js';
import { post, type BodyPart } from '../../support/messages-client.js';

let api: MessagesApi;
beforeEach(async () => (api = await startMessagesApi()));
afterEach(() => api.close());

const user = (content: unknown): BodyPart => ({ role: 'user', content });
const assistant = (content: unknown): BodyPart => ({ role: 'assistant', content });
const call = (id: string): BodyPart => ({ type: 'tool_use', id, name: 'Bash', input: {} });
const result = (id: string): BodyPart => ({ type: 'tool_result', tool_use_id: id, content: 'done' });

describe('a request is taken', () => {
  test.each<[what: string, messages: readonly BodyPart[]]>([
    [
      'with parallel tool calls, results in any order',
      [user('x'), assistant([call('a'), call('b')]), user([result('b'), result('a')])],
    ],
    [
      'with the results spread over neighbouring messages',
      [user('x'), assistant([call('a'), call('b')]), user([result('a')]), user([result('b')])],
    ],
    [
      'with a system message between a call and its result',
      [user('x'), assistant([call('a')]), { role: 'system', content: 's' }, user([result('a')])],
    ],
    ['with a system message first', [{ role: 'system', content: 's' }, user('x')]],
    [
      'with signed thinking before a call',
      [
        user('x'),
        assistant([{ type: 'thinking', thinking: 't', signature: 's' }, call('a')]),
        user([result('a')]),
      ],
    ],
    [
      'with an image in a tool result',
      [
        user('x'),
        assistant([call('a')]),
        user([
          {
            ...result('a'),
            content: [{ type: 'image', source: { type: 'base64', media_type: 'image/png', data: '' } }],
          },
        ]),
      ],
    ],
    [
      'with fields that are not known here',
      [{ ...user([{ type: 'text', text: 'x', cache_control: { type: 'ephemeral' } }]), novel: true }],
    ],
  ])('%s', async (_, messages) => {
    expect((await post(api, { messages, context_management: {} })).status).toBe(200);
    expect(api.refusals).toEqual([]);
  });

  test('with a tool of the server that has a type in the place of a schema', async () => {
    const tools = [{ name: 'web_search', type: 'web_search_20250305' }];
    expect((await post(api, { tools })).status).toBe(200);
  });
});
