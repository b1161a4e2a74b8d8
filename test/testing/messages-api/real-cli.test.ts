import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  gate,
  hang,
  paused,
  reply,
  startMessagesApi,
  text,
  thinking,
  toolUse,
  type MessagesApi,
  type Reply,
} from '../../../src/testing/messages-api/index.js';
import { createSandbox, type Sandbox } from '../../../src/testing/run-sandbox.js';
import { startBareCli, type BareCli, type Frame } from '../../support/bare-cli.js';

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

/** Contents of the CLI's `assistant` frames. */
function answers({ frames }: BareCli): unknown[] {
  return frames.flatMap(({ type, message }) => {
    return type === 'assistant' ? (message as { content: unknown[] }).content : [];
  });
}

const isDelta = ({ type, event }: Frame): boolean =>
  type === 'stream_event' && (event as { type: string }).type === 'content_block_delta';

const interrupted = { type: 'result', is_error: true, terminal_reason: 'aborted_streaming' };

describe('the real CLI takes', () => {
  test('a text and thinking, finds every request valid, and asks for nothing else', async () => {
    await using cli = startBareCli(sandbox);
    api.enqueue(reply(thinking('A greeting.'), 'Hello, Alice!'), 'Alice.');
    expect(await cli.ask('My name is Alice')).toMatchObject({ is_error: false, result: 'Hello, Alice!' });
    expect(await cli.ask('Who am I?')).toMatchObject({ is_error: false, result: 'Alice.' });
    expect(answers(cli)).toMatchObject([
      { type: 'thinking', thinking: 'A greeting.' },
      { type: 'text', text: 'Hello, Alice!' },
      { type: 'text', text: 'Alice.' },
    ]);
    expect(api.requests.map(({ userTexts }) => userTexts)).toEqual([
      ['My name is Alice'],
      ['My name is Alice', 'Who am I?'],
    ]);
    expect(api.requests[0]?.holds('Hello, Alice!')).toBe(false);
    expect(api.requests[1]?.holds('Hello, Alice!')).toBe(true);
    expect(api.requests[0]?.credential).toBe('sk-ant-fake-key-of-a-test');
    expect([...api.otherRequests, ...api.refusals, ...api.faults]).toEqual([]);
    expect(await cli.end()).toBe(0);
    expect(cli.stderr).toBe('');
  });

  test('three tool calls of one answer, and hands back the result of each', async () => {
    await using cli = startBareCli(sandbox, ['--permission-mode=bypassPermissions']);
    const echo = (word: string) => toolUse('Bash', { command: `echo ${word}` }, { id: `toolu_${word}` });
    api.enqueue(reply('Three at once.', echo('uno'), echo('due'), echo('tre')), 'Done.');
    expect(await cli.ask('Go')).toMatchObject({ is_error: false, result: 'Done.' });
    expect(api.requests).toHaveLength(2);
    const results = api.requests[1]?.toolResults.map((result) => `${result.toolUseId}: ${result.text}`);
    // They run side by side, and their results come in the order in which they end.
    expect(results?.sort()).toEqual(['toolu_due: due', 'toolu_tre: tre', 'toolu_uno: uno']);
    expect(api.refusals).toEqual([]);
  });

  test('a stream piece by piece, as the test lets them go', async () => {
    await using cli = startBareCli(sandbox, ['--include-partial-messages']);
    const story = paused(['Once ', 'upon ', 'a time']);
    api.enqueue(story);
    const result = cli.ask('Tell me a story');
    story.release();
    expect(await cli.until(isDelta)).toMatchObject({ event: { delta: { text: 'Once ' } } });
    expect(answers(cli)).toEqual([]);
    story.releaseAll();
    expect(await result).toMatchObject({ is_error: false, result: 'Once upon a time' });
    expect(cli.frames.filter(isDelta)).toHaveLength(3);
  });

  test('a reply behind a gate, when it opens', async () => {
    await using cli = startBareCli(sandbox);
    const gated = gate('Here I am.');
    api.enqueue(gated);
    const result = cli.ask('Come');
    await gated.reached;
    expect(cli.frames.some(({ type }) => type === 'result')).toBe(false);
    gated.open();
    expect(await result).toMatchObject({ result: 'Here I am.' });
  });
});

describe('an interrupt ends', () => {
  test.each<[what: string, reply: Reply]>([
    ['a request that hangs', hang()],
    ['a stream that stands still', paused(['never said'])],
    ['a reply whose gate stays shut', gate()],
  ])('%s, whose client is seen to leave', async (_, waiting) => {
    await using cli = startBareCli(sandbox);
    api.enqueue(waiting);
    const result = cli.ask('Are you there?');
    const request = await api.waitForRequests(1);
    await cli.control({ subtype: 'interrupt' });
    expect(await result).toMatchObject(interrupted);
    expect(await request.outcome).toBe('aborted');
    expect(await cli.ask('And now?')).toMatchObject({ is_error: false, result: 'ok' });
    expect(api.faults).toEqual([]);
  });
});

test('a sandbox without an API keeps the CLI from every service', async () => {
  await using closed = await createSandbox();
  await using cli = startBareCli(closed);
  expect(await cli.ask('hello')).toMatchObject({ is_error: true, api_error_status: null });
  expect(api.requests).toEqual([]);
});

test('a sandbox is deleted with all that the CLI wrote into it', async () => {
  await using cli = startBareCli(sandbox, ['--permission-mode=bypassPermissions']);
  api.enqueue(toolUse('Bash', { command: 'echo $HOME $TMPDIR' }), text('Done.'));
  await cli.ask('Where am I?');
  expect(api.requests[1]?.toolResults[0]?.text).toBe(`${sandbox.home} ${sandbox.temporary}`);
  expect(existsSync(`${sandbox.configDir}/projects`)).toBe(true);
  await cli.end();
  await sandbox.remove();
  expect(existsSync(sandbox.root)).toBe(false);
});
