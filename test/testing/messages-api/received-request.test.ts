import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  startMessagesApi,
  type MessagesApi,
  type ReceivedRequest,
} from '../../../src/testing/messages-api/index.js';
import { HEADERS, post, type BodyPart } from '../../support/messages-client.js';

let api: MessagesApi;
beforeEach(async () => (api = await startMessagesApi()));
afterEach(() => api.close());

async function received(
  changes: BodyPart = {},
  headers: Record<string, string> = {},
): Promise<ReceivedRequest> {
  const response = await post(api, changes, { headers: { ...HEADERS, ...headers } });
  expect(response.status).toBe(200);
  return api.waitForRequests(api.requests.length);
}

const reminder = '<system-reminder>\nMind the gap.\n</system-reminder>\n';
const conversation = {
  system: [
    { type: 'text', text: 'Be brief.' },
    { type: 'text', text: 'Be kind.' },
  ],
  tools: [{ name: 'Bash', description: 'Runs a command', input_schema: { type: 'object' } }],
  messages: [
    {
      role: 'user',
      content: [
        { type: 'text', text: reminder },
        { type: 'text', text: `${reminder}My name is Alice` },
      ],
    },
    { role: 'system', content: 'You are on a train.' },
    {
      role: 'assistant',
      content: [{ type: 'tool_use', id: 'toolu_1', name: 'Bash', input: { command: 'whoami' } }],
    },
    {
      role: 'user',
      content: [
        {
          type: 'tool_result',
          tool_use_id: 'toolu_1',
          content: [{ type: 'text', text: 'root' }],
          is_error: true,
        },
      ],
    },
    { role: 'user', content: 'Who am I?' },
  ],
};

test('a request tells its model, system prompt, tools, messages and way of answering', async () => {
  const request = await received({ ...conversation, stream: true });
  expect(request).toMatchObject({
    index: 0,
    path: '/v1/messages?beta=true',
    model: 'claude-test',
    system: 'Be brief.\nBe kind.',
    stream: true,
    tools: [{ name: 'Bash' }],
    messages: conversation.messages,
  });
  expect(request.body).toEqual({ model: 'claude-test', max_tokens: 100, ...conversation, stream: true });
});

test('a request without system prompt, tools and streaming has empty ones', async () => {
  expect(await received()).toMatchObject({ system: '', tools: [], stream: false, toolResults: [] });
  expect((await received({ system: 'plain' })).system).toBe('plain');
});

test('the texts of the user are told without reminders and tool results', async () => {
  const request = await received(conversation);
  expect(request.userTexts).toEqual(['My name is Alice', 'Who am I?']);
  expect(request.lastUserText).toBe('Who am I?');
});

test('results of tools are told with their call', async () => {
  const { toolResults } = await received(conversation);
  expect(toolResults).toEqual([{ toolUseId: 'toolu_1', text: 'root', isError: true }]);
});

test('a conversation holds what was said in it, and what its tools were given and answered', async () => {
  const request = await received(conversation);
  for (const said of ['Alice', 'Who am I?', 'whoami', 'root']) expect(request.holds(said)).toBe(true);
});

test('a conversation does not hold the system prompt, system messages, reminders or descriptions of tools', async () => {
  const request = await received(conversation);
  for (const beside of ['Be brief.', 'on a train', 'Mind the gap', 'Runs a command']) {
    expect(request.holds(beside)).toBe(false);
    expect(request.holdsAnywhere(beside)).toBe(true);
  }
  expect(request.holdsAnywhere('Bob')).toBe(false);
});

test('the credential is the API key, else the bearer token', async () => {
  expect((await received()).credential).toBe('sk-ant-fake');
  expect((await received({}, { 'x-api-key': '', authorization: 'Bearer oauth' })).credential).toBe('oauth');
  expect((await received()).headers['anthropic-version']).toBe('2023-06-01');
});
