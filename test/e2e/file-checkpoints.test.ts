import { existsSync, readFileSync } from 'node:fs';
import { symlink, unlink, writeFile } from 'node:fs/promises';
import { toolUse } from 'troupe/testing';
import { describe, expect, it } from 'vitest';
import { checkpoints } from '../../examples/sessions/checkpoints.js';
import { ask, BEFORE, CHECKPOINTED, withFiles } from './files.js';

const NO_CHECKPOINT = 'No file checkpoint found for this message.';

describe('the recipe', () => {
  it('takes back what the model did to files, and tells what that was', async () => {
    await using files = await withFiles();
    files.cli.api.enqueue(...files.changes());
    const told = await checkpoints('change', {
      ...files.cli.sandbox.options,
      allowedTools: ['NotebookEdit'],
    });
    expect(await files.contents()).toEqual(BEFORE);
    expect(told.filesChanged?.toSorted()).toEqual(
      ['created.txt', 'edited.txt', 'notebook.ipynb', 'written.txt'].map(files.path),
    );
    expect(files.cli.api.requests).toHaveLength(8);
  });

  it('is the one on the page', () => {
    const [page, recipe] = ['../../docs/checkpoints.md', '../../examples/sessions/checkpoints.ts'].map(
      (file) => readFileSync(new URL(file, import.meta.url), 'utf8'),
    );
    expect(page).toContain(`\`\`\`ts\n${recipe}\`\`\`\n`);
  });
});

it('what the model did is there until it is taken back, and a dry run touches nothing', async () => {
  await using files = await withFiles();
  files.cli.api.enqueue(...files.changes());
  const session = files.cli.start(CHECKPOINTED);
  const checkpoint = await ask(session, 'change');
  const after = await files.contents();
  expect(after).toEqual(['one\nTWO\n', 'new\n', 'created\n', expect.stringContaining('print(2)')]);

  const would = await session.rewindFiles(checkpoint, { dryRun: true });
  expect(would).toMatchObject({ canRewind: true, insertions: 3, deletions: 4 });
  expect(would.filesChanged).toHaveLength(4);
  expect(await files.contents()).toEqual(after);

  expect(await session.rewindFiles(checkpoint)).toMatchObject({ canRewind: true });
  expect(await files.contents()).toEqual(BEFORE);
});

it('each turn has a checkpoint of its own, and only what was done since is taken back', async () => {
  await using files = await withFiles();
  const session = files.cli.start(CHECKPOINTED);
  files.cli.api.enqueue(...files.changes());
  const first = await ask(session, 'change');
  const afterFirst = await files.contents();
  const edit = { file_path: files.path('edited.txt'), old_string: 'TWO', new_string: 'THREE' };
  files.cli.api.enqueue(toolUse('Edit', edit), 'changed again');
  const second = await ask(session, 'change again');
  expect((await files.contents())[0]).toBe('one\nTHREE\n');

  expect(await session.rewindFiles(second, { dryRun: true })).toMatchObject({
    filesChanged: [files.path('edited.txt')],
    insertions: 1,
    deletions: 1,
  });
  await session.rewindFiles(second);
  expect(await files.contents()).toEqual(afterFirst);
  await session.rewindFiles(first);
  expect(await files.contents()).toEqual(BEFORE);
});

it('the id is the same in the echo of the prompt, in the result and in the transcript', async () => {
  await using files = await withFiles();
  const session = files.cli.start(CHECKPOINTED);
  const messages = await session.stream('hello').collect();
  const echoes = messages.messages.filter((message) => message.type === 'user' && message.isReplay === true);
  const [asked] = await session.conversation();
  expect(echoes).toMatchObject([{ uuid: messages.result.user_message_uuid, message: { content: 'hello' } }]);
  expect(asked).toMatchObject({ type: 'user', uuid: messages.result.user_message_uuid });
});

it('the conversation goes on as it was: only files are rewound', async () => {
  await using files = await withFiles();
  files.cli.api.enqueue(...files.changes());
  const session = files.cli.start(CHECKPOINTED);
  await session.rewindFiles(await ask(session, 'change'));
  await session.query('and now?');
  const { userTexts, toolResults } = files.cli.api.requests.at(-1) ?? expect.unreachable();
  expect(userTexts).toEqual(['change', 'and now?']);
  expect(toolResults).toHaveLength(7);
});

it('files can be rewound by another process that resumes the conversation', async () => {
  await using files = await withFiles();
  files.cli.api.enqueue(...files.changes());
  const first = files.cli.start(CHECKPOINTED);
  const checkpoint = await ask(first, 'change');
  await first.stop();
  const again = files.cli.otherSystem().startSession({ ...CHECKPOINTED, resume: first.sessionId ?? '' });
  await again.rewindFiles(checkpoint);
  expect(await files.contents()).toEqual(BEFORE);
});

it('and by the same session after a crash', async () => {
  await using files = await withFiles();
  const { cli } = files;
  const supervisor = await cli.system.startSupervisor({ children: [{ name: 'editor', ...CHECKPOINTED }] });
  const session = supervisor.getSession('editor');
  cli.api.enqueue(...files.changes());
  const checkpoint = await ask(session, 'change');
  const restarted = new Promise<void>((resolve) => void session.on('restarted', () => resolve()));
  process.kill(session.pid ?? expect.unreachable(), 'SIGKILL');
  await restarted;
  await session.rewindFiles(checkpoint);
  expect(await files.contents()).toEqual(BEFORE);
});

it('after a clear the checkpoints are those of another conversation, which can be resumed', async () => {
  await using files = await withFiles();
  files.cli.api.enqueue(...files.changes());
  const session = files.cli.start(CHECKPOINTED);
  const checkpoint = await ask(session, 'change');
  const cleared = session.sessionId ?? '';
  await session.clear();
  const refused = { code: 'control_failed', message: expect.stringContaining(NO_CHECKPOINT) as string };
  await expect(session.rewindFiles(checkpoint)).rejects.toMatchObject(refused);
  expect((await files.contents())[1]).toBe('new\n');

  const before = files.cli.start({ ...CHECKPOINTED, resume: cleared });
  await before.rewindFiles(checkpoint);
  expect(await files.contents()).toEqual(BEFORE);
});

describe('where there is nothing to go back to', () => {
  const unknown = '11111111-1111-4111-8111-111111111111';

  it.each([
    ['an id without a checkpoint', CHECKPOINTED, NO_CHECKPOINT],
    ['a session without the option', {}, 'File rewinding is not enabled.'],
  ])('%s is refused, and a dry run says so', async (_, options, words) => {
    await using files = await withFiles();
    const session = files.cli.start(options);
    await session.query('hello');
    expect(await session.rewindFiles(unknown, { dryRun: true })).toEqual({ canRewind: false, error: words });
    await expect(session.rewindFiles(unknown)).rejects.toMatchObject({
      code: 'control_failed',
      message: `The CLI refused 'rewind_files': ${words}`,
    });
  });

  it('a prompt is not echoed without the option', async () => {
    await using files = await withFiles();
    const { messages } = await files.cli.start().stream('hello').collect();
    expect(messages.filter(({ type }) => type === 'user')).toEqual([]);
  });
});

it('what a command does to files is not tracked', async () => {
  await using files = await withFiles();
  files.cli.api.enqueue(toolUse('Bash', { command: 'echo made > made.txt; echo x > written.txt' }), 'done');
  const session = files.cli.start(CHECKPOINTED);
  const checkpoint = await ask(session, 'change');
  const would = await session.rewindFiles(checkpoint, { dryRun: true });
  expect(would.filesChanged ?? []).toEqual([]);
  await session.rewindFiles(checkpoint);
  expect(existsSync(files.path('made.txt'))).toBe(true);
  expect((await files.contents())[1]).toBe('x\n');
});

it('a link that has come to stand in the place of a file is left alone', async () => {
  await using files = await withFiles();
  files.cli.api.enqueue(...files.changes());
  const session = files.cli.start(CHECKPOINTED);
  const checkpoint = await ask(session, 'change');
  await writeFile(files.path('elsewhere.txt'), 'mine\n');
  await unlink(files.path('written.txt'));
  await symlink(files.path('elsewhere.txt'), files.path('written.txt'));
  expect(await session.rewindFiles(checkpoint)).toMatchObject({ canRewind: true, skippedLinks: 1 });
  expect(readFileSync(files.path('elsewhere.txt'), 'utf8')).toBe('mine\n');
  expect((await files.contents())[0]).toBe('one\ntwo\n');
});
