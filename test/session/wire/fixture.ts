import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { createSystem, type Message, type Session, type SessionOptions, type System } from 'troupe';

/** What the strict CLI does in a turn; `$PROMPT` in `out` is the id of the prompt. */
export type Step =
  | { readonly out: string }
  /** In base64. */
  | { readonly bytes: string }
  | { readonly err: string }
  /** A message in a line of exactly so many bytes. */
  | { readonly sized: number }
  /** Path of a file whose content it writes. */
  | { readonly copy: string }
  /** A request to the host, whose answer it waits for. */
  | { readonly ask: { readonly request_id: string; readonly request: object } }
  | { readonly exit: number };

const executable = fileURLToPath(new URL('fixtures/strict-cli.mjs', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'troupe-strict-cli-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Writes a file that is there until all tests of the file have run. */
export function temporaryFile(content: string | Buffer): string {
  const path = join(directory, randomUUID());
  writeFileSync(path, content);
  return path;
}

/** A session on a process that is no CLI, but is as strict about what it is sent. */
export interface StrictCli extends AsyncDisposable {
  readonly system: System;
  readonly session: Session;
  /** What was reported to the logger. */
  readonly reports: readonly string[];
  /** What arrived at the session's `message` event. */
  readonly strays: readonly Message[];
}

/** Starts one that plays the given steps in its first turn, the second list in its second, and so on. */
export function strictCli(plays: readonly (readonly Step[])[], options: SessionOptions = {}): StrictCli {
  const reports: string[] = [];
  const strays: Message[] = [];
  const report = (text: string): number => reports.push(text);
  const system = createSystem({ logger: { debug: () => undefined, warn: report, error: report } });
  const session = system.startSession({
    pathToClaudeCodeExecutable: executable,
    env: { STRICT_PLAY: temporaryFile(JSON.stringify(plays)) },
    ...options,
  });
  session.on('message', (message) => strays.push(message));
  return { system, session, reports, strays, [Symbol.asyncDispose]: () => system.stop() };
}

/** A line of a message. */
export const line = (message: object, end = '\n'): Step => ({ out: `${JSON.stringify(message)}${end}` });

export const said = (text: string): object => ({
  type: 'assistant',
  message: { role: 'assistant', content: [{ type: 'text', text }] },
});

/** A result that names its prompt. */
export const result = (fields: object = {}): object => ({
  type: 'result',
  subtype: 'success',
  is_error: false,
  result: 'ok',
  user_message_uuids: ['$PROMPT'],
  ...fields,
});

export async function all(source: AsyncIterable<Message>): Promise<Message[]> {
  const taken: Message[] = [];
  for await (const message of source) taken.push(message);
  return taken;
}

/** Messages as they were written, and the id of the prompt in them put back. */
export function asWritten(messages: readonly Message[]): unknown {
  const [id = ''] = messages.flatMap((message) =>
    message.type === 'result' ? (message.user_message_uuids ?? []) : [],
  );
  const text = JSON.stringify(messages);
  return JSON.parse(id === '' ? text : text.replaceAll(id, '$PROMPT'));
}
