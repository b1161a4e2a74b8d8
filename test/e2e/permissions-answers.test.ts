import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CanUseTool, PermissionResult, PermissionUpdate } from 'troupe';
import { reply, toolUse } from 'troupe/testing';
import { realCli } from '../support/real-cli.js';
import { silent } from '../support/supervised-tree.js';
import { ALLOW, DENY, onDisk, toolResults, write } from './asking.js';

describe('canUseTool', () => {
  it('that allows lets the tool do what it was called for', async () => {
    await using cli = await realCli();
    const asked: unknown[] = [];
    cli.api.enqueue(write(cli, 'a', 'content'));
    const session = cli.start({
      canUseTool: (...question) => {
        asked.push([...question, question[2].signal.aborted]);
        return ALLOW;
      },
    });
    const result = await session.query('go');
    expect(onDisk(cli, 'a')).toBe('content');
    expect(result.permission_denials).toEqual([]);
    const [call] = toolResults(cli.api);
    expect(asked).toEqual([
      [
        'Write',
        { file_path: join(cli.sandbox.cwd, 'a'), content: 'content' },
        expect.objectContaining({
          toolUseID: call?.toolUseId,
          requestId: expect.any(String) as unknown,
          signal: expect.any(AbortSignal) as unknown,
          suggestions: [{ type: 'setMode', mode: 'acceptEdits', destination: 'session' }],
        }),
        false,
      ],
    ]);
  });

  it('that denies keeps it from that; the model is told why, and the turn goes on', async () => {
    await using cli = await realCli();
    cli.api.enqueue(write(cli, 'a'), 'Then not.');
    const result = await cli.start({ canUseTool: () => DENY }).query('go');
    expect(onDisk(cli, 'a')).toBeUndefined();
    expect(toolResults(cli.api)).toMatchObject([{ isError: true, text: 'Not today.' }]);
    expect(result).toMatchObject({ result: 'Then not.', permission_denials: [{ tool_name: 'Write' }] });
  });

  it('that denies and interrupts ends the turn, and the next one is answered', async () => {
    await using cli = await realCli();
    cli.api.enqueue(write(cli, 'a'));
    const session = cli.start({ canUseTool: () => ({ ...DENY, interrupt: true }) });
    expect(await session.stream('go').finalResult()).toMatchObject({ terminal_reason: 'aborted_tools' });
    expect([onDisk(cli, 'a'), cli.api.requests.length]).toEqual([undefined, 1]);
    expect(await session.query('next')).toMatchObject({ result: 'ok' });
  });

  it('may change what the tool is called with', async () => {
    await using cli = await realCli();
    cli.api.enqueue(write(cli, 'a'));
    const updatedInput = { file_path: join(cli.sandbox.cwd, 'b'), content: 'something else' };
    await cli.start({ canUseTool: () => ({ ...ALLOW, updatedInput }) }).query('go');
    expect([onDisk(cli, 'a'), onDisk(cli, 'b')]).toEqual([undefined, 'something else']);
  });

  it('may spare the next such question, for this session', async () => {
    await using cli = await realCli();
    const rule: PermissionUpdate = {
      type: 'addRules',
      rules: [{ toolName: 'Write' }],
      behavior: 'allow',
      destination: 'session',
    };
    const asked: string[] = [];
    const session = cli.start({
      canUseTool: (tool) => {
        asked.push(tool);
        return { ...ALLOW, updatedPermissions: [rule] };
      },
    });
    cli.api.enqueue(write(cli, 'a'), write(cli, 'b'));
    await session.query('go');
    expect([onDisk(cli, 'a'), onDisk(cli, 'b'), asked]).toEqual(['a', 'b', ['Write']]);
  });

  it('may have what was suggested written into the settings of the project', async () => {
    await using cli = await realCli();
    cli.api.enqueue(toolUse('Bash', { command: 'node -e 0 >a', description: 'a' }));
    const canUseTool: CanUseTool = (_tool, _input, { suggestions = [] }) => ({
      behavior: 'allow',
      updatedPermissions: suggestions.filter(({ destination }) => destination === 'localSettings'),
    });
    await cli.start({ canUseTool }).query('go');
    const settings = readFileSync(join(cli.sandbox.cwd, '.claude', 'settings.local.json'), 'utf8');
    expect(JSON.parse(settings)).toMatchObject({
      permissions: { allow: [expect.stringContaining('node -e 0') as unknown] },
    });
  });

  it('is asked once at a time, in order, about calls that the model makes together', async () => {
    await using cli = await realCli();
    let pending = 0;
    const asked: unknown[] = [];
    const session = cli.start({
      canUseTool: async (_tool, { content }) => {
        pending += 1;
        asked.push([content, pending, onDisk(cli, 'a')]);
        await Promise.resolve();
        pending -= 1;
        return ALLOW;
      },
    });
    cli.api.enqueue(reply(write(cli, 'a'), write(cli, 'b'), write(cli, 'c')));
    await session.query('go');
    expect(asked).toEqual([
      ['a', 1, undefined],
      ['b', 1, 'a'],
      ['c', 1, 'a'],
    ]);
    expect(['a', 'b', 'c'].map((file) => onDisk(cli, file))).toEqual(['a', 'b', 'c']);
  });

  it('that throws, or answers nonsense, denies; the host is told by the logger', async () => {
    const errors: string[] = [];
    const logger = { ...silent, error: (message: string) => errors.push(message) };
    await using cli = await realCli({ system: { logger } });
    const session = cli.start({
      canUseTool: (_tool, { content }) => {
        if (content === 'a') throw new Error('out of order');
        return 'yes' as unknown as PermissionResult;
      },
    });
    cli.api.enqueue(write(cli, 'a'), write(cli, 'b'));
    await session.query('go');
    expect([onDisk(cli, 'a'), onDisk(cli, 'b')]).toEqual([undefined, undefined]);
    expect(toolResults(cli.api)).toMatchObject([{ isError: true }, { isError: true }]);
    expect(errors).toHaveLength(2);
    for (const error of errors) expect(error).toContain('canUseTool');
  });

  it('is not there: what would be asked for is denied', async () => {
    await using cli = await realCli();
    cli.api.enqueue(write(cli, 'a'));
    await cli.start().query('go');
    expect(onDisk(cli, 'a')).toBeUndefined();
    expect(toolResults(cli.api)).toMatchObject([{ isError: true }]);
  });
});
