import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { TranscriptEntry } from '../../src/history/transcript-entry.js';

export const ID = '11111111-1111-4111-8111-111111111111';
export const OTHER_ID = '22222222-2222-4222-8222-222222222222';

export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'troupe-history-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** Writes a transcript where the CLI would; `age` makes it that many seconds old. */
export async function writeTranscript(
  config: string,
  project: string,
  id: string,
  content: string | readonly TranscriptEntry[],
  age = 0,
): Promise<string> {
  const path = join(config, 'projects', project, `${id}.jsonl`);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, typeof content === 'string' ? content : asLines(content));
  const time = new Date(Date.now() - age * 1000);
  await utimes(path, time, time);
  return path;
}

export function asLines(entries: readonly TranscriptEntry[]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
}

export function fixtureText(name: string): Promise<string> {
  return readFile(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
}

export async function fixture(name: string): Promise<readonly TranscriptEntry[]> {
  const lines = (await fixtureText(`${name}.jsonl`)).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as TranscriptEntry);
}

export function prompt(uuid: string, parentUuid: string | null, more: object = {}): TranscriptEntry {
  return { type: 'user', uuid, parentUuid, message: { role: 'user', content: uuid }, ...more };
}

export function answer(uuid: string, parentUuid: string | null, more: object = {}): TranscriptEntry {
  const message = { id: `msg_${uuid}`, role: 'assistant', content: [{ type: 'text', text: uuid }] };
  return { type: 'assistant', uuid, parentUuid, message, ...more };
}

export function toolUse(uuid: string, parentUuid: string, messageId: string): TranscriptEntry {
  const content = [{ type: 'tool_use', id: `use_${uuid}`, name: 'Bash', input: {} }];
  return { type: 'assistant', uuid, parentUuid, message: { id: messageId, role: 'assistant', content } };
}

export function toolResult(uuid: string, parentUuid: string): TranscriptEntry {
  const content = [{ type: 'tool_result', tool_use_id: `use_${parentUuid}`, content: 'done' }];
  return { type: 'user', uuid, parentUuid, message: { role: 'user', content } };
}

/** What each message says, one line a block, as `<name>.context.json` has it. */
export function spoken(entries: readonly { readonly type: string; readonly message?: unknown }[]): string[] {
  return entries.flatMap(({ type, message }) => {
    const content = (message as { content?: unknown } | undefined)?.content ?? [];
    const blocks = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
    return (blocks as Record<string, string>[]).map((block) => {
      if (block.type === 'tool_use') return `use ${block.id}`;
      if (block.type === 'tool_result') return `result ${block.tool_use_id}`;
      return shortened(`${type} ${block.text?.trim()}`);
    });
  });
}

/** Fixtures hold long texts cut. */
function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
