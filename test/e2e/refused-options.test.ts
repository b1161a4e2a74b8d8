import { isSessionError, type SessionError, type SessionOptions } from 'troupe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { classify } from '../../src/supervisor/exit-class.js';
import { realCli, type RealCli } from '../support/real-cli.js';

let cli: RealCli;
beforeAll(async () => {
  cli = await realCli();
});
afterAll(() => cli[Symbol.asyncDispose]());

async function startFailure(options: SessionOptions): Promise<SessionError> {
  try {
    await cli.start(options).ready();
  } catch (error) {
    if (isSessionError(error)) return error;
    throw error;
  }
  return expect.unreachable('it started');
}

const started = { asked: false, wasReady: false, inTurn: false };

test.each<[what: string, extraArgs: Readonly<Record<string, string | null>>]>([
  ['a value that is none of the choices', { 'permission-prompts': 'banana' }],
  ['a flag without its value', { effort: null }],
  ['a settings file that is not there', { settings: '/nowhere.json' }],
  ['a flag that needs another', { 'resume-session-at': 'x' }],
  ['a worktree where there is no repository', { worktree: null }],
  ['an unknown flag', { nonsense: null }],
])('the CLI’s refusal of %s is known to be for good', async (_, extraArgs) => {
  const error = await startFailure({ extraArgs });
  expect(error.exitCode).toBe(1);
  expect(classify(error, started)).toMatchObject({ kind: 'abnormal', mendable: false });
});

test('a program that ends without a word may do better the next time', async () => {
  const error = await startFailure({ pathToClaudeCodeExecutable: '/bin/false' });
  expect(error.code).toBe('start_failed');
  expect(classify(error, started)).toMatchObject({ kind: 'abnormal', mendable: true });
});
