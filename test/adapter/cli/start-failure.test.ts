import { describe, expect, test } from 'vitest';
import {
  handshakeError,
  incompatible,
  spawnError,
  startFailure,
} from '../../../src/adapter/cli/start-failure.js';
import { SessionError } from '../../../src/errors/session-error.js';
import { SpawnFailure } from '../../../src/process/spawn-failure.js';

const ID = '6c1f3a52-0a53-4b5c-8f5e-3f2f5a1c9e10';
const INSTALL = 'npm install @anthropic-ai/claude-code@2.1.330';
const code1 = { exitCode: 1, stderrTail: 'tail' };

test.each<[words: string, code: string, advice: RegExp]>([
  [`No conversation found with session ID: ${ID}`, 'conversation_not_found', /CLAUDE_CONFIG_DIR/],
  [
    'Error: --resume requires a valid session ID or session title when used with --print.',
    'conversation_not_found',
    /CLAUDE_CONFIG_DIR/,
  ],
  [`Error: Session ID ${ID} is already in use.`, 'session_id_in_use', /'resume'.*'sessionId'/],
  ["error: unknown option '--await-initialize'", 'cli_incompatible', new RegExp(INSTALL)],
  ['Unexpected option: --session-id', 'cli_incompatible', new RegExp(INSTALL)],
  ['Segmentation fault', 'start_failed', /Check the options/],
  ['  Error: no space left on device\n', 'start_failed', /Check the options/],
  ['', 'start_failed', /said nothing/],
  [' \n\t', 'start_failed', /said nothing/],
])('%j is %s, with the CLI’s own words and what to do', (words, code, advice) => {
  const error = startFailure(words, code1);
  expect(error).toMatchObject({ code, ...code1 });
  expect(error.message).toContain(words.trim());
  expect(error.message).toMatch(advice);
});

test.each([
  [{ exitCode: 3 }, 'with code 3'],
  [{ signal: 'SIGKILL' }, 'with signal SIGKILL'],
  [{}, 'with code unknown'],
])('%j is told as "%s"', (facts, how) => {
  expect(startFailure('x', facts).message).toContain(how);
});

test('a CLI without a version is told which one to install', () => {
  expect(incompatible()).toMatchObject({
    code: 'cli_incompatible',
    message: expect.stringContaining(INSTALL) as string,
  });
});

describe('a handshake', () => {
  test('that was refused is a failed start, with the CLI’s words', () => {
    const refused = new SessionError('control_failed', "The CLI refused 'initialize': no such thing");
    expect(handshakeError(refused)).toMatchObject({
      code: 'start_failed',
      message: expect.stringContaining('no such thing') as string,
    });
  });

  test.each(['control_timeout', 'cli_incompatible', 'invalid_option'] as const)(
    'that failed by %s is that',
    (code) => {
      const error = new SessionError(code, 'as it is');
      expect(handshakeError(error)).toBe(error);
    },
  );

  test('that failed by a fault of ours is a failed start', () => {
    expect(handshakeError(new TypeError('broken'))).toMatchObject({ code: 'start_failed' });
  });
});

describe('an executable that cannot be run', () => {
  test('is named, with the operating system’s code and the line to install the right one', () => {
    expect(spawnError(new SpawnFailure('EACCES', 'file', '/bin/claude'))).toMatchObject({
      code: 'cli_not_found',
      message: expect.stringMatching(/'\/bin\/claude' cannot be run: EACCES.*npm install/) as string,
    });
  });

  test('because of its directory says so, and does not blame the executable', () => {
    const error = spawnError(new SpawnFailure('ENOENT', 'cwd', '/nowhere'));
    expect(error).toMatchObject({
      code: 'start_failed',
      message: "The directory '/nowhere' cannot be worked in: ENOENT.",
    });
  });

  test('because there is none keeps its own error', () => {
    const error = new SessionError('cli_not_found', 'as it is');
    expect(spawnError(error)).toBe(error);
  });

  test('by a fault of ours is told with it', () => {
    expect(spawnError(new TypeError('broken')).message).toContain('broken');
  });
});
