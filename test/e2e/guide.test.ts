import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { getSession } from 'troupe';
import { toolUse } from 'troupe/testing';
import { expect, it } from 'vitest';
import { loopbackModel } from '../../examples/loopback-model.js';
import { clearing } from '../../examples/sessions/clearing.js';
import { continuing } from '../../examples/sessions/continuing.js';
import { crashing } from '../../examples/sessions/crashing.js';
import { dynamic } from '../../examples/sessions/dynamic.js';
import { forking } from '../../examples/sessions/forking.js';
import { history } from '../../examples/sessions/history.js';
import { multiTurn } from '../../examples/sessions/multi-turn.js';
import { named } from '../../examples/sessions/named.js';
import { resuming } from '../../examples/sessions/resuming.js';
import { runtimeControl } from '../../examples/sessions/runtime-control.js';
import { starting } from '../../examples/sessions/starting.js';
import { supervised } from '../../examples/sessions/supervised.js';
import { realCli } from '../support/real-cli.js';

const guide = () => realCli({ reply: loopbackModel });

it('starts sessions, plain and with options', async () => {
  await using cli = await guide();
  await starting(cli.sandbox.options);
  expect(cli.api.requests).toHaveLength(1);
  expect(cli.api.requests[0]?.system).toContain('You are a TypeScript expert');
  expect(cli.api.requests[0]?.model).toContain('sonnet');
});

it('keeps the context of a conversation across its turns', async () => {
  await using cli = await guide();
  expect(await multiTurn(cli.sandbox.options)).toBe('Your name is Alice!');
  expect(cli.api.requests[1]?.userTexts).toEqual(['My name is Alice', "What's my name?"]);
});

it('resumes a conversation by its id after the session was stopped', async () => {
  await using cli = await guide();
  expect(await resuming(cli.sandbox.options)).toBe('The code is 12345');
  expect(cli.api.requests[1]?.holds('Remember: the code is 12345')).toBe(true);
});

it('continues the most recent conversation of the directory', async () => {
  await using cli = await guide();
  await multiTurn(cli.sandbox.options);
  const said: string[] = [];
  await continuing(cli.sandbox.options, (text) => said.push(text));
  expect(said.join('')).toBe("We were talking about: My name is Alice; What's my name?");
});

it('forks a conversation', async () => {
  await using cli = await guide();
  expect(await forking(cli.sandbox.options)).toBe('Your name is Mike!');
  expect(cli.api.requests[1]?.holds('My name is Mike')).toBe(true);
});

it('clears the context', async () => {
  await using cli = await guide();
  const session = cli.start();
  await session.query('My name is Alice');
  expect(await clearing(session)).toBe('You said: Hello!');
  expect(cli.api.requests[1]?.holds('Alice')).toBe(false);
});

it('reads a conversation by its id, and from a running session', async () => {
  await using cli = await guide();
  const session = cli.start();
  await session.query('My name is Alice');
  await session.query("What's my name?");
  const lines: string[] = [];
  await history(session, cli.sandbox.options, (line) => lines.push(line));
  expect(lines).toEqual([
    'User: "My name is Alice"',
    'Assistant: You said: My name is Alice',
    'User: "What\'s my name?"',
    'Assistant: Your name is Alice!',
    '4 messages',
  ]);
});

it('reaches a session by its name', async () => {
  await using cli = await guide();
  expect(await named(cli.sandbox.options)).toBe('You said: Hello!');
});

it('starts sessions under a supervisor, and reaches them by name and through the tree', async () => {
  await using cli = await guide();
  expect(await supervised(cli.sandbox.options)).toBe('You said: Hello!');
  expect(cli.api.requests[0]?.system).toContain('General helper');
  expect(cli.api.requests[1]?.system).toContain('You review TypeScript code');
  expect(getSession('assistant').status).toBe('stopped');
});

it('restarts a supervised session that crashes, with its conversation, and leaves its sibling alone', async () => {
  await using cli = await guide();
  const agents = await cli.system.startSupervisor({ children: [{ name: 'assistant' }, { name: 'sibling' }] });
  const [assistant, sibling] = [agents.getSession('assistant'), agents.getSession('sibling')];
  const before = { assistant: assistant.pid, sibling: sibling.pid };
  expect(await crashing(assistant)).toBe('Your name is Alice!');
  expect(cli.api.requests.at(-1)?.userTexts).toEqual(['My name is Alice', "What's my name?"]);
  expect(assistant.pid).not.toBe(before.assistant);
  expect(sibling.pid).toBe(before.sibling);
});

it('adds a session on demand, lists it, and removes it', async () => {
  await using cli = await guide();
  const [active, left] = await dynamic(cli.sandbox.options);
  expect(active).toMatchObject([{ name: 'tempSession', path: 'supervisor/tempSession', status: 'idle' }]);
  expect(left).toEqual([]);
  expect(cli.api.requests[0]?.system).toContain('Temporary helper');
  expect(getSession('tempSession').status).toBe('stopped');
});

it('changes model and permission mode, tells of MCP servers and of itself, and rewinds files, as it runs', async () => {
  let wasThere = false;
  await using cli = await realCli({
    // The CLI makes sure of a model that is new to it by a request of its own.
    reply: ({ lastUserText, toolResults }) => {
      if (lastUserText !== 'write the notes') return 'Hi.';
      if (toolResults.length === 0) return toolUse('Write', { file_path: file, content: 'hello' });
      wasThere = existsSync(file);
      return 'Written.';
    },
  });
  const file = join(cli.sandbox.cwd, 'notes.txt');
  const session = cli.start({ allowDangerouslySkipPermissions: true, enableFileCheckpointing: true });
  const { servers, rewound, info } = await runtimeControl(session, 'write the notes');
  expect(cli.api.requests.at(-1)?.model).toBe('claude-sonnet-4-5-20250929');
  // No rule and nobody allows it but the mode.
  expect(wasThere).toBe(true);
  expect(servers).toEqual([]);
  expect(rewound).toMatchObject({ canRewind: true });
  expect(existsSync(file)).toBe(false);
  expect(info.claude_code_version).toBe('2.1.330');
});
