import { gate, toolUse } from 'troupe/testing';
import { expect, it, onTestFinished } from 'vitest';
import { canariesIn, canary, CanaryWatch } from '../support/canary-watch.js';
import { plantedOptions, program } from '../support/canary-options.js';
import { webServer } from '../support/mcp-web-server.js';
import { watch as watchEvents } from '../support/event-streams.js';
import { realCli } from '../support/real-cli.js';
import { until } from '../support/until.js';

const TOOLS = [
  'Agent',
  'mcp__program',
  'mcp__asking',
  'mcp__web',
  'mcp__host',
  'mcp__late',
  'mcp__agentProgram',
];

const replies = () => [
  toolUse('mcp__host__tell'),
  toolUse('mcp__program__env', { name: 'SECRET' }),
  toolUse('mcp__asking__ask'),
  toolUse('Bash', { command: 'refused', description: canary('toolInput') }),
  toolUse('Bash', { command: 'touch changed', description: 'Changed' }),
  toolUse('Agent', {
    description: 'Look',
    prompt: 'Look.',
    subagent_type: 'scout',
    run_in_background: false,
  }),
  toolUse('mcp__agentProgram__env', { name: 'SECRET' }),
  'All is quiet.',
  toolUse('StructuredOutput', { answer: 'done' }),
];

/** What the model, or a server, has to get: nothing of it was left out. */
const USED = [
  ...['prompt', 'systemPrompt', 'outputFormat', 'apiKey', 'hook', 'denial', 'updatedInput', 'elicitation'],
  ...['programEnv', 'lateEnv', 'header', 'streamHeader', 'instructions', 'toolDescription', 'toolResult'],
  ...['agentDescription', 'agentPrompt', 'agentEnv'],
];

it('keeps what a session is given out of everything that others read', async () => {
  await using web = await webServer();
  const watch: CanaryWatch = new CanaryWatch(() => cli.sandbox.root);
  await using cli = await realCli({ system: { logger: watch.logger, inspect: watch.inspect } });
  watch.followEvents(cli.system);
  const told = watchEvents(cli.system, { content: true });
  const onWarning = (warning: Error): void => watch.see('process warning', warning);
  process.on('warning', onWarning);
  onTestFinished(() => void process.off('warning', onWarning));

  const processes: number[] = [];
  const planted = plantedOptions({
    env: cli.sandbox.options.env,
    ...web,
    tell: () => {
      processes.push(watch.lookAtProcesses());
      return Promise.resolve({ content: [{ type: 'text', text: canary('toolResult') }] });
    },
  });
  cli.api.enqueue(...replies());
  await using tree = await cli.system.startSupervisor({
    name: 'tree',
    children: [{ name: 'keeper', ...planted, allowedTools: TOOLS }],
  });
  const session = tree.getSession('keeper');
  watch.follow(session);
  watch.followTree(tree);
  await session.query(canary('prompt'));
  await session.setMcpServers({ late: program('lateEnv') });
  cli.api.enqueue(
    toolUse('mcp__late__env', { name: 'SECRET' }),
    toolUse('StructuredOutput', { answer: 'done' }),
  );
  await session.query('And now?');

  cli.api.enqueue(gate());
  const asked = cli.api.requests.length;
  const lost = watch.failure(() => session.query('Die.'));
  await cli.api.waitForRequests(asked + 1);
  watch.lookAtProcesses();
  process.kill(session.pid ?? 0, 'SIGKILL');
  expect(await lost).toMatchObject({ code: 'crashed' });
  await session.ready();
  await until(() => session.state === 'ready');
  watch.lookAtProcesses();
  for (const shown of [session, session.actor, tree, cli.system]) watch.see('handle', shown);
  for (const rows of [tree.listSessions(), tree.whichChildren()]) watch.see('listing', rows);
  await cli.system.stop();

  expect(watch.found).toEqual([]);
  expect(told.isOver()).toBe(true);
  // It looked, and there was something to be seen.
  expect(Math.max(...processes)).toBeGreaterThan(2);
  const used = canariesIn([cli.api.requests.map(({ body, headers }) => [body, headers]), web.secrets]);
  expect(used).toEqual(expect.arrayContaining(USED.map(canary)));
  expect(canariesIn(told.events)).toEqual(expect.arrayContaining(['prompt', 'toolInput'].map(canary)));
});
