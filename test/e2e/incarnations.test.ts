import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SessionOptions } from 'troupe';
import { projectKey } from 'troupe/history';
import { gate, hang } from 'troupe/testing';
import { expect, it } from 'vitest';
import { cliBackend } from '../../src/adapter/cli/cli-backend.js';
import { systemClock } from '../../src/base/clock.js';
import type { LiveSession } from '../../src/session/live-session.js';
import { comeBack, OwnSession, type OwnSessionRequest } from '../support/own-session.js';
import { realCli, type RealCli } from '../support/real-cli.js';
import { until } from '../support/until.js';
import { failure } from './crash-moments.js';

const CHOSEN = '3f0c8e2a-96f4-4c0e-9a7e-0d5a54d4a0f1';

/** A real CLI whose sessions come back each time they end. */
async function stage() {
  const cli = await realCli();
  const owned: OwnSession[] = [];
  return {
    ...cli,
    own: (options: SessionOptions = {}, request: Partial<OwnSessionRequest> = {}): OwnSession => {
      const own = new OwnSession({
        backend: cliBackend,
        clock: systemClock,
        options: { ...cli.sandbox.options, ...options },
        atExit: comeBack,
        ...request,
      }).begin();
      owned.push(own);
      return own;
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(owned.map(({ session }) => session.stop()));
      await cli[Symbol.asyncDispose]();
    },
  };
}

function kill(session: LiveSession): void {
  if (session.pid === undefined) throw new Error('There is no process.');
  process.kill(session.pid, 'SIGKILL');
}

/** Kills it, and waits until its next incarnation is ready. */
async function killed({ session, told }: OwnSession): Promise<void> {
  const before = told.length;
  kill(session);
  await until(() => told.length >= before + 2);
  expect(told.slice(before)).toEqual([expect.stringMatching(/^exited/), 'ready']);
}

function transcript({ sandbox }: Pick<RealCli, 'sandbox'>, sessionId = ''): string {
  return join(sandbox.configDir, 'projects', projectKey(sandbox.cwd), `${sessionId}.jsonl`);
}

/** A query in flight, at the moment in which its turn has named the conversation. */
async function asked(session: LiveSession, prompt: string): Promise<ReturnType<typeof failure>> {
  const named = new Promise((resolve) => session.on('identified', resolve));
  const failed = failure(session.query(prompt));
  await named;
  return failed;
}

it('a conversation goes on with all that was said, under its id and in a new process', async () => {
  await using all = await stage();
  const own = all.own();
  await own.session.query('first');
  const { sessionId, pid } = own.session;
  await killed(own);
  expect(own.session.sessionId).toBe(sessionId);
  await own.session.query('second');
  await killed(own);
  await own.session.query('third');
  expect(all.api.requests.map(({ userTexts }) => userTexts)).toEqual([
    ['first'],
    ['first', 'second'],
    ['first', 'second', 'third'],
  ]);
  expect(all.api.requests[2]?.holds('ok')).toBe(true);
  expect(own.session.sessionId).toBe(sessionId);
  expect(own.session.pid).not.toBe(pid);
});

it('one that was never asked comes back under the id that was chosen for it', async () => {
  await using all = await stage();
  const own = all.own({ sessionId: CHOSEN });
  await own.session.ready();
  await killed(own);
  expect(own.session.sessionId).toBeUndefined();
  await own.session.query('first');
  expect(own.session.sessionId).toBe(CHOSEN);
  expect(all.api.requests.map(({ userTexts }) => userTexts)).toEqual([['first']]);
});

it('one that is killed as its first turn begins comes back under its id', async () => {
  await using all = await stage();
  all.api.setReply(hang());
  const own = all.own({ sessionId: CHOSEN });
  const failed = asked(own.session, 'first');
  await own.session.ready();
  await until(() => own.session.sessionId);
  await killed(own);
  expect(await failed).toMatchObject({ code: 'crashed', sent: true, restarting: true });
  all.api.setReply('ok');
  await own.session.query('second');
  expect(own.session.sessionId).toBe(CHOSEN);
  // Whether the prompt was on disk by then is up to the CLI.
  expect(all.api.requests.at(-1)?.userTexts.filter((text) => text !== 'first')).toEqual(['second']);
});

it('one that is killed within its first turn comes back with the prompt that was on record', async () => {
  await using all = await stage();
  all.api.setReply(hang());
  const own = all.own({ sessionId: CHOSEN });
  const failed = asked(own.session, 'first');
  const file = transcript(all, CHOSEN);
  await until(() => existsSync(file) && readFileSync(file, 'utf8').includes('"type":"user"'));
  await killed(own);
  expect(await failed).toMatchObject({ code: 'crashed', sent: true, restarting: true });
  all.api.setReply('ok');
  await own.session.query('second');
  expect(all.api.requests.at(-1)?.userTexts).toEqual(['first', 'second']);
  expect(own.session.sessionId).toBe(CHOSEN);
});

it('one that was cleared, and not asked since, comes back cleared and under its new id', async () => {
  await using all = await stage();
  const own = all.own();
  await own.session.query('first');
  const before = own.session.sessionId;
  await own.session.clear();
  const cleared = own.session.sessionId;
  await killed(own);
  await own.session.query('second');
  expect(cleared).not.toBe(before);
  expect(own.session.sessionId).toBe(cleared);
  expect(all.api.requests[1]?.holds('first')).toBe(false);
  expect(all.api.requests[1]?.lastUserText).toBe('second');
  await killed(own);
  await own.session.query('third');
  expect(all.api.requests[2]?.holds('second')).toBe(true);
  expect(all.api.requests[2]?.holds('first')).toBe(false);
});

it.each(['before it was asked', 'as its first turn begins', 'within its first turn'] as const)(
  'a fork that is killed %s comes back as that fork, with the history of its parent',
  async (moment) => {
    await using all = await stage();
    const parent = (await all.system.query('parent')).session_id;
    const before = readFileSync(transcript(all, parent), 'utf8');
    const own = all.own({ resume: parent, forkSession: true, sessionId: CHOSEN });
    await own.session.ready();
    if (moment !== 'before it was asked') {
      all.api.setReply(hang());
      void asked(own.session, 'first');
      await until(() => own.session.sessionId);
    }
    const file = transcript(all, CHOSEN);
    if (moment === 'within its first turn')
      await until(() => existsSync(file) && readFileSync(file, 'utf8').includes('"first"'));
    await killed(own);
    all.api.setReply('ok');
    await own.session.query('second');
    expect([own.session.sessionId, own.session.parentSessionId]).toEqual([CHOSEN, parent]);
    const texts = all.api.requests.at(-1)?.userTexts ?? [];
    expect(texts.filter((text) => text !== 'first')).toEqual(['parent', 'second']);
    if (moment === 'within its first turn') expect(texts).toContain('first');
    expect(readFileSync(transcript(all, parent), 'utf8')).toBe(before);
  },
);

it('what waits is asked of the next process, in its order, and each gets its own answer', async () => {
  await using all = await stage();
  all.api.setReply(hang());
  const own = all.own();
  await own.session.ready();
  const failed = failure(own.session.query('in flight'));
  const waiting = ['one', 'two'].map((text) => own.session.query(text));
  await all.api.waitForRequests(1);
  all.api.setReply(({ lastUserText }) => `re: ${lastUserText}`);
  await killed(own);
  expect(await failed).toMatchObject({ code: 'crashed', restarting: true });
  expect((await Promise.all(waiting)).map(({ result }) => result)).toEqual(['re: one', 're: two']);
});

it('a query in flight is asked again, where that is wanted, and its caller gets the answer', async () => {
  await using all = await stage();
  const held = gate('never heard');
  all.api.enqueue(held);
  const own = all.own({}, { retryInFlight: true });
  const answer = own.session.query('first');
  await all.api.waitForRequests(1);
  all.api.setReply('heard');
  await killed(own);
  expect((await answer).result).toBe('heard');
  expect(all.api.requests.at(-1)?.lastUserText).toBe('first');
  held.open();
});

it.each<[how: string, options: SessionOptions, lose: (file: string) => void]>([
  ['whose transcript was deleted', {}, (file) => rmSync(file)],
  ['that is not kept', { noSessionPersistence: true }, () => undefined],
])('a conversation %s is lost, and that is an error', async (_, options, lose) => {
  await using all = await stage();
  const own = all.own(options, { atExit: undefined });
  await own.session.query('first');
  const { sessionId } = own.session;
  kill(own.session);
  await until(() => own.exits.length === 1);
  lose(transcript(all, sessionId));
  comeBack(own);
  await until(() => own.exits.length === 2);
  expect(own.exit).toMatchObject({ wasReady: false, error: { code: 'context_lost', sessionId } });
  expect(all.api.requests).toHaveLength(1);
});

it('a conversation that the CLI cannot find is lost, too, and begun anew where that is allowed', async () => {
  await using all = await stage();
  const backend = { ...cliBackend, conversationExists: () => Promise.resolve(true) };
  const own = all.own({}, { backend, whenContextLost: 'fresh', atExit: undefined });
  const lost: string[] = [];
  own.session.on('contextLost', (id) => lost.push(id));
  await own.session.query('first');
  const { sessionId } = own.session;
  kill(own.session);
  await until(() => own.exits.length === 1);
  rmSync(transcript(all, sessionId));
  comeBack(own);
  await own.session.query('second');
  expect(lost).toEqual([sessionId]);
  expect(all.api.requests[1]?.userTexts).toEqual(['second']);
  expect(own.session.sessionId).not.toBe(sessionId);
  expect(own.exits).toHaveLength(1);
});
