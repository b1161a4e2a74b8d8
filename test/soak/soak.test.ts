import { startMessagesApi } from 'troupe/testing';
import { describe, it } from 'vitest';
import { expectNothingMore, runHost } from './run-host.js';

describe('a host of many sessions, asked, left, interrupted, cleared, killed and stopped,', () => {
  it('holds after 500 more what it held before, with scripted sessions', { timeout: 300_000 }, async () => {
    expectNothingMore(await runHost('scripted-host.ts', '1000', '500'), 1_000_000);
  });

  it('holds after 30 more what it held before, on the real CLI', { timeout: 600_000 }, async () => {
    await using api = await startMessagesApi({ reply: 'ok' });
    expectNothingMore(await runHost('real-host.ts', api.url, '10', '30'), 2_000_000);
  });
});
