import type { CanUseTool } from 'troupe';
import { describe, expect, test, vi } from 'vitest';
import { toolStage } from './fixture.js';

const allow = { behavior: 'allow' } as const;

describe('canUseTool', () => {
  test('is asked once for each use of a tool, with the arguments of the official SDK', async () => {
    const canUseTool = vi.fn<CanUseTool>(() => allow);
    const fields = {
      permission_suggestions: [{ type: 'setMode', mode: 'acceptEdits', destination: 'session' }],
      blocked_path: '/a',
      mcp_server: { name: 'files', source: 'sdk' },
      decision_reason: 'outside',
      decision_reason_type: 'workingDir',
      title: 'May it?',
      display_name: 'Write a file',
      description: 'a',
      default_to_no: true,
      suppress_always_allow_rule: true,
      requires_user_interaction: true,
      matched_ask_rule: { source: 'userSettings', tool_name: 'Write', rule_content: 'a*' },
      classifier_approvable: null,
    };
    const { session, ran } = await toolStage({ canUseTool }, { fields });
    await session.query('a');
    expect(ran).toEqual([{ path: 'a' }]);
    expect(canUseTool.mock.calls).toEqual([
      [
        'Write',
        { path: 'a' },
        {
          toolUseID: expect.stringMatching(/^toolu_/) as string,
          suggestions: fields.permission_suggestions,
          blockedPath: '/a',
          mcpServer: fields.mcp_server,
          decisionReason: 'outside',
          decisionReasonType: 'workingDir',
          title: 'May it?',
          displayName: 'Write a file',
          description: 'a',
          defaultToNo: true,
          suppressAlwaysAllowRule: true,
          requiresUserInteraction: true,
          matchedAskRule: { source: 'userSettings', toolName: 'Write', ruleContent: 'a*' },
          signal: expect.any(AbortSignal) as AbortSignal,
          requestId: expect.any(String) as string,
        },
      ],
    ]);
  });

  test.each<[how: string, canUseTool: CanUseTool]>([
    ['at once', () => ({ behavior: 'allow', updatedInput: { path: 'b' } })],
    ['later', () => Promise.resolve({ behavior: 'allow', updatedInput: { path: 'b' } })],
  ])('allows a tool, with another input, %s', async (_, canUseTool) => {
    const { session, ran, told } = await toolStage({ canUseTool });
    await session.query('a');
    expect([ran, told]).toEqual([[{ path: 'b' }], ['done']]);
  });

  test('denies a tool in its own words, and the turn goes on', async () => {
    const { session, ran, told } = await toolStage({
      canUseTool: () => ({ behavior: 'deny', message: 'Not this one.' }),
    });
    const { result } = await session.query('a');
    expect([ran, told, result]).toEqual([[], ['Not this one.'], 'over']);
  });

  test('denies a tool and ends the turn with it; the next is answered', async () => {
    const answers = [{ behavior: 'deny', message: 'Stop.', interrupt: true } as const, allow];
    const { session } = await toolStage({ canUseTool: () => answers.shift() ?? allow });
    await expect(session.query('a')).rejects.toMatchObject({ code: 'interrupted' });
    expect(await session.query('b')).toMatchObject({ result: 'over' });
  });

  test('leaves the question to others by null, also when it says so late', async () => {
    for (const left of [null, Promise.resolve(null)]) {
      const { session, told, settle } = await toolStage({ canUseTool: () => left });
      const answered = session.query('a');
      await settle();
      expect(session.pendingPermissions()).toHaveLength(1);
      session.pendingPermissions()[0]?.answer(allow);
      await answered;
      expect(told).toEqual(['done']);
    }
  });
});

const secret = 'a secret of the tool';

describe('a canUseTool that fails denies the tool, is reported with its name, and tells the model nothing of it:', () => {
  const thrown = new Error('It is broken.');
  const throwsText = (): never => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- whatever user code throws
    throw secret;
  };
  test.each<[how: string, canUseTool: () => unknown]>([
    [
      'it throws',
      () => {
        throw thrown;
      },
    ],
    ['it throws what is no error', throwsText],
    ['it rejects', () => Promise.reject(thrown)],
    ['it returns nothing', () => undefined],
    ['it returns nonsense', () => ({ behavior: 'maybe', secret })],
    ['it denies without words', () => ({ behavior: 'deny' })],
    ['its input is none', () => ({ behavior: 'allow', updatedInput: secret })],
    ['its input cannot be written', () => ({ behavior: 'allow', updatedInput: { size: 1n } })],
    ['its updates are none', () => ({ behavior: 'allow', updatedPermissions: [{ type: 'setMode' }] })],
    [
      'its promise is a thenable that throws',
      () => ({
        then: () => {
          throw thrown;
        },
      }),
    ],
  ])('%s', async (_, canUseTool) => {
    const { session, ran, told, reports } = await toolStage({ canUseTool: canUseTool as CanUseTool });
    expect(await session.query('a')).toMatchObject({ result: 'over' });
    expect([ran, told]).toEqual([[], ['It could not be decided whether this tool may be used.']]);
    expect(reports).toHaveLength(1);
    expect(reports[0]).toMatch(/^Fault in canUseTool\. .*"sessionName":"worker"/);
  });
});

test('a canUseTool whose promise settles twice is heard once', async () => {
  const twice = {
    then: (resolve: (value: unknown) => void, reject: (reason: unknown) => void) => {
      resolve(allow);
      resolve({ behavior: 'deny', message: 'no' });
      reject(new Error('late'));
    },
  };
  const { session, told, reports } = await toolStage({
    canUseTool: (() => twice) as unknown as CanUseTool,
  });
  await session.query('a');
  expect([told, reports]).toEqual([['done'], []]);
});

describe('a canUseTool that never answers', () => {
  const hanging = { canUseTool: () => new Promise<never>(() => undefined) };

  test('leaves the session usable: other requests settle, an interrupt ends the turn, the next is served', async () => {
    const { session, settle } = await toolStage(hanging);
    const first = session.query('a').catch((error: unknown) => error);
    await settle();
    expect(await session.setModel('haiku')).toEqual({ model: 'claude-haiku-5-5' });
    expect(await session.interrupt()).toBe('interrupted');
    expect(await first).toMatchObject({ code: 'interrupted' });
    const second = session.query('b').catch((error: unknown) => error);
    await settle();
    expect(session.pendingPermissions()).toMatchObject([{ input: { path: 'b' } }]);
    await session.interrupt();
    await second;
  });

  test('does not hold up a stop', async () => {
    const { session, settle } = await toolStage(hanging);
    const asked = session.query('a').catch((error: unknown) => error);
    await settle();
    await session.stop();
    expect(await asked).toMatchObject({ code: 'stopped' });
    expect(session.pendingPermissions()).toEqual([]);
  });
});

test('without canUseTool no tool is asked about', async () => {
  const { session } = await toolStage({});
  await expect(session.query('a')).rejects.toMatchObject({ code: 'crashed' });
});
