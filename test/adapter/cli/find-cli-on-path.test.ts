import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findCli } from '../../../src/adapter/cli/find-cli.js';

// A machine on which the package is not installed.
vi.mock('node:module', () => {
  const resolve = (name: string): never => {
    throw new Error(`Cannot find module '${name}'`);
  };
  return { createRequire: () => ({ resolve }) };
});

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'troupe-path-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A directory with a file `claude`. */
function directoryWith(name: string, mode: number): string {
  const directory = join(root, name);
  mkdirSync(directory);
  const path = join(directory, 'claude');
  writeFileSync(path, '#!/bin/sh\n');
  chmodSync(path, mode);
  return directory;
}

test('without the package it is the first claude on the PATH that can be executed', () => {
  const plain = directoryWith('plain', 0o644);
  const [first, second] = [directoryWith('first', 0o755), directoryWith('second', 0o755)];
  const path = ['', join(root, 'nowhere'), plain, first, second].join(delimiter);
  expect(findCli(undefined, { PATH: path })).toBe(join(first, 'claude'));
});

test('a directory of that name is passed over', () => {
  mkdirSync(join(root, 'claude'));
  const good = directoryWith('good', 0o755);
  expect(findCli(undefined, { PATH: [root, good].join(delimiter) })).toBe(join(good, 'claude'));
});

test.each<[string, Record<string, string>]>([
  ['an empty PATH', { PATH: '' }],
  ['no PATH', {}],
  ['a PATH without it', { PATH: '/nowhere' }],
])('with %s it is not found, and the error says what to install', (_, environment) => {
  expect(() => findCli(undefined, environment)).toThrow(
    expect.objectContaining({
      code: 'cli_not_found',
      message: expect.stringMatching(
        /neither .* nor .*PATH.*npm install @anthropic-ai\/claude-code@/,
      ) as string,
    }) as Error,
  );
});

test('an executable that is given is taken all the same', () => {
  const given = join(directoryWith('given', 0o755), 'claude');
  expect(findCli(given, {})).toBe(given);
});
