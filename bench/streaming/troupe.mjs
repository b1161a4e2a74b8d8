import { createSystem } from '../../dist/src/index.js';
import { executable, Meter } from './meter.mjs';

const meter = new Meter();
const system = createSystem();
const session = system.startSession({
  pathToClaudeCodeExecutable: executable,
  includePartialMessages: true,
  env: { COPY: process.env.COPY },
});
for await (const message of session.stream('go')) meter.hear(message);
await system.stop();
