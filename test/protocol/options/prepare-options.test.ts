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
