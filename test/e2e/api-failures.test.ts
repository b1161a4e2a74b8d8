import type { Message, SessionErrorCode } from 'troupe';
import {
  apiError,
  cutAfter,
  refuse,
  sseError,
  text,
  toolUse,
  type ReceivedRequest,
  type ReplyLike,
  type Responder,
} from 'troupe/testing';
import { describe, expect, it } from 'vitest';
import { gatewayTo } from '../support/gateway.js';
import { realCli } from '../support/real-cli.js';

const echo = ({ lastUserText }: ReceivedRequest): string => `answer to ${lastUserText}`;

const TOO_LONG = apiError(400, { message: 'prompt is too long: 250000 tokens > 200000 maximum' });

async function all(source: AsyncIterable<Message>): Promise<Message[]> {
  const taken: Message[] = [];
  for await (const message of source) taken.push(message);
  return taken;
}

interface Failure {
  readonly fault: ReplyLike;
  readonly code: SessionErrorCode;
  readonly status: number | null;
  readonly words: RegExp;
}

const FAILURES: readonly (readonly [what: string, failure: Failure])[] = [
  [
    '400',
    { fault: apiError(400), code: 'invalid_request', status: 400, words: /^API Error: 400 The request is/ },
  ],
  ['401', { fault: apiError(401), code: 'auth', status: 401, words: /^Invalid API key/ }],
  ['403', { fault: apiError(403), code: 'auth', status: 403, words: /does not have permission/ }],
  [
    '404',
    { fault: apiError(404), code: 'model_not_found', status: 404, words: /issue with the selected model/ },
  ],
  ['413', { fault: apiError(413), code: 'prompt_too_long', status: 413, words: /^Request too large/ }],
  ['429', { fault: apiError(429), code: 'rate_limited', status: 429, words: /rejected \(429\).*rate limit/ }],
  ['500', { fault: apiError(500), code: 'api_error', status: 500, words: /500 Internal server error/ }],
  ['529', { fault: apiError(529), code: 'overloaded', status: 529, words: /529 Overloaded/ }],
  [
    'an error event in the stream',
    { fault: sseError(), code: 'overloaded', status: 529, words: /529 Overloaded/ },
  ],
  [
    'a stream that is cut',
    {
      fault: cutAfter(0.5, 'This is cut.'),
      code: 'connection_failed',
      status: null,
      words: /Connection to the API was lost/,
    },
  ],
  [
    'a connection that is cut before a word',
    { fault: refuse(), code: 'connection_failed', status: null, words: /Connection dropped \(ECONNRESET\)/ },
  ],
  [
    'a prompt that is too long for the model',
    { fault: TOO_LONG, code: 'prompt_too_long', status: 400, words: /^Prompt is too long/ },
  ],
];

describe.each(FAILURES)('when the API fails by %s', (_, { fault, code, status, words }) => {
  it('the result is an error with its own code and the CLI’s words, and the next query gets its own answer', async () => {
    await using cli = await realCli();
    const session = cli.start();
    const error = { type: 'result', is_error: true, api_error_status: status };

    cli.api.setReply(fault);
    const messages = await all(session.stream('read'));
    expect(messages.at(-1)).toMatchObject({ ...error, result: expect.stringMatching(words) as string });
    cli.api.setReply(echo);
    expect(await session.query('one')).toMatchObject({ result: 'answer to one' });

    cli.api.setReply(fault);
    await expect(session.query('asked')).rejects.toMatchObject({
      code,
      message: expect.stringMatching(words) as string,
      result: { ...error, result: expect.stringMatching(words) as string },
      sessionId: session.sessionId,
    });
    cli.api.setReply(echo);
    expect(await session.query('two')).toMatchObject({ result: 'answer to two' });
    expect(session.state).toBe('ready');

    // What failed was said all the same: the CLI keeps it in the conversation.
    expect(cli.api.requests.at(-1)?.userTexts.map((said) => said.trim())).toEqual([
      'read',
      'one',
      'asked',
      'two',
    ]);
    expect(cli.api.refusals).toEqual([]);
  });
});

it('a closed port is an error result that names ECONNREFUSED, and the session goes on when the port is open', async () => {
  await using cli = await realCli({ reply: echo });
  await using gateway = await gatewayTo(cli.api.url);
  const session = cli.start({ env: { ...cli.sandbox.options.env, ANTHROPIC_BASE_URL: gateway.url } });
  for (const round of ['first', 'second']) {
    const failed = session.query(`unheard ${round}`);
    await expect(failed).rejects.toMatchObject({
      code: 'connection_failed',
      result: { api_error_status: null },
    });
    await expect(failed).rejects.toThrow('ECONNREFUSED');
    await gateway.open();
    expect(await session.query(round)).toMatchObject({ result: `answer to ${round}` });
    await gateway.close();
  }
  expect(cli.api.requests).toHaveLength(2);
});

it('a failure in the middle of a turn ends that turn, and the tool it had called is no burden to the next', async () => {
  await using cli = await realCli({ reply: echo });
  const session = cli.start({ allowedTools: ['Bash'] });
  cli.api.enqueue(toolUse('Bash', { command: 'echo ran' }), apiError(529));
  const turn = await session.stream('run it').collect();
  expect(turn.toolCalls).toMatchObject([{ name: 'Bash', result: { content: 'ran' } }]);
  expect(turn.result).toMatchObject({ is_error: true, api_error_status: 529 });
  expect(await session.query('next')).toMatchObject({ result: 'answer to next' });
  expect(cli.api.requests.at(-1)?.toolResults).toHaveLength(1);
});

it('of queries that wait behind one that fails, each gets its own answer', async () => {
  await using cli = await realCli({ reply: echo });
  const session = cli.start();
  cli.api.enqueue(apiError(500));
  const asked = ['fails', 'one', 'two'].map((question) => session.query(question));
  const [failed, ...others] = await Promise.allSettled(asked);
  expect(failed).toMatchObject({ status: 'rejected', reason: { code: 'api_error' } });
  expect(others).toMatchObject([
    { value: { result: 'answer to one' } },
    { value: { result: 'answer to two' } },
  ]);
});

it('a stream that is cut once is asked for again by the CLI, and nobody hears of it', async () => {
  await using cli = await realCli({ reply: echo });
  const session = cli.start({ includePartialMessages: true });
  cli.api.enqueue(cutAfter(0.5, 'Half of this is never heard.'), text('Whole.'));
  const turn = await session.stream('go').collect();
  expect([turn.text, turn.result.is_error]).toEqual(['Whole.', false]);
  expect(await session.query('next')).toMatchObject({ result: 'answer to next' });
});

it('a prompt that stays too long fails all that follow it, until the conversation is cleared', async () => {
  const window: Responder = (request) =>
    JSON.stringify(request.messages).length > 200_000 ? TOO_LONG : echo(request);
  await using cli = await realCli({ reply: window });
  const session = cli.start();
  for (const prompt of ['x'.repeat(300_000), 'shorter']) {
    await expect(session.query(prompt)).rejects.toMatchObject({
      code: 'prompt_too_long',
      result: { result: expect.stringMatching(/^Prompt is too long/) as string },
    });
    expect(session.state).toBe('ready');
  }
  await session.clear();
  expect(await session.query('anew')).toMatchObject({ result: 'answer to anew' });
});

it('without a key every query fails as `auth`, and the conversation is there for a session that has one', async () => {
  await using cli = await realCli({ reply: echo });
  const session = cli.start({ env: { ...cli.sandbox.options.env, ANTHROPIC_API_KEY: '' } });
  for (const prompt of ['one', 'two']) {
    await expect(session.query(prompt)).rejects.toMatchObject({
      code: 'auth',
      message: expect.stringContaining('Not logged in') as string,
      result: { is_error: true, api_error_status: null },
    });
    expect(session.state).toBe('ready');
  }
  expect(cli.api.requests).toHaveLength(0);
  const { sessionId = '' } = session;
  await session.stop();
  const resumed = cli.start({ resume: sessionId });
  expect(await resumed.query('three')).toMatchObject({ result: 'answer to three' });
  expect(cli.api.requests.at(-1)?.userTexts.map((said) => said.trim())).toEqual(['one', 'two', 'three']);
});
