import type { SessionOptions } from 'troupe';
import { describe, expect, test, vi } from 'vitest';
import { ask, only, toolStage } from './fixture.js';

const elicitation = { subtype: 'elicitation', mcp_server_name: 'srv', message: 'Your name?' } as const;
const dialog = { subtype: 'request_user_dialog', dialog_kind: 'k', payload: { a: 1 } } as const;
const base = { mcpServers: { srv: { command: 'srv' } } };
const kinds = { supportedDialogKinds: ['k'] };

/** What the CLI is answered to a request. */
async function answerTo(request: typeof elicitation | typeof dialog, options: SessionOptions) {
  const on = await toolStage({ ...base, ...options });
  const asked = ask(on, request);
  await on.settle();
  return { answer: asked.answer, reports: on.reports };
}

const boom = () => {
  throw new Error('boom');
};

describe('an elicitation', () => {
  test('is put to onElicitation in the words of the official SDK, and answered by it', async () => {
    const onElicitation = vi.fn(() => ({ action: 'accept', content: { name: 'Ada' } }) as const);
    const on = await toolStage({ ...base, onElicitation });
    const details = {
      mode: 'form',
      url: 'https://example.com',
      elicitation_id: 'E1',
      requested_schema: { type: 'object' },
      title: 'T',
      display_name: 'D',
      description: 'S',
    };
    const asked = ask(on, { ...elicitation, ...details });
    await on.settle();
    expect(asked.answer).toEqual({ action: 'accept', content: { name: 'Ada' } });
    expect(onElicitation.mock.calls).toEqual([
      [
        {
          serverName: 'srv',
          message: 'Your name?',
          mode: 'form',
          url: 'https://example.com',
          elicitationId: 'E1',
          requestedSchema: { type: 'object' },
          title: 'T',
          displayName: 'D',
          description: 'S',
        },
        { signal: expect.any(AbortSignal) as AbortSignal, requestId: expect.any(String) as string },
      ],
    ]);
  });

  test('is announced, listed and answered by its id, by what it takes and by nothing else', async () => {
    const on = await toolStage({ ...base, onElicitation: 'ask' });
    const announced: string[] = [];
    on.session.on('elicitation', ({ serverName, message }) => announced.push(`${serverName}: ${message}`));
    const asked = ask(on, elicitation);
    await on.settle();
    const { id, kind } = only(on.session);
    expect([announced, kind, on.session.pendingPermissions()]).toEqual([
      ['srv: Your name?'],
      'elicitation',
      [],
    ]);
    for (const bad of [{ behavior: 'allow' }, { action: 'maybe' }, { action: 'accept', content: 5 }]) {
      expect(() => on.session.answerQuestion(id, bad as never)).toThrow(
        expect.objectContaining({ code: 'invalid_option' }) as Error,
      );
    }
    on.system.answerQuestion(id, { action: 'decline' });
    await on.settle();
    expect(asked.answer).toEqual({ action: 'decline' });
  });

  test('is declined where nobody is to be asked', async () => {
    expect(await answerTo(elicitation, {})).toEqual({ answer: { action: 'decline' }, reports: [] });
  });

  test('is cancelled where onElicitation fails, which is reported with its name', async () => {
    for (const onElicitation of [boom, () => ({}) as never]) {
      const { answer, reports } = await answerTo(elicitation, { onElicitation });
      expect([answer, reports.length]).toEqual([{ action: 'cancel' }, 1]);
      expect(reports[0]).toMatch(/^Fault in onElicitation\./);
    }
  });
});

describe('a dialog', () => {
  test('is put to onUserDialog in the words of the official SDK, and answered by it', async () => {
    const onUserDialog = vi.fn(() => ({ behavior: 'completed', result: [1] }) as const);
    const on = await toolStage({ ...kinds, onUserDialog });
    const asked = ask(on, { ...dialog, tool_use_id: 'toolu_1' });
    await on.settle();
    expect(asked.answer).toEqual({ behavior: 'completed', result: [1] });
    expect(onUserDialog.mock.calls[0]).toMatchObject([
      { dialogKind: 'k', payload: { a: 1 }, toolUseID: 'toolu_1' },
      { requestId: expect.any(String) as string },
    ]);
  });

  test('is announced, listed and answered by its id, by what it takes and by nothing else', async () => {
    const on = await toolStage({ ...kinds, onUserDialog: 'ask' });
    const announced: string[] = [];
    on.session.on('dialog', ({ dialogKind }) => announced.push(dialogKind));
    const asked = ask(on, dialog);
    await on.settle();
    const { id, kind } = only(on.session);
    expect([announced, kind]).toEqual([['k'], 'dialog']);
    expect(() => on.session.answerQuestion(id, { action: 'accept' })).toThrow(
      expect.objectContaining({ code: 'invalid_option' }) as Error,
    );
    on.system.answerQuestion(id, { behavior: 'completed', result: undefined });
    await on.settle();
    expect(asked.answer).toEqual({ behavior: 'completed' });
  });

  test('is cancelled where onUserDialog fails, which is reported with its name', async () => {
    const { answer, reports } = await answerTo(dialog, { ...kinds, onUserDialog: boom });
    expect(answer).toEqual({ behavior: 'cancelled' });
    expect(reports[0]).toMatch(/^Fault in onUserDialog\./);
  });
});
