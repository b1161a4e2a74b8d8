import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';

const run = promisify(execFile);
const repository = fileURLToPath(new URL('../..', import.meta.url));

/** What the demo prints where there is no key; rejects when it exits with another code than 0. */
async function linesOfDemo(): Promise<string[]> {
  const home = await mkdtemp(join(tmpdir(), 'troupe-demo-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const { stdout } = await run(process.execPath, ['--import', 'tsx', 'examples/demo.ts'], {
    cwd: repository,
    env: { PATH: process.env.PATH, HOME: home },
  });
  return stdout.trim().split('\n');
}

const ANSWER = /^(\w+) > (.*?) {3}\(\d+\.\d s\)$/;

const PIDS = /^ {4}(before|after): +anna has pid (\d+), (\d) restarts; ben has pid (\d+), (\d) restarts$/;

it('shows each step of the main job, a crash and a recovery too, without a key on the loopback API, and ends well', async () => {
  const lines = await linesOfDemo();
  expect(lines.filter((line) => line.includes('loopback Messages API'))).toEqual([lines[0]]);

  const answers = lines.flatMap((line) => {
    const [, name, answer] = ANSWER.exec(line) ?? [];
    return name === undefined ? [] : [`${name}: ${answer}`];
  });
  const [resumed, forked, cleared, told, remembered] = answers.slice(4);
  expect(answers.slice(0, 4)).toEqual([
    'alice: You said: My name is Alice.',
    'mike: You said: My name is Mike.',
    'alice: Your name is Alice!',
    'mike: Your name is Mike!',
  ]);
  expect(resumed).toBe('alice: Your name is Alice!');
  expect(forked).toBe('fork: Your name is Alice!');
  expect(cleared).toBe("alice: You haven't told me your name.");
  expect(told).toBe('anna: You said: My name is Anna.');
  expect(remembered).toBe('anna: Your name is Anna!');
  expect(answers).toHaveLength(9);

  const idIn = (pattern: RegExp) => lines.map((line) => pattern.exec(line)?.[1]).find(Boolean);
  const original = idIn(/come back to conversation (\S+)$/);
  const [fork, parent] = [idIn(/the fork is (\S+), of/), idIn(/the fork is \S+, of (\S+)$/)];
  const fresh = idIn(/alice now holds (\S+)$/);
  expect(parent).toBe(original);
  expect(new Set([original, fork, fresh, undefined]).size).toBe(4);

  const [before, after, ...others] = lines.flatMap((line) => {
    const [, when, anna, annaRestarts, ben, benRestarts] = PIDS.exec(line) ?? [];
    return when === undefined ? [] : [{ when, anna, ben, restarts: [annaRestarts, benRestarts] }];
  });
  expect(before).toMatchObject({ when: 'before', restarts: ['0', '0'] });
  expect(after).toMatchObject({ when: 'after', ben: before?.ben, restarts: ['1', '0'] });
  expect(after?.anna).not.toBe(before?.anna);
  expect(others).toEqual([]);
  expect(lines.at(-1)).toMatch(/every process is gone\.$/);
});
