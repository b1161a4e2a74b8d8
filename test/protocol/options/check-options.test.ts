import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSessionError, type SessionError } from '../../../src/errors/session-error.js';
import {
  checkMcpServers,
  checkQueryOptions,
  checkSessionOptions,
  refuseOption,
  within,
} from '../../../src/protocol/options/check-options.js';
import { RESERVED_FLAGS } from '../../../src/protocol/options/launch-arguments.js';
import { optionSchemas } from '../../../src/protocol/options/options-schema.js';
import type { SessionOptions } from '../../../src/protocol/options/session-options.js';
import { VALUES } from './option-values.js';

const uuid = '11111111-1111-4111-8111-111111111111';
const other = '22222222-2222-4222-8222-222222222222';

/** The error that a check ends in; fails where it ends in none. */
function refusalOf(check: () => void): SessionError {
  try {
    check();
  } catch (refusal) {
    if (isSessionError(refusal)) return refusal;
    throw refusal;
  }
  return expect.unreachable('the options were accepted');
}

const refused = (options: unknown): SessionError => refusalOf(() => checkSessionOptions(options));

describe.each(Object.entries(VALUES))('the option %s', (option, { good, bad, expected }) => {
  test.each(good.map((value) => [value]))('may be %o', (value) => {
    expect(() => checkSessionOptions({ [option]: value })).not.toThrow();
  });

  // A conversation that never began is none that one could come back to.
  const mayBeUndefined = option !== 'resume';
  test(mayBeUndefined ? 'may be undefined, which is as if left out' : 'may not be undefined', () => {
    if (!mayBeUndefined) return expect(refused({ resume: undefined }).option).toBe('resume');
    expect(() => checkSessionOptions({ [option]: undefined })).not.toThrow();
  });

  test.each(bad.map((value) => [value]))('may not be %o, and the message says what it may be', (value) => {
    const refusal = refused({ [option]: value });
    expect(refusal.code).toBe('invalid_option');
    expect(refusal.option).toBe(option);
    expect(refusal.message).toMatch(/^Option '\w+' must be .+; got .+\.$/);
    expect(refusal.message).toContain(`Option '${option}' must be ${expected}; got `);
  });
});

test('the environment of the host may be given as it is', () => {
  // It is no plain object. Not among the values above, whose tests are named by them.
  expect(() => checkSessionOptions({ env: process.env })).not.toThrow();
});

test('every option has a schema, and every schema is one of an option', () => {
  expect(Object.keys(optionSchemas().session).sort()).toEqual(Object.keys(VALUES).sort());
});

describe('what was given is said as', () => {
  test.each<[options: object, given: string]>([
    [{ model: 7 }, '7 (a number)'],
    [{ timeout: NaN }, 'NaN (a number)'],
    [{ timeout: 2 ** 31 }, '2147483648 (a number)'],
    [{ sessionId: 'latest' }, "'latest' (a string)"],
    [{ sessionId: '' }, "'' (a string)"],
    [{ continue: 'true' }, "'true' (a string)"],
    [{ model: true }, 'true'],
    [{ model: null }, 'null'],
    [{ model: {} }, 'an object'],
    [{ model: ['a', 'b'] }, 'a list of 2'],
    [{ model: () => 'x' }, 'a function'],
    [{ tools: ['Bash', 7] }, "7 (a number) at '1'"],
    [{ settingSources: ['user', 'users'] }, "'users' (a string) at '1'"],
    [{ env: { HOME: '/x', PORT: 8080 } }, "a number at 'PORT'"],
    [{ extraArgs: { effort: undefined } }, "undefined at 'effort'"],
    [{ outputFormat: { type: 'json_schema' } }, "undefined at 'schema'"],
    [{ agents: { reviewer: { description: 'x' } } }, "undefined at 'reviewer.prompt'"],
    [
      { agents: { reviewer: { description: 'x', prompt: 'y', tool: [] } } },
      "an unknown name at 'reviewer.tool'",
    ],
    [{ hooks: { Stop: [{ hooks: [], match: 'x' }] } }, "an unknown name at 'Stop.0.match'"],
    [{ mcpServers: { files: { args: [] } } }, "undefined at 'files.command'"],
    [{ mcpServers: { files: { command: 'x', args: [1] } } }, "a number at 'files.args.0'"],
    [{ mcpServers: { files: { command: 'x', env: { PORT: 1 } } } }, "a number at 'files.env.PORT'"],
    [{ mcpServers: { files: { command: 'x', size: 1n } } }, "an object at 'files'"],
    [{ mcpServers: { web: { type: 'http' } } }, "undefined at 'web.url'"],
    [
      { mcpServers: { mine: { type: 'sdk', instance: { connect: () => null } } } },
      "undefined at 'mine.name'",
    ],
  ])('%o: %s', (options, given) => {
    expect(refused(options).message).toMatch(new RegExp(`; got ${given.replaceAll(/[()]/g, '\\$&')}\\.$`));
  });

  test('the beginning of a text that is long', () => {
    expect(refused({ sessionId: 'x'.repeat(10_000) }).message.length).toBeLessThan(200);
  });
});

describe('a part of an option that says what it may be', () => {
  test.each<[options: object, option: string, words: string]>([
    [
      { hooks: { PreTolUse: [] } },
      'hooks.PreTolUse',
      "one of the hook events (did you mean 'PreToolUse'?); got an unknown name.",
    ],
    [{ hooks: { OnExit: [] } }, 'hooks.OnExit', 'one of the hook events; got an unknown name.'],
    [
      { hooks: { PreToolUse: [{ matcher: '*Bash', hooks: [] }] } },
      'hooks.PreToolUse.0.matcher',
      'a tool name, or a regular expression; got a string.',
    ],
    [
      { hooks: { Stop: [{ timeout: 0, hooks: [] }] } },
      'hooks.Stop.0.timeout',
      'seconds above 0; got a number.',
    ],
    [
      { hooks: { Stop: [{ timeout: '1', hooks: [] }] } },
      'hooks.Stop.0.timeout',
      'seconds above 0; got a string.',
    ],
    [
      { mcpServers: { web: { type: 'ftp', url: 'ftp://x.test' } } },
      'mcpServers.web.type',
      "'stdio', 'sse', 'http' or 'sdk'; got a string.",
    ],
    [
      { mcpServers: { web: { type: 'http', url: 'api.test/mcp' } } },
      'mcpServers.web.url',
      'a URL of http or https; got a string.',
    ],
    [
      { mcpServers: { web: { type: 'sse', url: 'ftp://x.test' } } },
      'mcpServers.web.url',
      'a URL of http or https; got a string.',
    ],
    [
      { mcpServers: { mine: { type: 'sdk', name: 'mine', instance: {} } } },
      'mcpServers.mine.instance',
      'a server, as createSdkMcpServer makes it; got an object.',
    ],
    [
      { agents: { a: { description: '', prompt: '', mcpServers: [{ web: { type: 'sse', url: 'x' } }] } } },
      'agents.a.mcpServers.0.web.url',
      'a URL of http or https; got a string.',
    ],
  ])('%j', (options, option, words) => {
    expect(refused(options)).toMatchObject({ option, message: `Option '${option}' must be ${words}` });
  });
});

describe('an unknown option is refused, by name', () => {
  test.each(['modle', 'session_id', 'apiKey', '__proto__', 'constructor', 'toString', ''])('%j', (option) => {
    const refusal = refused({ ['model']: 'sonnet', ...JSON.parse(`{${JSON.stringify(option)}:1}`) });
    expect(refusal.option).toBe(option);
    expect(refusal.message).toMatch(
      /^Option '\w*' must be one of the session options.*; got an unknown name/,
    );
  });

  test('and the one that was meant is named where one is close, else all that there are', () => {
    expect(refused({ modle: 'sonnet' }).message).toBe(
      "Option 'modle' must be one of the session options; got an unknown name (did you mean 'model'?).",
    );
    expect(refused({ apiKey: 'secret' }).message).toMatch(
      /^Option 'apiKey' must be one of the session options: name, resume, .+, shutdown; got an unknown name\.$/,
    );
  });

  test.each([
    ['persistSession', "left out: use 'noSessionPersistence: true'"],
    ['effort', "left out: use 'extraArgs', for the flag --effort"],
    ['title', 'left out: it has no counterpart'],
  ])('and one of the official SDK that has no such name here says what to use: %s', (option, expected) => {
    expect(refused({ [option]: false })).toMatchObject({
      option,
      message: `Option '${option}' must be ${expected}; got an option of the official SDK.`,
    });
  });

  test('also where its value is undefined', () => {
    expect(refused({ modle: undefined }).option).toBe('modle');
  });

  test('and its value is not repeated', () => {
    expect(refused({ apiKey: 'sk-ant-secret' }).message).not.toContain('sk-ant-secret');
  });
});

test.each<[given: string, options: unknown]>([
  ['null', null],
  ['undefined', undefined],
  ["'assistant' (a string)", 'assistant'],
  ['a list of 0', []],
  ['a function', () => ({})],
])('%s is no options at all', (given, options) => {
  expect(refused(options)).toMatchObject({
    code: 'invalid_option',
    message: `Option 'options' must be an object of session options; got ${given}.`,
  });
});

describe('options that contradict one another', () => {
  test.each<[options: SessionOptions, option: string, words: RegExp]>([
    [{ forkSession: true }, 'forkSession', /given together with 'resume' or 'continue'.+; got neither\.$/],
    [{ forkSession: true, continue: false }, 'forkSession', /'resume' or 'continue'/],
    [{ forkSession: true, sessionId: uuid }, 'forkSession', /'resume' or 'continue'/],
    [
      { resume: uuid, continue: true },
      'continue',
      /left out where 'resume' names the conversation; got true\.$/,
    ],
    [{ resume: uuid, continue: true, forkSession: true }, 'continue', /'resume'/],
    [
      { resume: uuid, sessionId: other },
      'sessionId',
      new RegExp(`left out with 'resume'.+; got '${other}'\\.$`),
    ],
    [{ resume: uuid, sessionId: uuid }, 'sessionId', /left out with 'resume', unless 'forkSession'/],
    [{ resume: uuid, sessionId: other, forkSession: false }, 'sessionId', /'forkSession'/],
    [{ continue: true, sessionId: other }, 'sessionId', /left out with 'continue', unless 'forkSession'/],
    [{ permissionMode: 'bypassPermissions' }, 'permissionMode', /'allowDangerouslySkipPermissions' be true/],
    [
      { permissionMode: 'bypassPermissions', allowDangerouslySkipPermissions: false },
      'permissionMode',
      /'allowDangerouslySkipPermissions' be true/,
    ],
    [
      { supportedDialogKinds: ['refusal_fallback_prompt'] },
      'supportedDialogKinds',
      /left out without 'onUserDialog', which shows them; got a list\.$/,
    ],
  ])('%o are refused', (options, option, words) => {
    const refusal = refused(options);
    expect(refusal.code).toBe('invalid_option');
    expect(refusal.option).toBe(option);
    expect(refusal.message).toMatch(words);
  });

  test.each<[options: SessionOptions]>([
    [{}],
    [{ sessionId: uuid }],
    [{ sessionId: uuid, continue: false, forkSession: false }],
    [{ resume: uuid }],
    [{ resume: uuid, continue: false }],
    [{ continue: true }],
    [{ resume: uuid, forkSession: true }],
    [{ resume: uuid, forkSession: true, sessionId: other }],
    [{ continue: true, forkSession: true }],
    [{ continue: true, forkSession: true, sessionId: other }],
    [{ resume: uuid, systemPrompt: 'Be brief.' }],
    [{ permissionMode: 'bypassPermissions', allowDangerouslySkipPermissions: true }],
    [{ allowDangerouslySkipPermissions: true }],
    [{ supportedDialogKinds: ['refusal_fallback_prompt'], onUserDialog: 'ask' }],
    [{ onUserDialog: 'ask' }],
  ])('%o do not', (options) => {
    expect(() => checkSessionOptions(options)).not.toThrow();
  });
});

describe('extraArgs', () => {
  test.each([...RESERVED_FLAGS])('may not give --%s, which is an option or the wire', (reserved) => {
    const refusal = refused({ extraArgs: { effort: 'low', [reserved]: null } });
    expect(refusal.option).toBe(`extraArgs.${reserved}`);
    expect(refusal.message).toContain(`a flag that no option stands for; got '--${reserved}'`);
  });

  test('reserves what would break the wire or go around an option, in each spelling of the CLI', () => {
    expect([...RESERVED_FLAGS].sort()).toEqual([
      'add-dir',
      'agent',
      'agents',
      'allow-dangerously-skip-permissions',
      'allowed-tools',
      'allowedTools',
      'append-system-prompt',
      'append-system-prompt-file',
      'await-claim',
      'await-initialize',
      'continue',
      'dangerously-skip-permissions',
      'disallowed-tools',
      'disallowedTools',
      'fallback-model',
      'fork-session',
      'forward-subagent-text',
      'include-hook-events',
      'include-partial-messages',
      'input-format',
      'json-schema',
      'max-budget-usd',
      'max-thinking-tokens',
      'max-turns',
      'mcp-config',
      'model',
      'no-session-persistence',
      'output-format',
      'permission-mode',
      'permission-prompt-tool',
      'print',
      'prompt-suggestions',
      'replay-user-messages',
      'resume',
      'session-id',
      'setting-sources',
      'strict-mcp-config',
      'system-prompt',
      'system-prompt-file',
      'system-prompt-snapshot',
      'thinking',
      'tools',
      'verbose',
    ]);
  });

  test.each(['', '-', '--effort', '-e', 'effort=low', 'effort low', 'ef\nfort', '1', '=x'])(
    'may not hold the name %j, which is no flag',
    (name) => {
      expect(refused({ extraArgs: { [name]: null } })).toMatchObject({
        option: `extraArgs.${name}`,
        message: expect.stringContaining('a flag without its dashes') as string,
      });
    },
  );
});

describe('no secret is in a message', () => {
  const secret = 'sk-ant-secret';

  test('from servers that are set while a session runs', () => {
    const refusal = refusalOf(() => checkMcpServers({ web: { type: 'http', url: secret } }));
    expect(refusal.message).toBe("Option 'servers.web.url' must be a URL of http or https; got a string.");
  });

  test.each<[what: string, options: object]>([
    ['a variable beside a bad one', { env: { ANTHROPIC_API_KEY: secret, PORT: 1 } }],
    ['a bad variable', { env: { ANTHROPIC_API_KEY: [secret] } }],
    ['an environment that is a text', { env: `ANTHROPIC_API_KEY=${secret}` }],
    ['an environment that is a list', { env: [secret] }],
    ['a system prompt of the wrong shape', { systemPrompt: { type: 'preset', append: secret } }],
    ['a system prompt in a list', { systemPrompt: [secret] }],
    ['an output format of the wrong shape', { outputFormat: { schema: { description: secret } } }],
    ['an output format that is a text', { outputFormat: secret }],
    ['an argument beside a bad one', { extraArgs: { settings: secret, effort: 1 } }],
    ['the value of a reserved argument', { extraArgs: { 'system-prompt': secret } }],
    ['the value of an argument that is no flag', { extraArgs: { '--settings': secret } }],
    ['arguments that are a text', { extraArgs: secret }],
    ['a server that is a text', { mcpServers: { files: secret } }],
    ['a header of a server', { mcpServers: { web: { type: 'http', headers: { Authorization: secret } } } }],
    ['an address that is none', { mcpServers: { web: { type: 'http', url: secret } } }],
    ['a prompt of a subagent', { agents: { reviewer: { prompt: secret } } }],
    ['a matcher', { hooks: { Stop: [{ matcher: secret }] } }],
    [
      'good options beside a contradiction',
      { env: { KEY: secret }, systemPrompt: secret, forkSession: true },
    ],
  ])('from %s', (_, options) => {
    const refusal = refused(options);
    expect(refusal.message).not.toContain(secret);
    expect(JSON.stringify(refusal)).not.toContain(secret);
    expect(refusal.cause).toBeUndefined();
  });
});

test('whatever is given is accepted or refused as invalid_option, and never changed', () => {
  const options = fc.oneof(
    fc.dictionary(fc.constantFrom(...Object.keys(VALUES), 'unknown'), fc.anything(), { maxKeys: 4 }),
    fc.anything(),
  );
  fc.assert(
    fc.property(options, (given) => {
      const before = fc.stringify(given);
      try {
        checkSessionOptions(given);
      } catch (refusal) {
        expect(isSessionError(refusal) && refusal.code).toBe('invalid_option');
      }
      expect(fc.stringify(given)).toBe(before);
    }),
    { numRuns: 1000 },
  );
});

describe('the options of a query', () => {
  test.each<[options: object]>([
    [{}],
    [{ timeout: Infinity, inactivityTimeout: 0, priority: -5, signal: AbortSignal.abort() }],
    [{ timeout: undefined, signal: undefined }],
    [{ priority: 1_000_000 }],
    [{ priority: -1_000_000 }],
  ])('may be %o', (options) => {
    expect(() => checkQueryOptions(options)).not.toThrow();
  });

  test.each<[option: string, value: unknown, expected: string]>([
    ['timeout', 2 ** 31, 'milliseconds from 0 to 2147483647, or Infinity'],
    ['timeout', -1, 'milliseconds from 0 to 2147483647, or Infinity'],
    ['inactivityTimeout', NaN, 'milliseconds from 0 to 2147483647, or Infinity'],
    ['priority', 0.5, 'a whole number from -1 000 000 to 1 000 000'],
    ['priority', Infinity, 'a whole number from -1 000 000 to 1 000 000'],
    ['priority', 1_000_001, 'a whole number from -1 000 000 to 1 000 000'],
    ['priority', 'high', 'a whole number from -1 000 000 to 1 000 000'],
    ['signal', new AbortController(), 'an AbortSignal'],
    ['signal', { aborted: false }, 'an AbortSignal'],
    ['model', 'sonnet', 'one of the query options: timeout, inactivityTimeout, priority, signal'],
  ])('may not hold %s: %o', (option, value, expected) => {
    const refusal = refusalOf(() => checkQueryOptions({ [option]: value }));
    expect(refusal).toMatchObject({ code: 'invalid_option', option });
    expect(refusal.message).toContain(`Option '${option}' must be ${expected}; got `);
  });

  test('are an object', () => {
    expect(refusalOf(() => checkQueryOptions(5000)).message).toBe(
      "Option 'options' must be an object of query options; got 5000 (a number).",
    );
  });
});

describe('the part of a whole', () => {
  test.each<[option: string, place: string, path: string]>([
    ['model', 'children[1]', 'children[1].model'],
    ['model', '', 'model'],
    ['p', 'children[0]', 'children[0].p'],
    ['', 'children[0]', 'children[0]'],
    ['$&', '$1', '$1.$&'],
  ])('has its faults named by their path: %j at %j', (option, place, path) => {
    const refusal = refusalOf(() => within(place, () => refuseOption(option, 'a p', "'p'")));
    expect(refusal).toMatchObject({
      code: 'invalid_option',
      option: path,
      message: `Option '${path}' must be a p; got 'p'.`,
    });
  });

  test('is given back where there is none, and what else is thrown stays as it is', () => {
    expect(within('here', () => 5)).toBe(5);
    const fault = new RangeError('other');
    expect(() =>
      within('here', () => {
        throw fault;
      }),
    ).toThrow(fault);
  });
});
