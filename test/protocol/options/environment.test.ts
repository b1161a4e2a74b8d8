import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { environmentOf, launchEnvironment } from '../../../src/protocol/options/environment.js';

/** The whole allow-list, as `DESIGN.md` describes it. */
const PASSES = [
  'PATH',
  'HOME',
  'TMPDIR',
  'LANG',
  'LANGUAGE',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'ALL_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'all_proxy',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'NODE_EXTRA_CA_CERTS',
  'CLAUDE_CONFIG_DIR',
  'CLAUDE_CODE_OAUTH_TOKEN',
  'CLAUDE_CODE_USE_BEDROCK',
  'CLAUDE_CODE_SKIP_BEDROCK_AUTH',
  'CLAUDE_CODE_USE_VERTEX',
  'CLAUDE_CODE_SKIP_VERTEX_AUTH',
  'CLOUD_ML_REGION',
  'GOOGLE_APPLICATION_CREDENTIALS',
  'GOOGLE_CLOUD_PROJECT',
  'GCLOUD_PROJECT',
  // By their prefix.
  'LC_ALL',
  'LC_CTYPE',
  'ANTHROPIC_API_KEY',
  'ANTHROPIC_AUTH_TOKEN',
  'ANTHROPIC_BASE_URL',
  'ANTHROPIC_MODEL',
  'ANTHROPIC_OF_A_LATER_CLI',
  'AWS_PROFILE',
  'AWS_SECRET_ACCESS_KEY',
  'VERTEX_REGION_CLAUDE_4_5_SONNET',
];

const STAYS = [
  'CLAUDECODE',
  'CLAUDE_CODE_ENTRYPOINT',
  'CLAUDE_CODE_SSE_PORT',
  'CLAUDE_CODE_MAX_RETRIES',
  'CLAUDE_AGENT_SDK_VERSION',
  'NODE_OPTIONS',
  'NODE_PATH',
  'NODE_ENV',
  'DEBUG',
  'EDITOR',
  'SHELL',
  'USER',
  'PWD',
  'TERM',
  'LD_PRELOAD',
  'DATABASE_URL',
  'OPENAI_API_KEY',
  'MY_ANTHROPIC_API_KEY',
  'anthropic_api_key',
  'Path',
  'PATHEXT',
  'USERPROFILE',
  'TEMP',
  'LANGUAGES',
  'LC',
  '',
];

const WINDOWS = [
  'SystemRoot',
  'SystemDrive',
  'ComSpec',
  'PATHEXT',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'TEMP',
  'TMP',
  'ProgramData',
  'ProgramFiles',
  'Path',
];

const valued = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, `value of ${name}`]));

const platforms: NodeJS.Platform[] = ['linux', 'darwin', 'win32'];

describe.each(platforms)('on %s', (platform) => {
  test.each(PASSES)('%s of the host passes', (name) => {
    expect(environmentOf({ [name]: 'x' }, {}, platform)).toEqual({ [name]: 'x' });
  });

  test('nothing of the host that is not on the list passes', () => {
    const host = platform === 'win32' ? valued(STAYS.filter((name) => !isWindows(name))) : valued(STAYS);
    expect(environmentOf(host, {}, platform)).toEqual({});
  });

  test('what the session gives wins over the host, and needs no list', () => {
    const own = { PATH: '/own', NODE_OPTIONS: '--no-warnings', CLAUDECODE: '1' };
    expect(environmentOf({ PATH: '/host', HOME: '/home' }, own, platform)).toEqual({ ...own, HOME: '/home' });
  });

  test('what the session gives as undefined is taken away', () => {
    const host = { PATH: '/host', ANTHROPIC_API_KEY: 'key' };
    const own = { ANTHROPIC_API_KEY: undefined, OTHER: undefined };
    expect(Object.keys(environmentOf(host, own, platform))).toEqual(['PATH']);
  });

  test('an empty value is a value', () => {
    expect(environmentOf({ HOME: '' }, { LANG: '' }, platform)).toEqual({ HOME: '', LANG: '' });
  });
});

/** Whether a name stands for one that passes on Windows, where case says nothing. */
function isWindows(name: string): boolean {
  return [...PASSES, ...WINDOWS].some((passing) => passing.toUpperCase() === name.toUpperCase());
}

test('the code names no variable but these', () => {
  const source = readFileSync(
    new URL('../../../src/protocol/options/environment.ts', import.meta.url),
    'utf8',
  );
  const list = source.slice(0, source.indexOf('export function launchEnvironment'));
  const named = [...list.matchAll(/'(\w+)'/g)].map(([, name]) => name ?? '');
  const prefixes = ['LC_', 'ANTHROPIC_', 'AWS_', 'VERTEX_REGION_'];
  const byPrefix = (name: string): boolean => prefixes.some((prefix) => name.startsWith(prefix));
  expect(named.filter((name) => name !== 'win32').sort()).toEqual(
    [
      ...PASSES.filter((name) => !byPrefix(name)),
      ...prefixes,
      ...WINDOWS.map((name) => name.toUpperCase()).filter((name) => !PASSES.includes(name)),
    ].sort(),
  );
});

describe('on Windows', () => {
  test.each(WINDOWS)('%s passes too, spelled as it came', (name) => {
    expect(environmentOf({ [name]: 'x' }, {}, 'win32')).toEqual({ [name]: 'x' });
    expect(environmentOf({ [name.toLowerCase()]: 'x' }, {}, 'win32')).toEqual({ [name.toLowerCase()]: 'x' });
  });

  test('a name is the same in another case: the own one wins and none is there twice', () => {
    expect(environmentOf({ Path: 'C:\\host' }, { PATH: 'C:\\own' }, 'win32')).toEqual({ PATH: 'C:\\own' });
    expect(environmentOf({ PATH: 'C:\\host' }, { path: 'C:\\own' }, 'win32')).toEqual({ path: 'C:\\own' });
    expect(environmentOf({ Path: 'C:\\host' }, { PATH: undefined }, 'win32')).toEqual({});
  });

  test('and only there', () => {
    expect(environmentOf({ PATH: '/host' }, { Path: '/own' }, 'linux')).toEqual({
      PATH: '/host',
      Path: '/own',
    });
  });
});

test('the environments that were given are not changed, and the child has its own', () => {
  const host = Object.freeze({ PATH: '/host' });
  const own = Object.freeze({ HOME: undefined });
  const made = environmentOf(host, own, 'linux');
  made.PATH = 'changed';
  expect(host.PATH).toBe('/host');
});

test('without a platform it is that of the host', () => {
  expect(environmentOf({ PATH: '/host', NODE_OPTIONS: 'x' })).toEqual({ PATH: '/host' });
});

describe('of the CLI of a session', () => {
  const CHECKPOINTS = 'CLAUDE_CODE_ENABLE_SDK_FILE_CHECKPOINTING';

  test('file checkpoints are turned on where they are asked for, whatever the variables say', () => {
    const env = { A: 'b', [CHECKPOINTS]: 'false' };
    expect(launchEnvironment({ PATH: '/host' }, { env, enableFileCheckpointing: true })).toEqual({
      PATH: '/host',
      A: 'b',
      [CHECKPOINTS]: 'true',
    });
  });

  test.each([false, undefined])('nothing is said of them otherwise (%o)', (enableFileCheckpointing) => {
    const host = { PATH: '/host', [CHECKPOINTS]: 'true' };
    expect(launchEnvironment(host, { enableFileCheckpointing })).toEqual({ PATH: '/host' });
  });
});
