import { describe, expect, test } from 'vitest';
import { ask, only, question, toolStage, type ToolStage } from './fixture.js';

const allow = { behavior: 'allow' } as const;
const ignoring = (asked: Promise<unknown>): Promise<unknown> => asked.catch((error: unknown) => error);

describe('a question is over when whoever asked is gone: its signal fires, it is listed no more, and a late answer is refused:', () => {
  test.each<[how: string, by: (on: ToolStage) => unknown]>([
    ['by an interrupt', ({ session }) => session.interrupt()],
    ['by a stop', ({ session }) => session.stop()],
    ['by the death of the process', ({ cli }) => cli.crash()],
    ['by the end of its system', ({ system }) => system.stop()],
  ])('%s', async (_, by) => {
    const on = await toolStage({ canUseTool: 'ask' });
    const asked = ignoring(on.session.query('a'));
    await on.settle();
    const found = only(on.session);
    await by(on);
    await asked;
    expect(found.signal.aborted).toBe(true);
    expect([on.session.pendingQuestions(), on.system.pendingQuestions()]).toEqual([[], []]);
    const notPending = expect.objectContaining({ code: 'not_pending' }) as Error;
    expect(() => found.answer(allow as never)).toThrow(notPending);
    expect(() => on.system.answerQuestion(found.id, allow)).toThrow(notPending);
    expect([on.ran, on.reports]).toEqual([[], []]);
  });

  test('by the CLI itself, while the turn goes on', async () => {
    const on = await toolStage({ canUseTool: 'ask' });
    const withdrawal = new AbortController();
    const asked = ask(on, question({ agent_id: 'x' }), { signal: withdrawal.signal });
    await on.settle();
    const found = only(on.session);
    withdrawal.abort();
    await on.settle();
    expect([found.signal.aborted, on.session.pendingQuestions()]).toEqual([true, []]);
    expect(asked.answer).toBe("'can_use_tool' was withdrawn.");
  });
});

test('what a callback answers to a question that was withdrawn goes nowhere, and is no fault', async () => {
  let answer: (allowed: typeof allow) => void = () => undefined;
  const on = await toolStage({ canUseTool: () => new Promise((resolve) => (answer = resolve)) });
  const asked = ignoring(on.session.query('a'));
  await on.settle();
  await on.session.interrupt();
  await asked;
  const before = on.cli.written.length;
  answer(allow);
  await on.settle();
  expect([on.cli.written.length - before, on.reports]).toEqual([0, []]);
});

test.each([
  ['as its signal says', undefined, 0],
  ['for another reason', new Error('broken'), 1],
])(
  'a callback that rejects when its question is withdrawn, %s, is reported only where that is a fault',
  async (_, fault, reports) => {
    const on = await toolStage({
      canUseTool: (_tool, _input, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(fault ?? (signal.reason as Error)));
        }),
    });
    const asked = ignoring(on.session.query('a'));
    await on.settle();
    await on.session.interrupt();
    await asked;
    await on.settle();
    expect([on.session.state, on.reports.length]).toEqual(['ready', reports]);
  },
);

test('the end of its input denies what is pending, and the turn is carried through', async () => {
  const on = await toolStage({ canUseTool: 'ask' });
  on.cli.behave({ ignoresInterrupts: true });
  void ignoring(on.session.query('a'));
  await on.settle();
  const stopped = on.session.stop();
  await on.clock.advance(60_000);
  await stopped;
  expect(on.told).toEqual([
    'Tool permission request failed: AbortError: Tool permission stream closed before response received',
  ]);
});
