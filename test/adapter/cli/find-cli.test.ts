import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findCli } from '../../../src/adapter/cli/find-cli.js';
import { pathToCli } from '../../support/bare-cli.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'troupe-find-cli-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function put(name: string, mode = 0o755): string {
  const path = join(directory, name);
  writeFileSync(path, '#!/bin/sh\n');
  chmodSync(path, mode);
  return path;
}

const refusal = (option: boolean) =>
  expect.objectContaining({
    code: 'cli_not_found',
    message: expect.stringMatching(
      option ? /option 'pathToClaudeCodeExecutable'.*npm install/ : /on the PATH.*npm install/,
    ) as string,
  }) as Error;

describe('an executable that is given', () => {
  test('is the one that is run, and nothing else is looked at', () => {
    const path = put('my-cli');
    expect(findCli(path, {})).toBe(path);
    const link = join(directory, 'link');
    symlinkSync(path, link);
    expect(findCli(link, {})).toBe(link);
  });

  test.each<[string, () => string]>([
    ['does not exist', () => join(directory, 'nothing')],
    ['cannot be executed', () => put('plain', 0o644)],
    ['is a directory', () => directory],
    [
      'is a link to nothing',
      () => {
        symlinkSync(join(directory, 'nothing'), join(directory, 'dangling'));
        return join(directory, 'dangling');
      },
    ],
  ])('and %s is refused by its path, though the package is installed', (_, make) => {
    const path = make();
    expect(() => findCli(path, { PATH: process.env.PATH ?? '' })).toThrow(refusal(true));
    expect(() => findCli(path, {})).toThrow(path);
  });
});

describe('without one', () => {
  test('it is the native binary of the installed package, and not a claude on the PATH', () => {
    put('claude');
    const found = findCli(undefined, { PATH: directory });
    expect(found).toContain(join('@anthropic-ai', `claude-code-${process.platform}-${process.arch}`));
    expect(found.startsWith(directory)).toBe(false);
    // The bin of the package is a wrapper until its install script has put the binary in its place.
    expect(found).not.toBe(pathToCli());
  });

  test('and without a PATH it is found all the same', () => {
    expect(findCli(undefined, {})).toBe(findCli(undefined, { PATH: '/nowhere' }));
  });
});
