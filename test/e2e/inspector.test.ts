import { defaultSystem, startSession, startSupervisor } from 'troupe';
import { apiError, createSandbox, startMessagesApi, toolUse } from 'troupe/testing';
import { expect, it, onTestFinished, vi } from 'vitest';
import { quickStart, runQuickStart } from '../docs/quick-start.js';
import { pathsOf, receive, statesOf } from '../inspect/receiving.js';
import { canariesIn, canary } from '../support/canary-watch.js';
import { AT_ONCE, killed } from '../support/supervised-tree.js';
import { until } from '../support/until.js';

const TREE = [
  ...['system', 'system/team#1', 'system/team#1/children'],
  ...['system/team#1/anna#1', 'system/team#1/anna#1/adapter'],
  ...['system/team#1/ben#1', 'system/team#1/ben#1/adapter'],
  ...['system/alone#1', 'system/alone#1/adapter'],
];

const RESTARTED = ['system/team#1/anna#2', 'system/team#1/anna#2/adapter'];

it('the quick start has three lines, and shows Stately’s receiver the whole tree, what happens to it, and no content', async () => {
  await using api = await startMessagesApi({ reply: canary('answer') });
  await using sandbox = await createSandbox(api, { env: { DATABASE_URL: canary('env') } });
  await using system = defaultSystem();
  const secret = {
    ...{ ...sandbox.options, allowedTools: ['Bash'], systemPrompt: canary('systemPrompt') },
    env: { ...sandbox.options.env, ANTHROPIC_API_KEY: canary('apiKey') },
  };
  await using team = await startSupervisor({
    name: 'team',
    children: [
      { name: 'anna', ...AT_ONCE, ...secret },
      { name: 'ben', ...secret },
    ],
  });
  await startSession({ name: 'alone', ...secret }).ready();

  expect(quickStart().trim().split('\n')).toHaveLength(3);
  const log = vi.spyOn(console, 'log').mockReturnValue();
  const inspector = await runQuickStart();
  onTestFinished(() => inspector.stop());
  expect(log.mock.calls).toEqual([[`Open ${inspector.page} in a browser of this machine.`]]);
  log.mockRestore();

  const frames = receive(inspector.url);
  await until(() => pathsOf(frames).length >= TREE.length);
  expect(pathsOf(frames)).toEqual(TREE);

  const anna = team.getSession('anna');
  api.enqueue(toolUse('Bash', { command: `echo ${canary('toolResult')}`, description: canary('toolInput') }));
  await anna.query(canary('prompt'));
  api.setReply(apiError(400, { message: canary('failure') }));
  await expect(anna.query('And now?')).rejects.toThrow(canary('failure'));
  api.setReply(canary('answer'));
  await killed(team, 'anna');
  await until(() => pathsOf(frames).length >= TREE.length + RESTARTED.length);
  expect(pathsOf(frames)).toEqual([...TREE, ...RESTARTED]);
  await anna.query('Do you remember?');
  await system.stop();

  await until(() => statesOf(frames, 'team#1').at(-1) === 'stopped');
  const turn = ['querying:streaming', 'ready'];
  expect(statesOf(frames, 'anna#1')).toEqual(['ready', ...turn, ...turn, 'stopped']);
  expect(statesOf(frames, 'anna#2')).toEqual([
    'initializing:handshaking',
    'ready',
    ...turn,
    'stopping',
    'stopped',
  ]);
  expect(canariesIn(frames)).toEqual([]);
  // They were there to be seen.
  const used = ['prompt', 'systemPrompt', 'toolInput', 'toolResult', 'answer', 'apiKey'];
  const received = canariesIn(api.requests.map(({ body, headers }) => [body, headers]));
  expect(received).toEqual(expect.arrayContaining(used.map(canary)));
});
