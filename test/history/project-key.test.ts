import { mkdir, realpath, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectKey } from '../../src/history/project-key.js';
import { temporaryDirectory } from './fixture.js';

/** Two directories in which CLI 2.1.330 was run, and the folders that it made for them. */
const nested = `/tmp/probe-FnhOO5${'/a_b.ca_b.ca_b.ca_b.ca_b.ca_b.ca_b'.repeat(5)}`;
const nestedKey = `-tmp-probe-FnhOO5${'-a-b-ca-b-ca-b-ca-b-ca-b-ca-b-ca-b'.repeat(5)}`;

describe('projectKey', () => {
  it('makes a dash of everything that is no ASCII letter or digit, one for each UTF-16 unit', () => {
    expect(projectKey('/tmp/probe-FnhOO5/ünï/cödé 😀 x')).toBe('-tmp-probe-FnhOO5--n--c-d-----x');
  });

  it('keeps a name of 200 characters whole', () => {
    expect(projectKey(`${nested}/${'z'.repeat(12)}`)).toBe(`${nestedKey}-${'z'.repeat(12)}`);
  });

  it.each([
    [`${nested}/${'z'.repeat(13)}`, `${nestedKey}-${'z'.repeat(12)}-juuiwj`],
    [`${nested}/a_b.ca_b.ca_b.ca_b.ca_b.ca_b.ca_b/zzzzzzzz`, `${nestedKey}-a-b-ca-b-ca--aunau0`],
    [`${nested}/a_b.ca_b.ca_b.ca_b.ca_b.ca_b.ca_b/${'z'.repeat(38)}`, `${nestedKey}-a-b-ca-b-ca--tmql3s`],
  ])('cuts a longer one and adds the hash of the whole path: %s', (path, key) => {
    expect(projectKey(path)).toBe(key);
  });

  it('tells apart long directories that begin alike', () => {
    expect(projectKey(`${nested}/${'z'.repeat(50)}`)).not.toBe(projectKey(`${nested}/${'z'.repeat(51)}`));
  });

  it('resolves links in every part of the path', async () => {
    const directory = await realpath(await temporaryDirectory());
    await mkdir(join(directory, 'real', 'project'), { recursive: true });
    await symlink(join(directory, 'real'), join(directory, 'link'));
    expect(projectKey(join(directory, 'link', 'project'))).toBe(
      projectKey(join(directory, 'real', 'project')),
    );
  });

  it('takes a directory that does not exist as it is written, made absolute', () => {
    expect(projectKey('no/such directory')).toBe(projectKey(resolve('no/such directory')));
    expect(projectKey('/no/such/../directory')).toBe('-no-directory');
  });
});
