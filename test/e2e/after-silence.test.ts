import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { toolUse } from 'troupe/testing';
import { expect, it } from 'vitest';
import { realCli } from '../support/real-cli.js';
import { skippingClock } from '../support/skipping-clock.js';

it('hooks and permissions still work after ten minutes of silence', async () => {
  const clock = skippingClock();
  await using cli = await realCli({ system: { clock } });
  const heard: string[] = [];
  const session = cli.start({
    canUseTool: (toolName) => {
      heard.push(`may ${toolName}`);
      return { behavior: 'allow' };
    },
    hooks: { PreToolUse: [{ hooks: [({ tool_name }) => void heard.push(`hook ${tool_name}`)] }] },
  });
  await session.query('first');
  clock.skip(600_000);
  cli.api.enqueue(toolUse('Bash', { command: 'touch late' }));
  await session.query('touch it');
  expect(heard).toEqual(['hook Bash', 'may Bash']);
  expect(existsSync(join(cli.sandbox.cwd, 'late'))).toBe(true);
});
