import { gate, text, toolUse, type ReceivedRequest } from 'troupe/testing';
import { expect, it } from 'vitest';
import { realCli } from '../support/real-cli.js';
import { until } from '../support/until.js';
import { inShort, promptOf, read } from './background.js';

const AGENT = { description: 'sub', prompt: 'the task of the subagent', subagent_type: 'general-purpose' };
const isSubagent = (request: ReceivedRequest): boolean => promptOf(request) === AGENT.prompt;

it('what a subagent in the background says while another query is answered feeds none: it is the session’s', async () => {
  await using cli = await realCli();
  const [working, mine] = [gate('the subagent speaks'), gate('mine, and mine alone')];
  cli.api.setReply((request) => {
    if (isSubagent(request)) return working;
    return promptOf(request) === 'mine' ? mine : `re: ${promptOf(request)}`;
  });
  const session = cli.start({ allowedTools: ['Agent'] });
  const heard: string[] = [];
  session.on('message', (message) => heard.push(inShort(message)));
  cli.api.enqueue(toolUse('Agent', { ...AGENT, run_in_background: true }));
  await session.query('launch');
  await working.reached;
  expect(await read(session.stream('meanwhile'))).toEqual(['init', 're: meanwhile', 'result: re: meanwhile']);

  const answer = session.stream('mine').collect();
  await mine.reached;
  working.open();
  await until(() => heard.includes('the subagent speaks'));
  cli.api.setReply('It ended.');
  mine.open();
  expect(await answer).toMatchObject({ text: 'mine, and mine alone', toolCalls: [] });
  await until(() => heard.includes('result: It ended.'));
  expect(session.state).toBe('ready');
});

it('the tools that a subagent uses belong to the query that waits for it', async () => {
  await using cli = await realCli();
  const work = [toolUse('Bash', { command: 'echo done' }), text('it ends')];
  cli.api.setReply((request) => (isSubagent(request) && work.shift()) || 'the answer');
  const session = cli.start({ allowedTools: ['Agent', 'Bash'] });
  const heard: string[] = [];
  session.on('message', (message) => heard.push(inShort(message)));
  cli.api.enqueue(toolUse('Agent', { ...AGENT, run_in_background: false }));
  const { toolCalls, result } = await session.stream('launch').collect();
  expect(toolCalls.map(({ name }) => name)).toEqual(['Agent', 'Bash']);
  expect(result.result).toBe('the answer');
  expect([work, heard]).toEqual([[], []]);
});
