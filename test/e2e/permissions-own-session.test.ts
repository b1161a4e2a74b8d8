import type { Session, SessionError, SessionOptions } from 'troupe';
import { expect, it } from 'vitest';
import { realCli } from '../support/real-cli.js';
import { ALLOW, onDisk, write } from './asking.js';
import { failure } from './crash-moments.js';

it('canUseTool may change and ask its own session, which answers meanwhile', async () => {
  await using cli = await realCli();
  cli.api.enqueue(write(cli, 'a'), write(cli, 'b'));
  const asked: unknown[] = [];
  const session = cli.start({
    canUseTool: async (_tool, { content }) => {
      asked.push(content, await session.setModel('haiku'), await session.setPermissionMode('acceptEdits'));
      return ALLOW;
    },
  });
  await session.query('go');
  expect(asked).toEqual(['a', { model: cli.api.requests[1]?.model }, { mode: 'acceptEdits' }]);
  expect(cli.api.requests[1]?.model).toContain('haiku');
  expect([onDisk(cli, 'a'), onDisk(cli, 'b')]).toEqual(['a', 'b']);
});

it('canUseTool that queries its own session is told at once that it never would be answered', async () => {
  await using cli = await realCli();
  const errors: SessionError[] = [];
  const session = cli.start({
    canUseTool: async () => {
      errors.push(await failure(session.query('and?')), await failure(session.clear()));
      return ALLOW;
    },
  });
  cli.api.enqueue(write(cli, 'a'));
  await session.query('go');
  expect(errors).toMatchObject([{ code: 'calling_self' }, { code: 'calling_self' }]);
  expect(onDisk(cli, 'a')).toBe('a');
  expect(await session.query('next')).toMatchObject({ result: 'ok' });
});

it('canUseTool may interrupt its own turn', async () => {
  await using cli = await realCli();
  cli.api.enqueue(write(cli, 'a'));
  const outcomes: unknown[] = [];
  const session = cli.start({
    canUseTool: async (_tool, _input, { signal }) => {
      outcomes.push(await session.interrupt(), signal.aborted);
      return ALLOW;
    },
  });
  const left = await failure(session.query('go'));
  expect(left).toMatchObject({ code: 'interrupted' });
  expect(await session.query('next')).toMatchObject({ result: 'ok' });
  expect(outcomes).toEqual(['interrupted', true]);
  expect(onDisk(cli, 'a')).toBeUndefined();
});

it('canUseTool may stop its own session', async () => {
  await using cli = await realCli();
  cli.api.enqueue(write(cli, 'a'));
  const stopped: Promise<void>[] = [];
  const session = cli.start({
    canUseTool: async () => {
      stopped.push(session.stop());
      await stopped[0];
      return ALLOW;
    },
  });
  expect(await failure(session.query('go'))).toMatchObject({ code: 'stopped' });
  expect(await Promise.all(stopped)).toEqual([undefined]);
  expect(onDisk(cli, 'a')).toBeUndefined();
});

it.each<[how: string, options: (decide: () => Promise<void>) => SessionOptions]>([
  ['by canUseTool', (decide) => ({ canUseTool: () => decide().then(() => ALLOW) })],
  [
    'by hooks',
    (decide) => ({
      allowedTools: ['Write'],
      hooks: { PreToolUse: [{ hooks: [() => decide().then(() => undefined)] }] },
    }),
  ],
])('two sessions that ask each other %s do not wait for each other', async (_, options) => {
  await using cli = await realCli();
  const errors: SessionError[] = [];
  const a: Session = cli.start({
    name: 'a',
    ...options(async () => {
      await b.query('b');
    }),
  });
  const b: Session = cli.start({
    name: 'b',
    ...options(async () => {
      errors.push(await failure(a.query('and?')));
    }),
  });
  // Their processes are begun by neither callback.
  await Promise.all([a.ready(), b.ready()]);
  cli.api.setReply(({ lastUserText, toolResults: results }) =>
    results.length > 0 ? 'done' : write(cli, lastUserText.includes('b') ? 'b' : 'a'),
  );
  expect(await a.query('a')).toMatchObject({ result: 'done' });
  expect(errors).toMatchObject([{ code: 'calling_self', sessionName: 'a' }]);
  expect([onDisk(cli, 'a'), onDisk(cli, 'b')]).toEqual([expect.any(String), expect.any(String)]);
});
