import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { prepareOptions } from '../../../src/protocol/options/prepare-options.js';
import type { SessionOptions } from '../../../src/protocol/options/session-options.js';

const directory = mkdtempSync(join(tmpdir(), 'troupe-options-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const prepare = (given: object, defaults: SessionOptions = {}) => prepareOptions(given, defaults);
const refused = (option: string, words: RegExp) =>
  expect.objectContaining({
    code: 'invalid_option',
    option,
    message: expect.stringMatching(words) as string,
  }) as Error;

test('what is given stands in place of the default, as a whole', () => {
  const defaults = { model: 'haiku', env: { A: '1', B: '1' }, cwd: directory };
  expect(prepare({ env: { A: '2' } }, defaults)).toEqual({ model: 'haiku', env: { A: '2' }, cwd: directory });
});

test('the working directory is that of now, where none is given', () => {
  expect(prepare({})).toEqual({ cwd: process.cwd() });
});

test('nobody can change them afterwards', () => {
  const given = {
    tools: ['Bash'],
    env: { A: '1' },
    outputFormat: { type: 'json_schema', schema: { a: { b: 1 } } },
  };
  const options = prepare(given);
  given.tools.push('Read');
  given.env.A = '2';
  given.outputFormat.schema.a.b = 2;
  expect(options).toMatchObject({
    tools: ['Bash'],
    env: { A: '1' },
    outputFormat: { schema: { a: { b: 1 } } },
  });
});

describe('of callbacks and servers', () => {
  class SomeServer {
    transports: unknown[] = [];
    connect(transport: never): Promise<void> {
      this.transports.push(transport);
      return Promise.resolve();
    }
    close(): Promise<void> {
      return Promise.resolve();
    }
  }
  const hook = () => ({});

  test('the functions and instances are those that were given, and the data around them is a copy', () => {
    const instance = new SomeServer();
    const canUseTool = () => null;
    const args = ['-v'];
    const matchers = [{ matcher: 'Bash', hooks: [hook] }];
    const options = prepare({
      canUseTool,
      onElicitation: hook,
      onUserDialog: 'ask',
      hooks: { PreToolUse: matchers },
      mcpServers: { mine: { type: 'sdk', name: 'mine', instance }, files: { command: 'mcp-files', args } },
    });
    args.push('-x');
    matchers.push({ matcher: 'Write', hooks: [] });
    matchers[0]?.hooks.pop();
    expect(options).toMatchObject({
      hooks: { PreToolUse: [{ matcher: 'Bash', hooks: [hook] }] },
      mcpServers: { files: { command: 'mcp-files', args: ['-v'] } },
    });
    expect([options.canUseTool, options.onElicitation, options.onUserDialog]).toEqual([
      canUseTool,
      hook,
      'ask',
    ]);
    const { mine } = options.mcpServers ?? {};
    expect(mine?.type === 'sdk' && mine.instance).toBe(instance);
  });

  test('those of the defaults hold where none are given, and others stand in their place as a whole', () => {
    const defaults: SessionOptions = { canUseTool: hook as never, hooks: { Stop: [{ hooks: [hook] }] } };
    expect(prepare({}, defaults)).toMatchObject({ canUseTool: hook, hooks: { Stop: [{ hooks: [hook] }] } });
    const own = { canUseTool: 'ask', hooks: { PreCompact: [{ hooks: [] }] } };
    expect(prepare(own, defaults)).toEqual({ ...own, cwd: process.cwd() });
  });

  test('agents are data', () => {
    const agents = { reviewer: { description: 'Reviews', prompt: 'Review.', tools: ['Read'] } };
    const options = prepare({ agents });
    agents.reviewer.tools.push('Bash');
    expect(options.agents?.reviewer?.tools).toEqual(['Read']);
  });
});

describe('refused is', () => {
  test('what is given, by itself and together with the defaults', () => {
    expect(() => prepare({ model: 7 })).toThrow(refused('model', /got 7/));
    const bypass = { permissionMode: 'bypassPermissions', allowDangerouslySkipPermissions: true } as const;
    expect(() => prepare({ allowDangerouslySkipPermissions: false }, bypass)).toThrow(
      refused('permissionMode', /allowDangerouslySkipPermissions/),
    );
  });

  test('a directory that there is not, or that is none', () => {
    const file = join(directory, 'file');
    writeFileSync(file, '');
    expect(() => prepare({ cwd: join(directory, 'nowhere') })).toThrow(refused('cwd', /which does not/));
    expect(() => prepare({}, { cwd: file })).toThrow(
      refused('cwd', /a directory; got '.*file', which is none/),
    );
    expect(() => prepare({ cwd: join(file, 'x') })).toThrow(refused('cwd', /./));
  });

  test('what cannot be copied', () => {
    const schema = { secret: () => 'secret' };
    expect(() => prepare({ outputFormat: { type: 'json_schema', schema } })).toThrow(
      refused('outputFormat', /^Option 'outputFormat' must be plain data; got what cannot be copied\.$/),
    );
    expect(() => prepare({ tools: new Proxy(['Bash'], {}) })).toThrow(refused('tools', /cannot be copied/));
  });

  test('what throws when it is read', () => {
    const given = {
      get model() {
        throw new Error('not today');
      },
    };
    expect(() => prepare(given)).toThrow(
      refused('options', /plain data; got what cannot be read: Error: not today/),
    );
  });
});
