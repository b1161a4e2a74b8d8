import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const SCRIPT = `
  import { request } from 'node:http';
  import { delayed, gate, hang, paused, startMessagesApi } from '${new URL('../../../src/testing/messages-api/index.ts', import.meta.url).href}';
  const api = await startMessagesApi();
  api.enqueue(hang(), gate(), delayed(3_600_000, 'late'), paused(['never']));
  const body = JSON.stringify({ model: 'm', max_tokens: 1, messages: [{ role: 'user', content: 'x' }], stream: true });
  const headers = { 'x-api-key': 'k', 'anthropic-version': '2023-06-01' };
  for (let count = 0; count < 4; count += 1) {
    request(api.url + '/v1/messages', { method: 'POST', headers }).on('error', () => {}).end(body);
  }
  await api.waitForRequests(4);
  await api.close();
  process.stdout.write('closed');
`;

test('a process that closes its API can end, whatever the replies were waiting for', async () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const args = ['--import', 'tsx', '--input-type=module', '--eval', SCRIPT];
  // The limit is for the failure: the delayed reply alone would keep the process for an hour.
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, timeout: 60_000 });
  expect(stdout).toBe('closed');
});
