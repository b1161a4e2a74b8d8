import { readdir } from 'node:fs/promises';
import type { CanUseTool, PermissionResult } from 'troupe';
import { toolUse } from 'troupe/testing';
import type { Scenario, Stage } from '../scenario.js';
import { shell, write } from './tools.js';

type Decide = (input: Readonly<Record<string, unknown>>, toolName: string) => PermissionResult;

/** A callback that decides, and keeps what it was asked. */
const asked =
  ({ note }: Stage, decide: Decide): CanUseTool =>
  (toolName, input, context) => {
    note('canUseTool', { toolName, input, context });
    return Promise.resolve(decide(input, toolName));
  };

export const permissions: readonly Scenario[] = [
  {
    name: 'canUseTool allows, and denies',
    shows: 'Not today.',
    options: (stage) => ({
      canUseTool: asked(stage, (updatedInput, toolName) =>
        toolName === 'Write'
          ? { behavior: 'allow', updatedInput }
          : { behavior: 'deny', message: 'Not today.' },
      ),
    }),
    replies: (sandbox) => [write(sandbox), shell()],
  },
  {
    name: 'canUseTool changes the input and the rules',
    shows: '"value":["another.txt","greeting.txt"]',
    options: ({ note }) => ({
      canUseTool: (_toolName, input, { suggestions = [] }) => {
        note('suggestions', suggestions);
        const updatedInput = { ...input, command: 'touch another.txt' };
        return Promise.resolve({ behavior: 'allow', updatedInput, updatedPermissions: suggestions });
      },
    }),
    replies: (sandbox) => [shell(), write(sandbox)],
    play: async (peer, { sandbox, note }) => {
      await peer.turn('Go.');
      const files = await readdir(sandbox.cwd);
      note('files', files.filter((file) => file.endsWith('.txt')).sort());
    },
  },
  {
    name: 'canUseTool denies and interrupts',
    shows: 'aborted_tools',
    options: (stage) => ({
      canUseTool: asked(stage, () => ({ behavior: 'deny', message: 'Stop.', interrupt: true })),
    }),
    replies: (sandbox) => [write(sandbox)],
  },
  {
    name: 'a question of the model to its user',
    shows: 'The first',
    options: (stage) => ({
      canUseTool: asked(stage, (input) => ({
        behavior: 'allow',
        updatedInput: { ...input, answers: { 'Which one?': 'The first' } },
      })),
    }),
    replies: () => [toolUse('AskUserQuestion', { questions: [QUESTION] })],
  },
  {
    name: 'a plan that is approved',
    shows: 'File created successfully',
    options: (stage) => ({
      permissionMode: 'plan',
      canUseTool: asked(stage, (updatedInput) => ({ behavior: 'allow', updatedInput })),
    }),
    replies: (sandbox) => [toolUse('ExitPlanMode', { plan: 'Write a file.' }), write(sandbox)],
  },
];

const QUESTION = {
  question: 'Which one?',
  header: 'Choice',
  multiSelect: false,
  options: [
    { label: 'The first', description: 'One' },
    { label: 'The second', description: 'Two' },
  ],
};
