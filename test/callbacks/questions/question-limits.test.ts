import { describe, expect, test } from 'vitest';
import { ask, only, question, toolStage } from './fixture.js';

const servers = { srv: { command: 'srv' } };
const elicitation = { subtype: 'elicitation', mcp_server_name: 'srv', message: 'Your name?' } as const;
const dialog = { subtype: 'request_user_dialog', dialog_kind: 'k', payload: {} } as const;
const everything = {
  canUseTool: 'ask',
  onElicitation: 'ask',
  onUserDialog: 'ask',
  supportedDialogKinds: ['k'],
  mcpServers: servers,
} as const;

describe('a question that nobody answers within permissionTimeout', () => {
  test('denies the tool, elicitations and dialogs are cancelled; not a moment before', async () => {
    const on = await toolStage({ ...everything, permissionTimeout: 5_000 });
    const asked = [ask(on, question({ agent_id: 'x' })), ask(on, elicitation), ask(on, dialog)];
    await on.clock.advance(4_999);
    expect(asked.map(({ answer }) => answer)).toEqual([undefined, undefined, undefined]);
    expect(on.session.pendingQuestions()).toHaveLength(3);
    await on.clock.advance(1);
    const message = 'Nobody answered in time whether this tool may be used.';
    expect(asked.map(({ answer }) => answer)).toEqual([
      { behavior: 'deny', message, toolUseID: 'toolu_1' },
      { action: 'cancel' },
      { behavior: 'cancelled' },
    ]);
  });

  test('is over: its signal fires, it is listed no more, and a late answer is refused', async () => {
    const on = await toolStage({ canUseTool: 'ask', permissionTimeout: 5_000 });
    const answered = on.session.query('a');
    await on.settle();
    const found = only(on.session);
    await on.clock.advance(5_000);
    await answered;
    expect([found.signal.aborted, on.session.pendingQuestions(), on.ran]).toEqual([true, [], []]);
    expect(() => on.system.answerQuestion(found.id, { behavior: 'allow' })).toThrow(
      expect.objectContaining({ code: 'not_pending' }) as Error,
    );
  });

  test('is over for its callback, too, whose late answer goes nowhere', async () => {
    let signal: AbortSignal | undefined;
    const on = await toolStage({
      permissionTimeout: 5_000,
      canUseTool: (_tool, _input, context) => {
        ({ signal } = context);
        return new Promise(() => undefined);
      },
    });
    const answered = on.session.query('a');
    await on.clock.advance(5_000);
    await answered;
    expect([signal?.aborted, on.ran]).toEqual([true, []]);
  });
});

test('a question has no time limit of its own unless one is set', async () => {
  const on = await toolStage(everything);
  const asked = [ask(on, question({ agent_id: 'x' })), ask(on, elicitation), ask(on, dialog)];
  await on.clock.advance(365 * 24 * 3_600_000);
  expect(asked.map(({ answer }) => answer)).toEqual([undefined, undefined, undefined]);
  expect(on.session.pendingQuestions()).toHaveLength(3);
});

test('a question that is answered leaves no timer', async () => {
  const on = await toolStage({ canUseTool: 'ask', permissionTimeout: 5_000 });
  const before = on.clock.pending;
  ask(on, question({ agent_id: 'x' }));
  await on.settle();
  expect(on.clock.pending).toBe(before + 1);
  on.session.pendingPermissions()[0]?.answer({ behavior: 'allow' });
  await on.settle();
  expect(on.clock.pending).toBe(before);
});
