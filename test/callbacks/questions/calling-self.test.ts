import type { Session } from 'troupe';
import { describe, expect, test } from 'vitest';
import { deferred } from '../../../src/base/deferred.js';
import { toolStage, type ToolStage } from './fixture.js';

const allow = { behavior: 'allow' } as const;
const codeOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => 'answered',
    (error: unknown) => (error as { readonly code?: string }).code ?? error,
  );

type Asked = Pick<Session, 'query' | 'stream' | 'clear'>;
const verbs: readonly [verb: string, call: (session: Asked) => Promise<unknown>][] = [
  ['query()', (session) => session.query('b')],
  ['stream()', (session) => session.stream('b').finalText()],
  ['clear()', (session) => session.clear()],
];
const ways: readonly [way: string, of: (on: ToolStage) => Asked][] = [
  ['itself', ({ session }) => session],
  ['its name', ({ system }) => system.getSession('worker')],
];
const cases = verbs.flatMap(([verb, call]) => ways.map(([way, of]) => ({ verb, call, way, of })));

/** A session whose canUseTool does something before it allows the tool. */
async function doing(act: (on: ToolStage) => unknown): Promise<ToolStage> {
  const on: ToolStage = await toolStage({
    canUseTool: async () => {
      await act(on);
      return allow;
    },
  });
  return on;
}

describe.each(cases)('$verb of the own session, by $way,', ({ call, of }) => {
  test('is refused within canUseTool, and the turn goes on', async () => {
    let code: unknown;
    const on = await doing(async (within) => (code = await codeOf(call(of(within)))));
    expect(await on.session.query('a')).toMatchObject({ result: 'over' });
    expect([code, on.backend.requests.length, on.session.queued]).toEqual(['calling_self', 1, 0]);
  });

  test('is refused within a listener that was told of a question which is pending', async () => {
    const on = await toolStage({ canUseTool: 'ask' });
    const codes: Promise<unknown>[] = [];
    on.session.on('permission', async (question) => {
      const code = codeOf(call(of(on)));
      codes.push(code);
      await code;
      question.answer(allow);
    });
    await on.session.query('a');
    expect(await Promise.all(codes)).toEqual(['calling_self']);
  });
});

describe('within canUseTool', () => {
  test('what is asked after a pause, or of a stream that was made before, is refused as well', async () => {
    const codes: unknown[] = [];
    const on = await doing(async ({ session, settle }) => {
      const stream = session.stream('b');
      await settle();
      codes.push(await codeOf(stream.finalText()), await codeOf(session.query('c')));
    });
    await on.session.query('a');
    expect(codes).toEqual(['calling_self', 'calling_self']);
  });

  test('control works', async () => {
    const answers: unknown[] = [];
    const on = await doing(async ({ session }) => {
      answers.push(await session.setModel('haiku'), (await session.getServerInfo()).claude_code_version);
    });
    await on.session.query('a');
    expect(answers).toEqual([{ model: 'claude-haiku-5-5' }, '2.1.330']);
  });

  test.each<[verb: string, call: (session: Session) => Promise<unknown>, code: string]>([
    ['interrupt()', (session) => session.interrupt(), 'interrupted'],
    ['stop()', (session) => session.stop(), 'stopped'],
  ])('%s works', async (_, call, code) => {
    const done = deferred<unknown>();
    const on = await doing(async ({ session }) => {
      done.resolve(await call(session));
    });
    expect(await codeOf(on.session.query('a'))).toBe(code);
    expect(await done.promise).toBe(code === 'interrupted' ? 'interrupted' : undefined);
  });

  test('another session may be asked', async () => {
    let answer: unknown;
    const on = await doing(async ({ start, backend }) => {
      backend.enqueue('from the other');
      answer = await start({ name: 'other' }).stream('b').finalText();
    });
    await on.session.query('a');
    expect(answer).toBe('from the other');
  });

  test('of another session that it asks, the first is refused there, too', async () => {
    let code: unknown;
    const on = await doing(async ({ start, session }) => {
      const other = start({
        name: 'other',
        canUseTool: async () => {
          code = await codeOf(session.query('c'));
          return allow;
        },
      });
      await other.query('b');
    });
    await on.session.query('a');
    expect(code).toBe('calling_self');
  });
});

describe('the own session may be asked again', () => {
  test('by what canUseTool left behind, once it has returned', async () => {
    const returned = deferred();
    let later: Promise<unknown> | undefined;
    const on = await doing(({ session }) => {
      later = returned.promise.then(() => codeOf(session.query('b')));
    });
    const first = on.session.query('a');
    await on.settle();
    returned.resolve();
    await first;
    expect(await later).toBe('answered');
  });

  test('by a timer that was set within canUseTool, and fires after it', async () => {
    const later = deferred<unknown>();
    const on = await doing(({ session }) => {
      setTimeout(() => void codeOf(session.query('b')).then(later.resolve), 0);
    });
    await on.session.query('a');
    expect(await later.promise).toBe('answered');
  });

  test('by a listener, once the question that it was told of is answered', async () => {
    const on = await toolStage({ canUseTool: 'ask' });
    let later: Promise<unknown> | undefined;
    on.session.on('permission', (question) => {
      question.answer(allow);
      later ??= codeOf(on.session.query('b'));
    });
    await on.session.query('a');
    expect(await later).toBe('answered');
  });

  test('by others, while a callback of it is still at it', async () => {
    const on = await toolStage({ canUseTool: 'ask' });
    const first = on.session.query('a');
    await on.settle();
    const second = on.session.query('b');
    await on.settle();
    on.session.pendingPermissions()[0]?.answer(allow);
    await on.settle();
    on.session.pendingPermissions()[0]?.answer(allow);
    expect([await codeOf(first), await codeOf(second)]).toEqual(['answered', 'answered']);
  });
});
