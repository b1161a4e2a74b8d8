import { query } from '@anthropic-ai/claude-agent-sdk';
import { executable, Meter } from './meter.mjs';

const meter = new Meter();
const options = { pathToClaudeCodeExecutable: executable, includePartialMessages: true };
for await (const message of query({ prompt: 'go', options })) meter.hear(message);
