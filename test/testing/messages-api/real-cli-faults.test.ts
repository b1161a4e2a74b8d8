import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  apiError,
  cutAfter,
  refuse,
  sseError,
  startMessagesApi,
  type MessagesApi,
  type Reply,
} from '../../../src/testing/messages-api/index.js';
import { createSandbox, type Sandbox } from '../../../src/testing/run-sandbox.js';
import { startBareCli } from '../../support/bare-cli.js';

let api: MessagesApi;
let sandbox: Sandbox;
beforeEach(async () => {
  api = await startMessagesApi();
  sandbox = await createSandbox(api);
});
afterEach(async () => {
  await api.close();
  await sandbox.remove();
});

describe('an error that stays', () => {
  test.each([
    [400, 6, 'unknown'],
    [401, 1, 'authentication_failed'],
    [403, 1, 'authentication_failed'],
    [404, 2, 'model_not_found'],
    [429, 1, 'rate_limit'],
    [500, 1, 'server_error'],
    [529, 1, 'server_error'],
  ])('of status %i costs %i request(s) and is told as %s', async (status, requests, error) => {
    await using cli = startBareCli(sandbox);
    api.setReply(apiError(status));
    expect(await cli.ask('hello')).toMatchObject({
      subtype: 'success',
      is_error: true,
      terminal_reason: 'api_error',
      api_error_status: status,
    });
    expect(cli.frames.find(({ type }) => type === 'assistant')).toMatchObject({ error });
    expect(api.requests).toHaveLength(requests);
    api.setReply('Better now.');
    expect(await cli.ask('And now?')).toMatchObject({ is_error: false, result: 'Better now.' });
  });
});

describe('with one retry, the real CLI gets over', () => {
  test.each<[what: string, fault: Reply, retryStatus: number | null]>([
    ['an overload', apiError(529), 529],
    ['a stream that is cut', cutAfter(0.5, 'This answer is never read to its end.'), null],
    ['a connection that is cut before a word', refuse(), null],
  ])('%s by asking again', async (_, fault, retryStatus) => {
    await using patient = await createSandbox(api, { maxRetries: 1 });
    await using cli = startBareCli(patient);
    api.enqueue(fault, 'Second try.');
    expect(await cli.ask('hello')).toMatchObject({ is_error: false, result: 'Second try.' });
    expect(api.requests.map(({ stream }) => stream)).toEqual([true, true]);
    const retries = cli.frames.filter(({ subtype }) => subtype === 'api_retry');
    expect(retries).toMatchObject([{ attempt: 1, error_status: retryStatus }]);
  });
});

describe('without a retry, the real CLI', () => {
  test.each<[what: string, fault: Reply]>([
    ['an error event', sseError()],
    ['a cut', cutAfter(0.5, 'This answer is never read to its end.')],
  ])('repeats a stream broken by %s once without streaming', async (_, fault) => {
    await using cli = startBareCli(sandbox);
    api.enqueue(fault, 'In one piece.');
    expect(await cli.ask('hello')).toMatchObject({ is_error: false, result: 'In one piece.' });
    expect(api.requests.map(({ stream }) => stream)).toEqual([true, false]);
  });

  test('gives up on a refused connection', async () => {
    await using cli = startBareCli(sandbox);
    api.setReply(refuse());
    expect(await cli.ask('hello')).toMatchObject({ is_error: true, api_error_status: null });
  });

  test('is told at once of a fault in the script', async () => {
    await using patient = await createSandbox(api, { maxRetries: 5 });
    await using cli = startBareCli(patient);
    api.enqueue(() => {
      throw new Error('the script has no answer');
    });
    const result = await cli.ask('hello');
    expect(result).toMatchObject({ is_error: true, api_error_status: 500 });
    expect(result.result).toContain('the script has no answer');
    expect(api.requests).toHaveLength(1);
    expect(api.faults).toHaveLength(1);
  });
});
