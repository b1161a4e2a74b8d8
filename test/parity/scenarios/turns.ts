import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { apiError, gate, reply, text, thinking, toolUse } from 'troupe/testing';
import type { Scenario } from '../scenario.js';

export const turns: readonly Scenario[] = [
  { name: 'a question' },
  {
    name: 'a question without any options',
    added: {},
    play: async (peer, { sandbox }) => {
      await writeFile(join(sandbox.cwd, 'CLAUDE.md'), 'It is raining.');
      await peer.turn('Hello.');
    },
  },
  {
    name: 'several turns',
    play: async (peer) => {
      await peer.turn('One.');
      await peer.turn('Two.');
      await peer.turn('Three.');
    },
  },
  {
    name: 'partial messages and thinking',
    options: () => ({ includePartialMessages: true, maxThinkingTokens: 2_000 }),
    replies: () => [reply(thinking('Hm.'), text('Hello world', { chunks: 3 }))],
  },
  {
    name: 'a model without thinking, a fallback, a system prompt',
    options: () => ({
      model: 'haiku',
      fallbackModel: 'sonnet',
      maxThinkingTokens: 0,
      systemPrompt: 'You are a lighthouse.',
    }),
    shows: 'You are a lighthouse.',
  },
  {
    name: 'an addition to the system prompt',
    shows: 'You are a lighthouse.',
    options: () => ({
      systemPrompt: { type: 'preset', preset: 'claude_code', append: 'You are a lighthouse.' },
    }),
  },
  {
    name: 'structured output',
    shows: '"structured_output":{"city":"Paris"}',
    options: () => ({ outputFormat: { type: 'json_schema', schema: CITY } }),
    replies: () => [toolUse('StructuredOutput', { city: 'Paris' })],
  },
  { name: 'an error of the API', shows: '"api_error_status":500', replies: () => [apiError(500)] },
  {
    name: 'more rounds than allowed',
    shows: 'error_max_turns',
    options: () => ({ maxTurns: 1, allowedTools: ['Bash'] }),
    replies: () => [toolUse('Bash', { command: 'echo hello', description: 'Say hello' })],
  },
  {
    name: 'an interrupt',
    shows: 'aborted_streaming',
    replies: () => [gate()],
    play: async (peer, { api, note }) => {
      const turn = peer.turn('Wait.');
      await api.waitForRequests(1);
      note('interrupt', await peer.interrupt());
      await turn;
      await peer.turn('Go on.');
    },
  },
];

const CITY = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
};
