import { describe, expect, test } from 'vitest';
import { ask, only, question, toolStage } from './fixture.js';

const allow = { behavior: 'allow' } as const;
const deny = { behavior: 'deny', message: 'No.' } as const;
const notPending = expect.objectContaining({ code: 'not_pending' }) as Error;

describe('a question that anybody may answer', () => {
  test('waits where nobody listens, is listed by its session and its system, and is gone when it is answered', async () => {
    const { session, system, settle, told } = await toolStage({ canUseTool: 'ask' });
    const answered = session.query('a');
    await settle();
    const found = only(session);
    expect(found).toMatchObject({
      kind: 'permission',
      toolName: 'Write',
      input: { path: 'a' },
      sessionName: 'worker',
    });
    expect([session.pendingPermissions(), system.pendingQuestions(), system.pendingPermissions()]).toEqual([
      [found],
      [found],
      [found],
    ]);
    system.answerQuestion(found.id, allow);
    await answered;
    expect([told, session.pendingQuestions(), system.pendingQuestions()]).toEqual([['done'], [], []]);
  });

  test('is announced once, and can be answered by what was announced', async () => {
    const { session, told } = await toolStage({ canUseTool: 'ask' });
    const announced: string[] = [];
    session.on('permission', (question) => {
      announced.push(question.toolName);
      question.answer(allow);
    });
    await session.query('a');
    expect([announced, told]).toEqual([['Write'], ['done']]);
  });

  test('is answered by its id, from its session or by its name', async () => {
    const { session, system, settle, told } = await toolStage({ canUseTool: 'ask' });
    for (const by of [session, system.getSession('worker')]) {
      const answered = session.query('a');
      await settle();
      expect(by.pendingPermissions()).toEqual([only(session)]);
      by.answerQuestion(only(session).id, allow);
      await answered;
    }
    expect(told).toEqual(['done', 'done']);
  });

  test('takes the first answer; later ones are refused, from wherever they come', async () => {
    const { session, system, settle, told } = await toolStage({ canUseTool: 'ask' });
    const answered = session.query('a');
    await settle();
    const found = only(session);
    session.answerQuestion(found.id, deny);
    const late = [session, system].map((by) => () => by.answerQuestion(found.id, allow));
    for (const answer of [...late, () => found.answer(allow as never)]) expect(answer).toThrow(notPending);
    await answered;
    expect(told).toEqual(['No.']);
    expect(() => system.answerQuestion('nobody asked', allow)).toThrow(notPending);
  });

  test('refuses what is no answer without repeating it, and waits on', async () => {
    const { session, settle, told } = await toolStage({ canUseTool: 'ask' });
    const answered = session.query('a');
    await settle();
    const { id } = only(session);
    const bad = [
      {},
      { behavior: 'deny' },
      { behavior: 'allow', updatedInput: 'sec-ret' },
      { action: 'accept' },
      undefined,
    ];
    for (const answer of bad) {
      expect(() => session.answerQuestion(id, answer as never)).toThrow(
        expect.objectContaining({
          code: 'invalid_option',
          message: expect.not.stringContaining('sec-ret') as string,
        }),
      );
    }
    expect(only(session).id).toBe(id);
    session.answerQuestion(id, allow);
    await answered;
    expect(told).toEqual(['done']);
  });

  test("is its callback's as well: who is first decides, and the other is told by the signal", async () => {
    let signal: AbortSignal | undefined;
    let answerLate: (answer: typeof deny) => void = () => undefined;
    const { session, settle, told, reports } = await toolStage({
      canUseTool: (_tool, _input, context) => {
        ({ signal } = context);
        return new Promise((resolve) => (answerLate = resolve));
      },
    });
    const answered = session.query('a');
    await settle();
    const found = only(session);
    expect([signal?.aborted, found.signal.aborted]).toEqual([false, false]);
    found.answer(allow as never);
    expect([signal?.aborted, found.signal.aborted]).toEqual([true, true]);
    answerLate(deny);
    await answered;
    expect([told, reports]).toEqual([['done'], []]);
  });

  test('that its callback has answered is not announced as over by its signal', async () => {
    let signal: AbortSignal | undefined;
    const { session } = await toolStage({
      canUseTool: (_tool, _input, context) => {
        ({ signal } = context);
        return allow;
      },
    });
    await session.query('a');
    expect(signal?.aborted).toBe(false);
  });

  test('that a listener has answered is not put to the callback', async () => {
    let calls = 0;
    const { session } = await toolStage({ canUseTool: () => ((calls += 1), deny) });
    session.on('permission', (question) => question.answer(allow));
    await session.query('a');
    expect(calls).toBe(0);
  });
});

test('two questions at once are answered apart, in any order', async () => {
  const on = await toolStage({ canUseTool: 'ask' });
  const [one, two] = ['1', '2'].map((agent) => ask(on, question({ agent_id: agent, tool_use_id: agent })));
  await on.settle();
  const [first, second] = on.session.pendingPermissions();
  expect([first?.agentID, second?.agentID]).toEqual(['1', '2']);
  second?.answer(deny);
  await on.settle();
  expect([one?.answer, two?.answer]).toEqual([undefined, { ...deny, toolUseID: '2' }]);
  first?.answer(allow);
  await on.settle();
  expect(one?.answer).toEqual({ ...allow, toolUseID: '1' });
});

test('the questions of all sessions of a system are listed together, each with its session', async () => {
  const on = await toolStage({ canUseTool: 'ask' });
  const other = on.start({ name: 'other', canUseTool: 'ask' });
  const answers = [on.session.query('a'), other.query('b')];
  await on.settle();
  expect(
    on.system
      .pendingPermissions()
      .map(({ sessionName }) => sessionName)
      .sort(),
  ).toEqual(['other', 'worker']);
  expect(other.pendingPermissions()).toHaveLength(1);
  for (const { id } of on.system.pendingQuestions()) on.system.answerQuestion(id, allow);
  await Promise.all(answers);
});
