import type { Session, SessionOptions } from 'troupe';
import { hang } from 'troupe/testing';
import { expect, it } from 'vitest';
import type { RealCli } from '../support/real-cli.js';
import { AT_ONCE, killed, supervisedCli } from '../support/supervised-tree.js';
import { failure } from './crash-moments.js';

const CHOSEN = '5b1b7c0e-2a53-4d8a-9d53-64a4e2d0c7b2';

/** Every prompt that a session may or may not remember. */
const PROMPTS = ['parent', 'before', 'mine', 'somebody else', 'last'];

interface Life {
  readonly options?: (parent: string) => SessionOptions;
  /** What happens before it is killed. */
  readonly until: (session: Session, cli: RealCli) => Promise<unknown>;
  readonly remembers: readonly string[];
  /** Id of its conversation, where it is not its own choice. */
  readonly id?: (parent: string) => string;
}

const nothing = (): Promise<void> => Promise.resolve();

const lives: Readonly<Record<string, Life>> = {
  'that was never asked': { until: nothing, remembers: [] },
  'with a configured id that was never asked': {
    options: () => ({ sessionId: CHOSEN }),
    until: nothing,
    remembers: [],
    id: () => CHOSEN,
  },
  'with a configured id': {
    options: () => ({ sessionId: CHOSEN }),
    until: (session) => session.query('mine'),
    remembers: ['mine'],
    id: () => CHOSEN,
  },
  'that was resumed': {
    options: (resume) => ({ resume }),
    until: nothing,
    remembers: ['parent'],
    id: (parent) => parent,
  },
  'that continues the latest conversation, which is another one by now,': {
    options: () => ({ continue: true }),
    until: (_, cli) => cli.system.query('somebody else'),
    remembers: ['parent'],
    id: (parent) => parent,
  },
  'that is a fork': {
    options: (resume) => ({ resume, forkSession: true }),
    until: (session) => session.query('mine'),
    remembers: ['parent', 'mine'],
  },
  'that was cleared': {
    until: async (session) => {
      await session.query('before');
      await session.clear();
    },
    remembers: [],
  },
  'that was cleared and asked since': {
    until: async (session) => {
      await session.query('before');
      await session.clear();
      await session.query('mine');
    },
    remembers: ['mine'],
  },
};

it.each(Object.entries(lives))('a session %s comes back as itself', async (_, life) => {
  await using cli = await supervisedCli();
  const { session_id: parent = '' } = await cli.system.query('parent');
  await using sup = await cli.system.startSupervisor({
    name: 'team',
    children: [{ name: 'one', ...life.options?.(parent), ...AT_ONCE }],
  });
  const session = sup.getSession('one');
  await life.until(session, cli);
  const { sessionId, parentSessionId } = session;

  await killed(sup, 'one');
  expect(session.sessionId).toBe(sessionId);
  await session.query('last');

  const { userTexts = [] } = cli.api.requests.at(-1) ?? {};
  expect(userTexts.filter((text) => PROMPTS.includes(text))).toEqual([...life.remembers, 'last']);
  expect(session.sessionId).toBe(life.id?.(parent) ?? sessionId ?? session.sessionId);
  expect(session.parentSessionId).toBe(parentSessionId);
  const others = await cli.system.conversation(parent);
  expect(JSON.stringify(others).includes('last')).toBe(session.sessionId === parent);
});

it('a session that is killed before its first answer comes back under its id', async () => {
  await using cli = await supervisedCli({ reply: () => hang() });
  await using sup = await cli.system.startSupervisor({
    name: 'team',
    children: [{ name: 'one', sessionId: CHOSEN, ...AT_ONCE }],
  });
  const failed = failure(sup.getSession('one').query('unanswered'));
  await cli.api.waitForRequests(1);
  cli.api.setReply('ok');
  await killed(sup, 'one');
  expect(await failed).toMatchObject({ code: 'crashed', sent: true, restarting: true });
  expect((await sup.getSession('one').query('last')).session_id).toBe(CHOSEN);
  expect(cli.api.requests.at(-1)?.lastUserText).toBe('last');
});
