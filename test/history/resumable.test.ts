import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { discardEmpty, isResumable } from '../../src/history/resumable.js';

const ID = '11111111-1111-4111-8111-111111111111';
const key = { sessionId: ID, projectKey: '-work' };
let directory = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'troupe-resumable-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function write(project: string, text: string): string {
  const folder = join(directory, 'projects', project);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${ID}.jsonl`);
  writeFileSync(file, text);
  return file;
}

/** What a CLI leaves that is killed as the first turn of a fork begins. */
const records = '{"type":"mode","mode":"normal"}\n{"type":"atis-latch","atis":""}\n';
const prompt = '{"type":"user","uuid":"a","isSidechain":false}\n';

test.each<[what: string, text: string | undefined, resumable: boolean]>([
  ['no transcript', undefined, false],
  ['an empty one', '', false],
  ['one with nothing but the records of the CLI', records, false],
  ['one whose only prompt is torn', `${records}${prompt.slice(0, 20)}`, false],
  ['one of a subagent only', '{"type":"user","uuid":"a","isSidechain":true}\n', false],
  ['one with a prompt', records + prompt, true],
  ['one with a prompt and a torn line behind it', `${prompt}{"type":"assis`, true],
])('%s', async (_, text, resumable) => {
  const file = text === undefined ? undefined : write('-work', text);
  expect(await isResumable(directory, key)).toBe(resumable);
  await discardEmpty(directory, key);
  if (file !== undefined) expect(existsSync(file)).toBe(resumable);
});

test('a conversation is found in another project, and what is empty there is left alone', async () => {
  const file = write('-elsewhere', records);
  await discardEmpty(directory, key);
  expect(existsSync(file)).toBe(true);
  write('-elsewhere', prompt);
  expect(await isResumable(directory, key)).toBe(true);
});

test('an id that is no UUID is an id of nothing', async () => {
  const odd = { sessionId: `../-work/${ID}`, projectKey: '-work' };
  write('-work', prompt);
  expect(await isResumable(directory, odd)).toBe(false);
  const file = write('-work', records);
  await discardEmpty(directory, odd);
  expect(existsSync(file)).toBe(true);
});
