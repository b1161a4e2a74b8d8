import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AssistantMessage, Message, Session, SystemMessage, UserMessage } from 'troupe';
import { reply, text, thinking, toolUse, type ReceivedRequest } from 'troupe/testing';
import { describe, expect, it } from 'vitest';
import { realCli, type RealCli } from '../support/real-cli.js';
import { until } from '../support/until.js';
import { promptOf } from './background.js';

const TASK = {
  description: 'the sub task',
  prompt: 'the prompt of the task',
  subagent_type: 'general-purpose',
};
const ofSubagent = (request: ReceivedRequest): boolean => promptOf(request) === TASK.prompt;
const ANSWER = 'the answer';

/** What subagents said, be it text, thinking, tool calls or their results. */
function saidBySubagents(messages: readonly Message[]): (AssistantMessage | UserMessage)[] {
  return messages.filter(
    (message): message is AssistantMessage | UserMessage =>
      (message.type === 'assistant' || message.type === 'user') && message.agent_id !== undefined,
  );
}

const kinds = (messages: readonly (AssistantMessage | UserMessage)[]): string[] =>
  messages.flatMap(({ message: { content } }) =>
    typeof content === 'string'
      ? [content]
      : content.map((block) => (block.type === 'text' ? block.text : block.type)),
  );

/** A subagent that thinks, says something, runs a command and ends. */
function playSubagent({ api }: RealCli): void {
  const work = [
    reply(thinking('hm'), 'I look.', toolUse('Bash', { command: 'echo done' })),
    text('It is done.'),
  ];
  api.setReply((request) => (ofSubagent(request) && work.shift()) || ANSWER);
  api.enqueue(toolUse('Agent', { ...TASK, run_in_background: false }));
}

const TOOLS = { allowedTools: ['Agent', 'Bash'] };

describe('the messages of a subagent', () => {
  it('are its tool calls, with who it is', async () => {
    await using cli = await realCli();
    playSubagent(cli);
    const { messages, text: answer } = await cli.start(TOOLS).stream('go').collect();
    const said = saidBySubagents(messages);
    expect(kinds(said)).toEqual([TASK.prompt, 'tool_use', 'tool_result']);
    const started = messages.find(
      (message) => message.type === 'system' && message.subtype === 'task_started',
    );
    for (const message of said) {
      expect(message).toMatchObject({
        agent_id: started?.task_id ?? expect.unreachable('no task was started'),
        subagent_type: 'general-purpose',
        task_description: 'the sub task',
      });
    }
    expect(answer).toBe(ANSWER);
  });

  it('are also what it thinks and says, with forwardSubagentText', async () => {
    await using cli = await realCli();
    playSubagent(cli);
    const { messages } = await cli
      .start({ ...TOOLS, forwardSubagentText: true })
      .stream('go')
      .collect();
    const said = saidBySubagents(messages);
    expect(kinds(said)).toEqual([
      TASK.prompt,
      'thinking',
      'I look.',
      'tool_use',
      'tool_result',
      'It is done.',
    ]);
  });
});

it('a subagent of the option agents is called with its own prompt, tools and model', async () => {
  await using cli = await realCli();
  const reviewer = {
    description: 'Reviews code',
    prompt: 'You are the reviewer.',
    tools: ['Read'],
    model: 'haiku',
  };
  cli.api.setReply(({ system }) => (system.includes(reviewer.prompt) ? 'reviewed' : ANSWER));
  const call = {
    description: 'review',
    prompt: 'review it',
    subagent_type: 'reviewer',
    run_in_background: false,
  };
  cli.api.enqueue(toolUse('Agent', call));
  const session = cli.start({ allowedTools: ['Agent'], agents: { reviewer } });
  await session.query('go');
  const [, asked, after] = cli.api.requests;
  expect(asked?.system).toContain('You are the reviewer.');
  expect(asked?.model).toContain('haiku');
  expect(asked?.tools.map(({ name }) => name)).toEqual(['Read']);
  expect(asked && promptOf(asked)).toBe('review it');
  expect(after?.toolResults[0]?.text).toContain('reviewed');
  const known = await session.supportedAgents();
  expect(known).toContainEqual(expect.objectContaining({ name: 'reviewer', description: 'Reviews code' }));
});

it('the agents are there again after a crash', async () => {
  await using cli = await realCli();
  const reviewer = { description: 'Reviews code', prompt: 'You are the reviewer.' };
  cli.api.setReply(({ system }) => (system.includes(reviewer.prompt) ? 'reviewed' : ANSWER));
  const child = { name: 'lead', allowedTools: ['Agent'], agents: { reviewer } };
  const supervisor = await cli.system.startSupervisor({ children: [child] });
  const session = supervisor.getSession('lead');
  await session.query('hello');
  const restarted = new Promise<void>((resolve) => void session.on('restarted', () => resolve()));
  process.kill(session.pid ?? expect.unreachable('it has no process'), 'SIGKILL');
  await restarted;
  const call = {
    description: 'review',
    prompt: 'review it',
    subagent_type: 'reviewer',
    run_in_background: false,
  };
  cli.api.enqueue(toolUse('Agent', call));
  await session.query('go');
  const { toolResults } = cli.api.requests.at(-1) ?? expect.unreachable();
  expect(toolResults.at(-1)?.text).toContain('reviewed');
});

it('the main conversation is led by the one that the option agent names', async () => {
  await using cli = await realCli();
  const agents = {
    reviewer: { description: 'Reviews code', prompt: 'You are the reviewer.', tools: ['Read'] },
  };
  await cli.start({ agents, agent: 'reviewer' }).query('go');
  expect(cli.api.requests[0]?.system).toContain('You are the reviewer.');
  expect(cli.api.requests[0]?.tools.map(({ name }) => name)).not.toContain('Bash');
});

/** Task messages in short, in the order in which they came. */
function taskEvents(session: Session): string[] {
  const told: string[] = [];
  session.on('message', (message) => message.type === 'system' && told.push(...inShort(message)));
  return told;
}

function inShort(message: SystemMessage): string[] {
  switch (message.subtype) {
    case 'background_tasks_changed':
      return [`tasks: ${message.tasks.map(({ description }) => description).join()}`];
    case 'task_updated':
      return [`updated: ${message.patch.status}`];
    case 'task_notification':
      return [`ended: ${message.status}`];
    default:
      return [];
  }
}

it('a command in the background is a task, from its start to its end', async () => {
  await using cli = await realCli();
  const file = join(cli.sandbox.root, 'go');
  const command = `until [ -e ${file} ]; do sleep 0.05; done`;
  cli.api.enqueue(toolUse('Bash', { command, description: 'waits', run_in_background: true }));
  const session = cli.start({ allowedTools: ['Bash'] });
  const told = taskEvents(session);
  const { messages } = await session.stream('go').collect();
  const started = messages.find((message) => message.type === 'system' && message.subtype === 'task_started');
  expect(started).toMatchObject({ description: 'waits', task_type: 'local_bash', is_backgrounded: true });
  expect(messages).toContainEqual(expect.objectContaining({ subtype: 'background_tasks_changed' }));
  await writeFile(file, '');
  await until(() => told.length === 3);
  expect(told.toSorted()).toEqual(['ended: completed', 'tasks: ', 'updated: completed']);
});

// The CLI sums up every 30 seconds: as long as this takes at least.
it('what a subagent does is summed up now and then, with agentProgressSummaries', async () => {
  await using cli = await realCli();
  const file = join(cli.sandbox.root, 'go');
  const waits = `touch ${file}.begun; until [ -e ${file} ]; do sleep 0.05; done`;
  const work = [
    toolUse('Bash', { command: 'echo one' }),
    toolUse('Bash', { command: waits }),
    text('It ends.'),
  ];
  cli.api.setReply((request) => {
    if (request.lastUserText.startsWith('Describe your most recent action')) return 'Waiting for a file';
    return (ofSubagent(request) && work.shift()) || ANSWER;
  });
  cli.api.enqueue(toolUse('Agent', { ...TASK, run_in_background: true }));
  const session = cli.start({ ...TOOLS, agentProgressSummaries: true });
  const summaries: (string | undefined)[] = [];
  session.on('message', (message) => {
    if (message.type === 'system' && message.subtype === 'task_progress') summaries.push(message.summary);
  });
  await session.query('go');
  await until(() => existsSync(`${file}.begun`));
  await until(() => summaries.includes('Waiting for a file'));
  await writeFile(file, '');
});
