import { join } from 'node:path';
import { toolUse, type Sandbox } from 'troupe/testing';
import type { Scenario } from '../scenario.js';

export const write = ({ cwd }: Sandbox) =>
  toolUse('Write', { file_path: join(cwd, 'greeting.txt'), content: 'hello\n' });

export const shell = () => toolUse('Bash', { command: 'touch greeting.txt', description: 'Make a file' });

export const tools: readonly Scenario[] = [
  {
    name: 'a tool that is allowed, and one that nobody allows',
    shows: 'permission_denied',
    options: () => ({ allowedTools: ['Bash'] }),
    replies: (sandbox) => [shell(), write(sandbox)],
  },
  {
    name: 'some tools, and a place beside the own',
    options: ({ sandbox }) => ({
      tools: ['Read', 'Bash'],
      disallowedTools: ['Bash'],
      additionalDirectories: [sandbox.home],
      permissionMode: 'acceptEdits',
    }),
  },
  {
    name: 'a subagent',
    shows: 'You look around.',
    options: () => ({
      agents: { scout: { description: 'Looks around.', prompt: 'You look around.', tools: ['Read'] } },
      allowedTools: ['Agent'],
      forwardSubagentText: true,
    }),
    replies: () => [
      toolUse('Agent', {
        description: 'Look around',
        prompt: 'Look around.',
        subagent_type: 'scout',
        run_in_background: false,
      }),
      'All is quiet.',
    ],
  },
];
