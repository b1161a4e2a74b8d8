import { expect, it } from 'vitest';
import { inAnotherHost } from '../support/host.js';
import { commandLineOfProcess, environmentOfProcess, parseEnvironment } from '../support/processes.js';
import { realCli } from '../support/real-cli.js';

it('starts with nothing but an API key in the environment of the host', async () => {
  await using cli = await realCli({ reply: 'it works' });
  const key = cli.sandbox.options.env.ANTHROPIC_API_KEY ?? '';
  // The rest of a sandbox is left out: these alone keep the test off the network and the machine's own ~/.claude.
  const kept = [
    ...['ANTHROPIC_BASE_URL', 'HOME', 'CLAUDE_CONFIG_DIR', 'TMPDIR'],
    ...['CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC', 'DISABLE_AUTOUPDATER', 'IS_SANDBOX'],
  ];
  const env = Object.fromEntries(kept.map((name) => [name, cli.sandbox.options.env[name]]));
  const said = await inAnotherHost(
    `const session = troupe.startSession({ env: ${JSON.stringify(env)} });
     const answer = await session.stream('hello').finalText();
     await session.stop();
     return answer;`,
    { ANTHROPIC_API_KEY: key },
  );
  expect(said).toBe('it works');
  expect(cli.api.requests[0]?.headers['x-api-key']).toBe(key);
});

it('gives the process the variables of the allow-list, and `env` over them', async () => {
  await using cli = await realCli();
  const passed = {
    PATH: process.env.PATH ?? '',
    LANG: 'C.UTF-8',
    LC_ALL: 'C.UTF-8',
    ANTHROPIC_API_KEY: 'sk-ant-of-the-host',
    ANTHROPIC_MODEL: 'claude-of-the-host',
    NO_PROXY: '127.0.0.1',
  };
  const kept = {
    CLAUDECODE: '1',
    CLAUDE_CODE_ENTRYPOINT: 'cli',
    CLAUDE_CODE_SSE_PORT: '1234',
    NODE_OPTIONS: '--no-warnings',
    UNRELATED: 'of the host',
    TENANT_PASSWORD: 'of another tenant',
  };
  const sandboxed = Object.entries(cli.sandbox.options.env).filter(([name]) => !(name in passed));
  const env = Object.fromEntries(sandboxed);
  const printed = await inAnotherHost(
    `const session = troupe.startSession({ env: { ...${JSON.stringify(env)}, OWN: 'mine', LANG: undefined } });
     await session.ready();
     const environment = require('node:fs').readFileSync('/proc/' + session.pid + '/environ', 'utf8');
     await session.stop();
     return environment;`,
    { ...passed, ...kept },
  );
  const { LANG: takenAway, ...expected } = passed;
  expect(takenAway).toBe('C.UTF-8');
  expect(parseEnvironment(printed)).toEqual({
    ...expected,
    ...env,
    OWN: 'mine',
    TROUPE_SPAWN: expect.any(String) as string,
  });
});

it('takes a variable away that `env` sets to undefined', async () => {
  await using cli = await realCli();
  const session = cli.start({ env: { ...cli.sandbox.options.env, CLAUDE_CODE_MAX_RETRIES: undefined } });
  await session.ready();
  expect(environmentOfProcess(session.pid ?? 0)).not.toHaveProperty('CLAUDE_CODE_MAX_RETRIES');
});

it('shows no key, prompt or system prompt in the list of processes', async () => {
  await using cli = await realCli();
  const canary = 'canary-4711';
  const session = cli.start({
    systemPrompt: `system ${canary}`,
    outputFormat: { type: 'json_schema', schema: { type: 'object', description: canary } },
    env: { ...cli.sandbox.options.env, ANTHROPIC_API_KEY: canary },
  });
  await session.query(`prompt ${canary}`, { timeout: 60_000 });
  expect(cli.api.requests[0]?.system).toContain(canary);
  expect(cli.api.requests[0]?.headers['x-api-key']).toBe(canary);
  expect(commandLineOfProcess(session.pid ?? 0).join(' ')).not.toContain(canary);
});

it('keeps two sessions with other directories, environments and keys apart', async () => {
  await using cli = await realCli({ reply: (request) => `answer to ${request.lastUserText}` });
  const { env } = cli.sandbox.options;
  const one = cli.start({ env: { ...env, ANTHROPIC_API_KEY: 'key-one', ONLY_ONE: '1' } });
  const two = cli.start({ cwd: cli.sandbox.home, env: { ...env, ANTHROPIC_API_KEY: 'key-two' } });
  const answers = await Promise.all([one.query('of one'), two.query('of two')]);

  expect(answers.map(({ result }) => result)).toEqual(['answer to of one', 'answer to of two']);
  const requestOf = (key: string) => cli.api.requests.filter(({ headers }) => headers['x-api-key'] === key);
  expect(requestOf('key-one').map(({ userTexts }) => userTexts)).toEqual([['of one']]);
  expect(requestOf('key-two').map(({ userTexts }) => userTexts)).toEqual([['of two']]);
  expect(JSON.stringify(requestOf('key-one')[0]?.body)).toContain(cli.sandbox.cwd);
  expect(JSON.stringify(requestOf('key-two')[0]?.body)).not.toContain(cli.sandbox.cwd);
  expect(environmentOfProcess(two.pid ?? 0)).not.toHaveProperty('ONLY_ONE');
});
