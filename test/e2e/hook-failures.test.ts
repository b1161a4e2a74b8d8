import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HookCallback, Message, Session } from 'troupe';
import { toolUse } from 'troupe/testing';
import { describe, expect, it } from 'vitest';
import { deferred } from '../../src/base/deferred.js';
import { realCli, type RealCli } from '../support/real-cli.js';

/** A CLI, and what was reported to the logger of its host. */
async function reportingCli(): Promise<RealCli & { readonly reports: readonly string[] }> {
  const reports: string[] = [];
  const error = (message: string): number => reports.push(message);
  const logger = { debug: () => undefined, warn: () => undefined, error };
  return Object.assign(await realCli({ system: { logger } }), { reports });
}

const touch = (file: string) => toolUse('Bash', { command: `touch ${file}` });

const SECRET = 'the-password-of-the-database';

type Hook = HookCallback<'PreToolUse'>;

const failures: Readonly<Record<string, [hook: Hook, isReported: boolean]>> = {
  throws: [
    () => {
      throw new Error(SECRET);
    },
    true,
  ],
  rejects: [() => Promise.reject(new Error(SECRET)), true],
  'returns a text': [(() => SECRET) as unknown as Hook, true],
  'returns what cannot be written': [() => ({ reason: SECRET, at: 1n }), true],
  'misspells its denial': [
    () => ({
      hookSpecificOutput: {
        hookEventName: 'PreToolUse',
        permissionDecison: 'deny',
        permissionDecisionReason: SECRET,
      },
    }),
    true,
  ],
  'says what the CLI does not know': [
    (() => ({
      hookSpecificOutput: { hookEventName: 'PreToolUse', permissionDecision: SECRET },
    })) as unknown as Hook,
    false,
  ],
};

describe.each(Object.entries(failures))('a PreToolUse hook that %s', (_, [hook, isReported]) => {
  it('is passed over, or stops the tool by onFailure, and is reported to the host and not to the CLI', async () => {
    await using cli = await reportingCli();
    const start = (onFailure?: 'block'): Session =>
      cli.start({ allowedTools: ['Bash'], hooks: { PreToolUse: [{ hooks: [hook], onFailure }] } });
    const said: Message[] = [];
    cli.api.enqueue(touch('passed-over'), 'done', touch('blocked'), 'done');
    said.push(...(await start().stream('go').collect()).messages);
    said.push(...(await start('block').stream('go').collect()).messages);

    expect(existsSync(join(cli.sandbox.cwd, 'passed-over'))).toBe(true);
    expect(existsSync(join(cli.sandbox.cwd, 'blocked'))).toBe(false);
    expect(cli.api.requests[3]?.toolResults).toMatchObject([
      { isError: true, text: expect.stringContaining('PreToolUse:Bash hook error') as string },
    ]);
    const report = 'Fault in a hook of PreToolUse.';
    expect(cli.reports).toEqual(isReported ? [report, report] : []);
    const warnings = said.filter(
      (message) => message.type === 'system' && message.subtype === 'informational',
    );
    expect(warnings).toMatchObject([{ tag: 'hook_callback_failed' }, { tag: 'hook_callback_failed' }]);
    expect(JSON.stringify(said)).not.toContain(SECRET);
    expect(cli.api.requests.some((request) => request.holdsAnywhere(SECRET))).toBe(false);
    expect(filesThatHold(SECRET, cli.sandbox.configDir)).toEqual([]);
  });
});

it('an output of another event stops the tool whatever onFailure says, and is reported', async () => {
  await using cli = await reportingCli();
  const hook = (() => ({
    hookSpecificOutput: { hookEventName: 'PostToolUse', permissionDecision: 'deny' },
  })) as unknown as Hook;
  cli.api.enqueue(touch('made'), 'done');
  const session = cli.start({
    allowedTools: ['Bash'],
    hooks: { PreToolUse: [{ hooks: [hook], onFailure: 'continue' }] },
  });
  await session.query('go');
  expect(existsSync(join(cli.sandbox.cwd, 'made'))).toBe(false);
  expect(cli.reports).toEqual(['Fault in a hook of PreToolUse.']);
});

it('a prompt whose hook fails is blocked by onFailure, and the next one is served', async () => {
  await using cli = await reportingCli();
  const hook: HookCallback<'UserPromptSubmit'> = ({ prompt }) => {
    if (prompt === 'bad') throw new Error(SECRET);
  };
  const session = cli.start({ hooks: { UserPromptSubmit: [{ hooks: [hook], onFailure: 'block' }] } });
  expect(await session.query('bad')).toMatchObject({ num_turns: 0 });
  expect(cli.api.requests).toHaveLength(0);
  expect(await session.query('good')).toMatchObject({ result: 'ok' });
  expect(cli.reports).toEqual(['Fault in a hook of UserPromptSubmit.']);
});

describe('a hook that never answers', () => {
  it.each(['continue', 'block'] as const)(
    'ends by its timeout, its tool does not run, and what it says late goes nowhere (onFailure %s)',
    async (onFailure) => {
      await using cli = await reportingCli();
      cli.api.enqueue(touch('made'), 'done');
      const late = deferred();
      const aborted = deferred();
      const hook: Hook = async (_, __, { signal }) => {
        signal.addEventListener('abort', () => aborted.resolve());
        await late.promise;
      };
      const session = cli.start({
        allowedTools: ['Bash'],
        hooks: { PreToolUse: [{ hooks: [hook], timeout: 1, onFailure }] },
      });
      await session.query('go');
      await aborted.promise;
      expect(existsSync(join(cli.sandbox.cwd, 'made'))).toBe(false);
      expect(cli.api.requests[1]?.toolResults).toMatchObject([
        { isError: true, text: expect.stringContaining('did not respond before its timeout') as string },
      ]);
      late.resolve();
      expect(await session.query('go on')).toMatchObject({ result: 'ok' });
      expect(existsSync(join(cli.sandbox.cwd, 'made'))).toBe(false);
      expect(cli.reports).toEqual([]);
    },
  );

  it.each<[how: string, end: (session: Session) => Promise<unknown>]>([
    ['an interrupt', (session) => session.interrupt()],
    ['the end of its process', (session) => session.stop()],
  ])('learns of %s by its signal', async (_, end) => {
    await using cli = await reportingCli();
    cli.api.enqueue(touch('made'), 'done');
    const [called, aborted] = [deferred(), deferred()];
    const hook: Hook = (__, ___, { signal }) => {
      called.resolve();
      return new Promise((____, reject) =>
        signal.addEventListener('abort', () => {
          aborted.resolve();
          reject(new Error('nobody waits'));
        }),
      );
    };
    const session = cli.start({ allowedTools: ['Bash'], hooks: { PreToolUse: [{ hooks: [hook] }] } });
    const query = session.query('go').catch(() => 'ended');
    await called.promise;
    await end(session);
    await aborted.promise;
    expect(await query).toBe('ended');
    expect(existsSync(join(cli.sandbox.cwd, 'made'))).toBe(false);
    expect(cli.reports).toEqual([]);
  });
});

function filesThatHold(text: string, folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => readFileSync(file, 'utf8').includes(text));
}
