import {
  createSystem,
  defaultSystem,
  startSession,
  SessionError,
  type AdapterSink,
  type Backend,
} from 'troupe';
import { scriptedBackend } from 'troupe/testing';
import { expect, it } from 'vitest';
import { outcome } from './fixture.js';
import { silence, stage } from './live-fixture.js';

it('stop() rejects where something of the tree could not be ended, and says what', async () => {
  const leftover = new SessionError('not_stopped', 'processes 12, 13 are still alive after SIGKILL');
  let sink: AdapterSink | undefined;
  const scripted = scriptedBackend();
  const backend: Backend = {
    conversationExists: (id, where) => scripted.conversationExists(id, where),
    latestConversation: (where) => scripted.latestConversation(where),
    readConversation: (id, where) => scripted.readConversation(id, where),
    createAdapter: () => ({
      pid: 12,
      counts: { unknownMessages: 0, noiseLines: 0, oversizedLines: 0 },
      start: (given) => {
        sink = given;
        given.ready({ claude_code_version: 'test' });
      },
      write: () => undefined,
      control: () => Promise.resolve({}),
      stop: () => sink?.exited({ exit: { exitCode: undefined, signal: 'SIGKILL' }, leftover }),
    }),
  };
  const session = createSystem({ backend }).startSession({ name: 'stubborn' });
  await session.ready();
  await expect(session.stop()).rejects.toMatchObject({ code: 'not_stopped', sessionName: 'stubborn' });
  expect(session.state).toBe('stopped');
});

it('a query that fails with its session says whether it had been sent', async () => {
  const { start, settle, backend } = stage(() => silence());
  const session = start();
  const [sent, waiting] = [session.query('one'), session.query('two')];
  await settle();
  backend.adapters.at(-1)?.crash();
  await expect(sent).rejects.toMatchObject({ code: 'crashed', sent: true });
  await expect(waiting).rejects.toMatchObject({ code: 'crashed', sent: false });
});

it('readers that went away without a word take nothing from those who come later', async () => {
  const text = 'x'.repeat(1_000);
  const { start } = stage(() => text);
  const session = start({ maxBufferedBytes: 4_000 });
  for (let turns = 0; turns < 10; turns += 1) await session.stream('gone').textContent().next();
  expect(await outcome(session.stream('slow').run())).toBeUndefined();
});

it('no prompt is written into a turn that the CLI began before it was ready', async () => {
  let open: () => void = () => undefined;
  const up = new Promise<void>((resolve) => (open = resolve));
  const { start, settle, backend } = stage();
  backend.behave({ startsWhen: up });
  const session = start();
  await settle();
  const cli = backend.adapters.at(-1);
  cli?.say({ type: 'system', subtype: 'init', session_id: 'x' });
  await settle();
  open();
  const asked = session.query('mine');
  await settle();
  expect(session.state).toBe('querying');
  expect(cli?.written.filter((line) => line.includes('"user"'))).toEqual([]);
  cli?.say({ type: 'result', subtype: 'success', is_error: false, origin: { kind: 'task-notification' } });
  expect((await asked).result).toBe('ok');
});

it('the default system is made anew after it was stopped', async () => {
  const first = defaultSystem();
  await first.stop();
  expect(first.stopped).toBe(true);
  const session = startSession({ pathToClaudeCodeExecutable: '/no/such/claude' });
  expect(defaultSystem()).not.toBe(first);
  await expect(session.ready()).rejects.toMatchObject({ code: 'cli_not_found' });
});
