import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PermissionMode, Session } from 'troupe';
import { gate, toolUse } from 'troupe/testing';
import { realCli, type RealCli } from '../support/real-cli.js';
import { DENY, modeOf, onDisk, write } from './asking.js';

interface Expected {
  /** What was asked for, in the order of the calls. */
  readonly asked: readonly string[];
  /** What was done, when everything that was asked for was denied. */
  readonly done: readonly string[];
}

const ALL = ['edit inside', 'command', 'edit outside'];

const modes: Readonly<Record<PermissionMode, Expected>> = {
  default: { asked: ALL, done: [] },
  acceptEdits: { asked: ['command', 'edit outside'], done: ['edit inside'] },
  // The command is judged by a classifier that there is none of behind an API of our own: it is refused, nobody is asked.
  plan: { asked: ['edit inside', 'edit outside'], done: [] },
  auto: { asked: [], done: ['edit inside'] },
  dontAsk: { asked: [], done: [] },
  bypassPermissions: { asked: [], done: ALL },
};

async function tryAll(cli: RealCli, session: Session): Promise<readonly string[]> {
  const outside = join(cli.sandbox.root, 'edit outside');
  cli.api.enqueue(
    write(cli, 'edit inside'),
    toolUse('Bash', { command: 'node -e 0 >command', description: 'command' }),
    toolUse('Write', { file_path: outside, content: '' }),
  );
  await session.query('Do all of it.');
  return ALL.filter((file) => onDisk(cli, file) !== undefined || existsSync(join(cli.sandbox.root, file)));
}

describe.each(Object.entries(modes) as [PermissionMode, Expected][])('the mode %s', (mode, expected) => {
  it('does what it says from when it is set, and is read back', async () => {
    await using cli = await realCli();
    const asked: string[] = [];
    const session = cli.start({
      allowDangerouslySkipPermissions: true,
      canUseTool: (_tool, { file_path: path, description }) => {
        asked.push(typeof path === 'string' ? path.slice(path.lastIndexOf('/') + 1) : String(description));
        return DENY;
      },
    });
    expect(await session.setPermissionMode(mode)).toEqual({ mode });
    const done = await tryAll(cli, session);
    expect({ asked, done }).toEqual(expected);
    expect(await modeOf(session)).toBe(mode);
  });
});

describe('setPermissionMode', () => {
  it('counts for the calls that a turn still makes', async () => {
    await using cli = await realCli();
    const first = gate(write(cli, 'b'));
    cli.api.enqueue(write(cli, 'a'), first);
    const session = cli.start();
    const answer = session.query('go');
    await first.reached;
    await session.setPermissionMode('acceptEdits');
    first.open();
    await answer;
    expect([onDisk(cli, 'a'), onDisk(cli, 'b')]).toEqual([undefined, 'b']);
  });

  it('to bypassPermissions is refused with what is missing, where the session was started without it', async () => {
    await using cli = await realCli();
    const session = cli.start();
    await expect(session.setPermissionMode('bypassPermissions')).rejects.toMatchObject({
      code: 'invalid_option',
      option: 'allowDangerouslySkipPermissions',
      message: expect.stringContaining('allowDangerouslySkipPermissions: true') as unknown,
    });
    expect(await modeOf(session)).toBe('default');
  });

  it('to a mode that there is not is refused in the CLI’s own words, with its code', async () => {
    await using cli = await realCli();
    const session = cli.start();
    await expect(session.setPermissionMode('reckless' as PermissionMode)).rejects.toMatchObject({
      code: 'control_failed',
      controlCode: 'invalid_mode',
      message: expect.stringContaining('must be one of acceptEdits') as unknown,
    });
    expect(await modeOf(session)).toBe('default');
  });
});
