import { createFakeClock, gate, text, toolUse, type Reply, type ReceivedRequest } from 'troupe/testing';
import { expect, it } from 'vitest';
import { realCli } from '../support/real-cli.js';
import { until } from '../support/until.js';
import { ALLOW, nextPermission, onDisk, write } from './asking.js';
import { inShort, promptOf } from './background.js';
import { failure } from './crash-moments.js';

const AGENT = { description: 'sub', prompt: 'the task of the subagent', subagent_type: 'general-purpose' };
const isSubagent = (request: ReceivedRequest): boolean => promptOf(request) === AGENT.prompt;

it('a question of a subagent that its turn waits for names it, and the timeout of the query stands still', async () => {
  const clock = createFakeClock();
  await using cli = await realCli({ system: { clock } });
  const slow = gate('too late');
  const work: Reply[] = [write(cli, 'a'), text('it ends')];
  cli.api.setReply((request) => (isSubagent(request) ? (work.shift() ?? slow) : slow));
  cli.api.enqueue(toolUse('Agent', { ...AGENT, run_in_background: false }));
  const session = cli.start({ allowedTools: ['Agent'], canUseTool: 'ask', timeout: 20_000 });
  const announced = nextPermission(session);
  const answer = failure(session.query('go'));
  const question = await announced;
  expect(question).toMatchObject({ toolName: 'Write', agentID: expect.any(String) as unknown });
  await clock.advance(60_000);
  expect(session.actor.getSnapshot()?.value).toEqual({ querying: 'awaitingPermission' });
  question.answer(ALLOW);
  await slow.reached;
  expect(onDisk(cli, 'a')).toBe('a');
  await clock.advance(20_000);
  expect(await answer).toMatchObject({ code: 'timeout' });
});

it('a question of a subagent in the background is listed while its session is idle, and is answered', async () => {
  await using cli = await realCli();
  const work: Reply[] = [write(cli, 'a'), text('it ends')];
  cli.api.setReply((request) =>
    isSubagent(request) ? (work.shift() ?? 'more') : `re: ${promptOf(request)}`,
  );
  cli.api.enqueue(toolUse('Agent', { ...AGENT, run_in_background: true }));
  const session = cli.start({ allowedTools: ['Agent'], canUseTool: 'ask' });
  const announced = nextPermission(session);
  const heard: string[] = [];
  session.on('message', (message) => heard.push(inShort(message)));
  await session.query('launch');
  const question = await announced;
  expect(session.state).toBe('ready');
  expect(cli.system.pendingPermissions()).toEqual([question]);
  expect(question.agentID).toEqual(expect.any(String));
  expect(await session.query('meanwhile')).toMatchObject({ result: 're: meanwhile' });
  expect(session.pendingPermissions()).toEqual([question]);
  cli.system.answerQuestion(question.id, ALLOW);
  await until(() => onDisk(cli, 'a') !== undefined);
  expect(session.pendingPermissions()).toEqual([]);
});
