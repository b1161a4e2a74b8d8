import { describe, expect, it } from 'vitest';
import type { Session, SessionOptions } from 'troupe';
import { toolUse } from 'troupe/testing';
import type { RealCli } from '../support/real-cli.js';
import { AT_ONCE, killed, supervisedCli } from '../support/supervised-tree.js';
import { ALLOW, modeOf, onDisk, write } from './asking.js';

/** One whose requests say how many tokens it may think with. */
const BUDGETED = 'claude-sonnet-4-5-20250929';

interface Survivor {
  readonly session: Session;
  /** Its process is killed; resolves when the next one is ready. */
  readonly restart: () => Promise<void>;
}

async function survivor({ system }: RealCli, options: SessionOptions = {}): Promise<Survivor> {
  const tree = await system.startSupervisor({ children: [{ name: 'a', ...AT_ONCE, ...options }] });
  return { session: tree.getSession('a'), restart: () => killed(tree, 'a') };
}

describe('after a restart', () => {
  it('requests go to the model that was set, and to the default where it was taken back', async () => {
    await using cli = await supervisedCli();
    const { session, restart } = await survivor(cli, { model: 'haiku' });
    await session.query('before');
    await session.setModel('sonnet');
    await restart();
    await session.query('after');
    await session.setModel();
    await restart();
    await session.query('at last');
    const [started, set, unset] = cli.api.requests.map((request) => request.model);
    expect([started, set]).toEqual([expect.stringContaining('haiku'), expect.stringContaining('sonnet')]);
    expect(unset).not.toMatch(/haiku|sonnet/);
  });

  it('the model may think as much as was set, and null still means what the session was started with', async () => {
    await using cli = await supervisedCli();
    const { session, restart } = await survivor(cli, { model: BUDGETED, maxThinkingTokens: 5000 });
    await session.query('before');
    await session.setMaxThinkingTokens(3000, 'summarized');
    await restart();
    await session.query('after');
    await session.setMaxThinkingTokens(null);
    await restart();
    await session.query('at last');
    expect(cli.api.requests.map((request) => request.body.thinking)).toMatchObject([
      { budget_tokens: 5000 },
      { budget_tokens: 3000, display: 'summarized' },
      { budget_tokens: 5000, display: 'summarized' },
    ]);
  });

  it('the permission mode that was set holds, and so does canUseTool', async () => {
    await using cli = await supervisedCli();
    const asked: string[] = [];
    const { session, restart } = await survivor(cli, {
      canUseTool: (tool) => {
        asked.push(tool);
        return ALLOW;
      },
    });
    await session.setPermissionMode('acceptEdits');
    await restart();
    expect(await modeOf(session)).toBe('acceptEdits');
    cli.api.enqueue(write(cli, 'a'), toolUse('Bash', { command: 'node -e 0 >b', description: 'b' }));
    await session.query('go');
    expect([onDisk(cli, 'a'), onDisk(cli, 'b'), asked]).toEqual(['a', '', ['Bash']]);
  });

  it('a mode that came with the approval of a plan holds', async () => {
    await using cli = await supervisedCli();
    const { session, restart } = await survivor(cli, { permissionMode: 'plan', canUseTool: () => ALLOW });
    cli.api.enqueue(toolUse('ExitPlanMode', { plan: 'Do it.' }));
    await session.query('plan');
    await restart();
    expect(await modeOf(session)).toBe('default');
  });

  it('a mode that came with an answer holds', async () => {
    await using cli = await supervisedCli();
    const { session, restart } = await survivor(cli, {
      canUseTool: (_tool, _input, { suggestions = [] }) => ({
        behavior: 'allow',
        updatedPermissions: suggestions.filter(({ type }) => type === 'setMode'),
      }),
    });
    cli.api.enqueue(write(cli, 'a'));
    await session.query('go');
    await restart();
    expect(await modeOf(session)).toBe('acceptEdits');
  });
});

it('a clear keeps what was set', async () => {
  await using cli = await supervisedCli();
  const session = cli.start({ model: 'haiku' });
  await session.query('before');
  await session.setModel(BUDGETED);
  await session.setMaxThinkingTokens(3000);
  await session.setPermissionMode('acceptEdits');
  await session.clear();
  expect(await modeOf(session)).toBe('acceptEdits');
  await session.query('after');
  expect(cli.api.requests.at(-1)).toMatchObject({
    model: BUDGETED,
    body: { thinking: { budget_tokens: 3000 } },
  });
});
