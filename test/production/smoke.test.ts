import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs the suite in plain Node, with nothing in its environment of what this runner sets. */
function runInPlainNode(): Promise<{ readonly succeeds: boolean; readonly said: string }> {
  const args = ['--test', '--test-reporter=tap', 'test/production/smoke.mjs'];
  const { PATH, TMPDIR } = process.env;
  const env = { PATH, ...(TMPDIR !== undefined && { TMPDIR }) };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: root, env, timeout: 300_000 }, (error, stdout, stderr) =>
      resolve({ succeeds: error === null, said: stdout + stderr }),
    );
  });
}

// Each of its tests is to count as one here, and what there is has to be known before any is run.
const { succeeds, said } = await runInPlainNode();
const outcomes = [...said.matchAll(/^(ok|not ok) \d+ - (.+)\n((?: {2}.*\n)*)/gm)].map(
  ([, outcome = '', name = '', details = '']) => [name, outcome, details] as const,
);

test('the suite in plain Node, on the build and on XState’s own build for production, runs to its end', () => {
  expect(outcomes.length, said).toBeGreaterThanOrEqual(6);
  expect(succeeds, said).toBe(true);
});

test.each(outcomes)('in plain Node: %s', (_name, outcome, details) => {
  expect(outcome, details).toBe('ok');
});
