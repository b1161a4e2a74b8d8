import { existsSync } from 'node:fs';
import { readdir, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { startMessagesApi } from '../../src/testing/messages-api/index.js';
import { createSandbox } from '../../src/testing/run-sandbox.js';

test('a sandbox has folders of its own, empty and in the temporary folder of the machine', async () => {
  await using sandbox = await createSandbox();
  const { root, home, configDir, cwd, temporary } = sandbox;
  expect(dirname(root)).toBe(await realpath(tmpdir()));
  expect(new Set([root, home, configDir, cwd, temporary]).size).toBe(5);
  for (const folder of [home, configDir, cwd, temporary]) {
    expect(dirname(folder)).toBe(root);
    expect(await readdir(folder)).toEqual([]);
  }
});

test('its options lead the CLI to the API and keep it quiet', async () => {
  await using api = await startMessagesApi();
  await using sandbox = await createSandbox(api);
  expect(sandbox.options).toMatchObject({
    cwd: sandbox.cwd,
    env: {
      HOME: sandbox.home,
      CLAUDE_CONFIG_DIR: sandbox.configDir,
      TMPDIR: sandbox.temporary,
      ANTHROPIC_BASE_URL: api.url,
      ANTHROPIC_API_KEY: expect.stringMatching(/^sk-ant-fake/) as string,
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_AUTOUPDATER: '1',
      IS_SANDBOX: '1',
      CLAUDE_CODE_MAX_RETRIES: '0',
    },
  });
});

test('its environment takes a number of retries and further variables, which win', async () => {
  await using sandbox = await createSandbox(undefined, {
    maxRetries: 3,
    env: { IS_SANDBOX: '0', EXTRA: 'x' },
  });
  expect(sandbox.options.env).toMatchObject({ CLAUDE_CODE_MAX_RETRIES: '3', IS_SANDBOX: '0', EXTRA: 'x' });
});

test('without an API it leads nowhere, never to the real service', async () => {
  await using sandbox = await createSandbox();
  expect(sandbox.options.env.ANTHROPIC_BASE_URL).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  await expect(fetch(sandbox.options.env.ANTHROPIC_BASE_URL ?? '')).rejects.toThrow();
});

test('credentials of the user of this machine are blanked', async () => {
  await using sandbox = await createSandbox();
  for (const name of ['ANTHROPIC_AUTH_TOKEN', 'CLAUDE_CODE_OAUTH_TOKEN', 'ANTHROPIC_MODEL']) {
    expect(sandbox.options.env).toHaveProperty(name, '');
  }
});

test('removing it deletes all it holds, and twice is as good as once', async () => {
  const sandbox = await createSandbox();
  await writeFile(join(sandbox.cwd, 'file.txt'), 'text');
  await Promise.all([sandbox.remove(), sandbox.remove()]);
  await sandbox.remove();
  expect(existsSync(sandbox.root)).toBe(false);
});

test('removing it gets there while a process on its way out still writes into it', async () => {
  const sandbox = await createSandbox();
  const writer = (async () => {
    for (let written = 0; written < 200 && existsSync(sandbox.cwd); written += 1) {
      await writeFile(join(sandbox.cwd, `${written}.txt`), 'text').catch(() => undefined);
    }
  })();
  await sandbox.remove();
  await writer;
  expect(existsSync(sandbox.root)).toBe(false);
});
