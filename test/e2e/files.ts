import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Session, SessionOptions } from 'troupe';
import { toolUse, type ReplyLike, type Sandbox } from 'troupe/testing';
import { realCli, type RealCli } from '../support/real-cli.js';

export const CHECKPOINTED: SessionOptions = {
  enableFileCheckpointing: true,
  permissionMode: 'acceptEdits',
  allowedTools: ['NotebookEdit', 'Bash'],
};

const NAMES = ['edited.txt', 'written.txt', 'created.txt', 'notebook.ipynb'] as const;

const notebook = (source: string): string =>
  JSON.stringify(
    {
      cells: [{ cell_type: 'code', id: 'c1', source, metadata: {}, outputs: [], execution_count: null }],
      metadata: {},
      nbformat: 4,
      nbformat_minor: 5,
    },
    null,
    1,
  );

/** What the files hold before any turn; `created.txt` is not there. */
export const BEFORE = ['one\ntwo\n', 'old\n', undefined, notebook('print(1)')];

/** The real CLI in a directory with files, whose changes can be taken back. */
export interface Files {
  readonly cli: RealCli;
  readonly path: (name: string) => string;
  /** What each file holds now. */
  readonly contents: () => Promise<(string | undefined)[]>;
  /** The model's answers by which each tool that is tracked changes a file. */
  readonly changes: () => ReplyLike[];
}

export async function withFiles(): Promise<Files & AsyncDisposable> {
  const cli = await realCli();
  const path = pathIn(cli.sandbox);
  const read = async (name: string) => (existsSync(path(name)) ? readFile(path(name), 'utf8') : undefined);
  for (const [index, name] of NAMES.entries()) {
    const content = BEFORE[index];
    if (content !== undefined) await writeFile(path(name), content);
  }
  return {
    cli,
    path,
    contents: () => Promise.all(NAMES.map(read)),
    changes: () => [
      toolUse('Read', { file_path: path('edited.txt') }),
      toolUse('Edit', { file_path: path('edited.txt'), old_string: 'two', new_string: 'TWO' }),
      toolUse('Read', { file_path: path('written.txt') }),
      toolUse('Write', { file_path: path('written.txt'), content: 'new\n' }),
      toolUse('Write', { file_path: path('created.txt'), content: 'created\n' }),
      toolUse('Read', { file_path: path('notebook.ipynb') }),
      toolUse('NotebookEdit', {
        notebook_path: path('notebook.ipynb'),
        cell_id: 'c1',
        new_source: 'print(2)',
      }),
      'changed',
    ],
    [Symbol.asyncDispose]: () => cli[Symbol.asyncDispose](),
  };
}

const pathIn =
  ({ cwd }: Sandbox) =>
  (name: string): string =>
    join(cwd, name);

/** The id by which files are brought back to what they were before this prompt. */
export async function ask(session: Session, prompt: string): Promise<string> {
  const { user_message_uuid } = await session.query(prompt);
  if (user_message_uuid === undefined) throw new Error('The result does not name its prompt.');
  return user_message_uuid;
}
