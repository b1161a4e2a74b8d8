import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toolUse } from 'troupe/testing';
import { expect, it } from 'vitest';
import { realCli } from '../support/real-cli.js';
import { until } from '../support/until.js';
import { told, untilSeen } from './told.js';

it('InstructionsLoaded tells of a CLAUDE.md that is read, and why', async () => {
  await using cli = await realCli();
  const { cwd } = cli.sandbox;
  await mkdir(join(cwd, 'deep'));
  await writeFile(join(cwd, 'CLAUDE.md'), 'Be kind. @more.md\n');
  await writeFile(join(cwd, 'more.md'), 'Be brief.\n');
  await writeFile(join(cwd, 'deep/CLAUDE.md'), 'Be deep.\n');
  await writeFile(join(cwd, 'deep/file.txt'), 'text\n');
  cli.api.enqueue(toolUse('Read', { file_path: join(cwd, 'deep/file.txt') }), 'done');
  const seen = told(['InstructionsLoaded']);
  await cli.start({ settingSources: ['project'], hooks: seen.hooks }).query('go');
  const of = (reason: string) =>
    seen.of('InstructionsLoaded').filter(({ load_reason: given }) => given === reason);
  await until(() => of('nested_traversal').length > 0);
  const project = { memory_type: 'Project' };
  expect(of('nested_traversal')[0]).toMatchObject({
    ...project,
    file_path: join(cwd, 'deep/CLAUDE.md'),
    trigger_file_path: join(cwd, 'deep/file.txt'),
  });
  // A CLI that starts slowly reads these before it knows of any hook.
  for (const input of of('session_start'))
    expect(input).toMatchObject({ ...project, file_path: join(cwd, 'CLAUDE.md') });
  for (const input of of('include')) {
    const parent = join(cwd, 'CLAUDE.md');
    expect(input).toMatchObject({ ...project, file_path: join(cwd, 'more.md'), parent_file_path: parent });
  }
});

it('ConfigChange tells of a settings file that was changed', async () => {
  await using cli = await realCli();
  const file = join(cli.sandbox.cwd, '.claude/settings.json');
  await mkdir(join(cli.sandbox.cwd, '.claude'));
  await writeFile(file, '{}');
  const seen = told(['ConfigChange']);
  await cli.start({ settingSources: ['project'], hooks: seen.hooks }).query('go');
  await untilSeen(file, () => seen.events.length > 0);
  expect(seen.of('ConfigChange')[0]).toMatchObject({ source: 'project_settings', file_path: file });
});

it('FileChanged tells of a file that another hook has asked to watch', async () => {
  await using cli = await realCli();
  const file = join(cli.sandbox.cwd, 'watched.txt');
  await writeFile(file, 'as it was');
  const seen = told(['SessionStart', 'FileChanged'], ({ hook_event_name: event }) =>
    event === 'SessionStart' ? { hookSpecificOutput: { hookEventName: event, watchPaths: [file] } } : {},
  );
  const session = cli.start({ hooks: seen.hooks });
  await session.query('go');
  await session.clear();
  await untilSeen(file, () => seen.of('FileChanged').length > 0);
  expect(seen.of('FileChanged')[0]).toMatchObject({ file_path: file, event: 'change' });
});

it('DirectoryAdded tells of register_repo_root', async () => {
  await using cli = await realCli();
  const directory = join(cli.sandbox.cwd, 'sub');
  await mkdir(directory);
  const seen = told(['DirectoryAdded']);
  await cli.start({ hooks: seen.hooks }).control('register_repo_root', { directory });
  await until(() => seen.events.length === 1);
  expect(seen.of('DirectoryAdded')).toMatchObject([{ directory, source: 'register_repo_root' }]);
});

it('WorktreeCreate says where a worktree is, and WorktreeRemove is told to remove it', async () => {
  await using cli = await realCli();
  const worktreePath = join(cli.sandbox.root, 'worktree');
  await mkdir(worktreePath);
  const seen = told(['WorktreeCreate', 'WorktreeRemove'], ({ hook_event_name: event }) =>
    event === 'WorktreeCreate' ? { hookSpecificOutput: { hookEventName: event, worktreePath } } : {},
  );
  cli.api.enqueue(
    toolUse('EnterWorktree', { name: 'elsewhere' }),
    toolUse('Bash', { command: 'pwd' }),
    toolUse('ExitWorktree', { action: 'remove', discard_changes: true }),
    'done',
  );
  await cli.start({ allowedTools: ['EnterWorktree', 'ExitWorktree', 'Bash'], hooks: seen.hooks }).query('go');
  expect(seen.of('WorktreeCreate')).toMatchObject([{ name: 'elsewhere', cwd: cli.sandbox.cwd }]);
  expect(cli.api.requests[2]?.toolResults.at(-1)?.text).toContain(worktreePath);
  expect(seen.of('WorktreeRemove')).toMatchObject([{ worktree_path: worktreePath }]);
});

it('CwdChanged, Setup and TeammateIdle stay with the CLI, whatever is done to see them', async () => {
  await using cli = await realCli();
  await mkdir(join(cli.sandbox.cwd, 'sub'));
  cli.api.enqueue(toolUse('Bash', { command: 'cd sub' }), 'done');
  const seen = told(['PostToolUse', 'CwdChanged', 'Setup', 'TeammateIdle']);
  const session = cli.start({
    allowedTools: ['Bash'],
    extraArgs: { init: null },
    env: { ...cli.sandbox.options.env, CLAUDE_CODE_EXPERIMENTAL_AGENT_TEAMS: '1' },
    hooks: seen.hooks,
  });
  await session.query('go');
  await session.query('go on');
  expect(seen.of('PostToolUse')).toMatchObject([{ cwd: join(cli.sandbox.cwd, 'sub') }]);
  expect(seen.events).toEqual(['PostToolUse']);
});
