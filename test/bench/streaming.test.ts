import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writePartialMessages } from '../../bench/partial-messages.js';

const MESSAGES = 12_345;
let directory: string;
let file: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'troupe-bench-'));
  file = join(directory, 'partial-messages.jsonl');
  await writePartialMessages(file, MESSAGES);
});
afterAll(() => rm(directory, { recursive: true }));

it('what is streamed is that many lines, each of them a partial message', async () => {
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  const types = new Set(lines.map((line) => (JSON.parse(line) as { readonly type: string }).type));
  expect([lines.length, ...types]).toEqual([MESSAGES, 'stream_event']);
});

// The official SDK is installed by `npm run bench` alone, which counts its messages too.
describe.each(['bare', 'troupe'])('the subject %s', (name) => {
  it('sees every message, and says what that took', () => {
    const subject = fileURLToPath(new URL(`../../bench/streaming/${name}.mjs`, import.meta.url));
    const printed = execFileSync(process.execPath, [subject], {
      encoding: 'utf8',
      env: { ...process.env, COPY: file },
    });
    const { cpu, count } = JSON.parse(printed) as { readonly cpu: number; readonly count: number };
    expect(count).toBe(MESSAGES);
    expect(cpu).toBeGreaterThan(0);
  });
});
