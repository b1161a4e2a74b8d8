import type { HookCallback, HookInput, Hooks, Session } from 'troupe';
import { toolUse } from 'troupe/testing';
import { describe, expect, it } from 'vitest';
import { realCli } from '../support/real-cli.js';
import { AT_ONCE, kill, supervisedCli, untilReady } from '../support/supervised-tree.js';

const bash = toolUse('Bash', { command: 'true' });

function denying(denied: unknown[]): Hooks {
  const hook: HookCallback<'PreToolUse'> = ({ session_id: id }) => {
    denied.push(id);
    return { decision: 'block', reason: 'by the hook' };
  };
  return { PreToolUse: [{ hooks: [hook] }] };
}

it('hooks are called in later turns, and after a clear', async () => {
  await using cli = await realCli();
  const denied: unknown[] = [];
  const session = cli.start({ allowedTools: ['Bash'], hooks: denying(denied) });
  const ids: unknown[] = [];
  for (const prompt of ['first', 'second', 'third']) {
    if (prompt === 'third') await session.clear();
    cli.api.enqueue(bash, 'done');
    await session.query(prompt);
    ids.push(session.sessionId);
    expect(cli.api.requests.at(-1)?.toolResults.at(-1)?.text).toContain('by the hook');
  }
  expect(denied).toEqual(ids);
  expect(new Set(ids).size).toBe(2);
});

it('hooks are called after a restart by the supervisor', async () => {
  await using cli = await supervisedCli();
  const denied: unknown[] = [];
  const worker = { name: 'worker', ...AT_ONCE, allowedTools: ['Bash'], hooks: denying(denied) } as const;
  await using sup = await cli.system.startSupervisor({ name: 'team', children: [worker] });
  const session = sup.getSession('worker');
  await session.query('remember this');
  kill(sup, 'worker');
  await untilReady(sup, 'worker', 1);
  cli.api.enqueue(bash, 'done');
  await session.query('go on');
  expect(denied).toEqual([session.sessionId]);
  expect(cli.api.requests.at(-1)?.holds('remember this')).toBe(true);
  expect(cli.api.requests.at(-1)?.toolResults.at(-1)?.text).toContain('by the hook');
});

describe('a hook that uses its own session', () => {
  it('may change its model, and asks nothing of it that comes after its own turn', async () => {
    await using cli = await realCli({ reply: 'done' });
    cli.api.enqueue(bash);
    const outcomes: unknown[] = [];
    const hook = async (): Promise<undefined> => {
      outcomes.push(await session.setModel('claude-haiku-4-5-20251001'));
      for (const call of [() => session.query('from the hook'), () => session.clear()])
        outcomes.push(await call().catch((error: unknown) => error));
    };
    const session: Session = cli.start({
      allowedTools: ['Bash'],
      hooks: { PreToolUse: [{ hooks: [hook] }] },
    });
    expect(await session.query('go')).toMatchObject({ result: 'done' });
    expect(outcomes).toMatchObject([
      { model: 'claude-haiku-4-5-20251001' },
      { code: 'calling_self' },
      { code: 'calling_self' },
    ]);
    expect(cli.api.requests.at(-1)?.model).toBe('claude-haiku-4-5-20251001');
    await expect(session.query('from without')).resolves.toMatchObject({ result: 'done' });
  });

  it('may interrupt its turn', async () => {
    await using cli = await realCli();
    cli.api.enqueue(bash);
    const hook = async (): Promise<undefined> => {
      await session.interrupt();
    };
    const session: Session = cli.start({
      allowedTools: ['Bash'],
      hooks: { PreToolUse: [{ hooks: [hook] }] },
    });
    await expect(session.query('go')).rejects.toMatchObject({ code: 'interrupted' });
    expect(cli.api.requests).toHaveLength(1);
    expect(await session.query('next')).toMatchObject({ result: 'ok' });
  });

  it('may stop it', async () => {
    await using cli = await realCli();
    cli.api.enqueue(bash);
    const hook = async (): Promise<undefined> => {
      await session.stop();
    };
    const session: Session = cli.start({
      allowedTools: ['Bash'],
      hooks: { PreToolUse: [{ hooks: [hook] }] },
    });
    await expect(session.query('go')).rejects.toMatchObject({ code: 'stopped' });
    await session.stop();
    expect(session.state).toBe('stopped');
  });

  it('may ask another session', async () => {
    await using cli = await realCli();
    cli.api.setReply(({ lastUserText }) => (lastUserText.includes('Is it allowed?') ? 'no' : 'done'));
    cli.api.enqueue(bash);
    const judge = cli.start();
    const hook = async (input: HookInput) => {
      const { result } = await judge.query(`Is it allowed? ${JSON.stringify(input)}`);
      return { decision: result === 'no' ? 'block' : 'approve' } as const;
    };
    const session = cli.start({ allowedTools: ['Bash'], hooks: { PreToolUse: [{ hooks: [hook] }] } });
    expect(await session.query('go')).toMatchObject({ result: 'done' });
    expect(cli.api.requests.at(-1)?.toolResults).toMatchObject([{ isError: true }]);
  });
});
