import { expect, test } from 'vitest';
import { all, asWritten, line, result, said, strictCli, type Step } from './fixture.js';

const MEBIBYTE = 1024 * 1024;

/** One of each kind that is known, with fields that are not. */
const KNOWN: readonly object[] = [
  {
    type: 'system',
    subtype: 'init',
    session_id: '3f0c8e2a-96f4-4c0e-9a7e-0d5a54d4a001',
    later: { a: [null] },
  },
  {
    type: 'stream_event',
    event: { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'é' } },
  },
  {
    type: 'assistant',
    message: {
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'hm', signature: 'x' },
        { type: 'text', text: 'line\u2028separator\u2029\u0085 😀 \ud800 \u0000 "\\' },
        { type: 'tool_use', id: 't1', name: 'Bash', input: { firstName: 'Ada', 'a.b': { type: 'result' } } },
      ],
    },
  },
  {
    type: 'user',
    message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: 'done' }] },
    tool_use_result: { stdout: '{"type":"result","is_error":true}\n' },
  },
  { type: 'user', message: { role: 'user', content: 'a note' }, isSynthetic: true },
  {
    ...{ type: 'system', subtype: 'api_retry', attempt: 1, max_retries: 10, retry_delay_ms: 504 },
    ...{ error_status: null, error: 'unknown' },
  },
  { type: 'system', subtype: 'compact_boundary', compact_metadata: { trigger: 'auto', pre_tokens: 7 } },
  { type: 'tool_progress', tool_name: 'Bash', elapsed_time_seconds: 1.5e-7 },
  { type: 'rate_limit_event', rate_limit_info: { status: 'allowed', resetsAt: 1_764_000_000 } },
  { type: 'prompt_suggestion', suggestion: 'Go on.' },
  result({ structured_output: { firstName: 'Ada', last_name: null }, modelUsage: { 'a.b/c-4.5': {} } }),
];

test('every known message reaches the reader as it was written, fields that nobody knows included', async () => {
  await using cli = strictCli([KNOWN.map((message) => line(message))]);
  expect(asWritten(await all(cli.session.stream('go')))).toEqual(KNOWN);
  expect(cli.session.counts).toEqual({ unknownMessages: 0, noiseLines: 0, oversizedLines: 0 });
  expect([cli.strays, cli.reports]).toEqual([[], []]);
});

test('noise, Windows line ends, blank lines and what nobody knows between them change nothing', async () => {
  const between: Step[] = [
    { out: 'Debugger attached.\n\n \r\n\t\n{"type":"assistant"\n[1,2]\n"text"\n42\nnull\n' },
    line({ type: 'hologram', beam: [1, 2] }, '\r\n'),
    line({ type: 'result', is_error: 'perhaps', user_message_uuids: ['another'] }),
    line({ type: 'keep_alive' }),
    line({ type: 'control_response', response: { subtype: 'success', request_id: 'nobody asked' } }),
    line({ type: 'command_lifecycle', command_uuid: 'another', state: 'cancelled' }),
    { ask: { request_id: 'r', request: { subtype: 'brew_coffee' } } },
  ];
  await using cli = strictCli([KNOWN.flatMap((message) => [...between, line(message, '\r\n')])]);
  const messages = await all(cli.session.stream('go'));
  expect(asWritten(messages.filter(({ type }) => type !== 'unknown'))).toEqual(KNOWN);
  const beam = { type: 'unknown', raw: { type: 'hologram', beam: [1, 2] } };
  expect(messages.filter(({ type }) => type === 'unknown')).toEqual(KNOWN.map(() => beam));
  const foreign = {
    type: 'unknown',
    raw: { type: 'result', is_error: 'perhaps', user_message_uuids: ['another'] },
  };
  expect(cli.strays).toEqual(KNOWN.map(() => foreign));
  expect(cli.session.counts).toEqual({
    unknownMessages: 2 * KNOWN.length,
    noiseLines: 6 * KNOWN.length,
    oversizedLines: 0,
  });
  expect(cli.session.state).toBe('ready');
});

test('pieces of stderr between messages and in the middle of one are in no message', async () => {
  const halves = KNOWN.flatMap((message): Step[] => {
    const text = JSON.stringify(message);
    return [
      { out: text.slice(0, 20) },
      { err: 'warning: {"type":"assistant"' },
      { out: `${text.slice(20)}\n` },
      { err: 'no newline' },
    ];
  });
  await using cli = strictCli(Array.from({ length: 20 }, () => halves));
  for (let round = 0; round < 20; round += 1) {
    expect(asWritten(await all(cli.session.stream('go')))).toEqual(KNOWN);
  }
  expect(cli.session.counts).toEqual({ unknownMessages: 0, noiseLines: 0, oversizedLines: 0 });
});

test('a result without any optional field ends its turn, and the next query gets its own', async () => {
  const bare = { type: 'result', subtype: 'success', is_error: false };
  await using cli = strictCli([
    [line(said('one')), line(bare)],
    [line(said('two')), line(bare)],
    [line(result())],
  ]);
  expect(await all(cli.session.stream('a'))).toEqual([said('one'), bare]);
  expect(await cli.session.query('b')).toEqual(bare);
  expect(await cli.session.query('c')).toMatchObject({ result: 'ok' });
});

test('a result with null in place of its optional fields is an answer too', async () => {
  const nulls = { result: null, errors: null, origin: null, local_command: null, session_id: null };
  await using cli = strictCli([
    [line(result(nulls))],
    [line(result({ ...nulls, user_message_uuids: null }))],
  ]);
  expect(await cli.session.query('a')).toMatchObject({ is_error: false, result: null });
  expect(await cli.session.stream('b').finalText()).toBe('');
});

test('a result whose line is the last and has no newline is its query’s answer', async () => {
  await using cli = strictCli([[line(said('one')), line(result({ result: 'last words' }), ''), { exit: 0 }]]);
  const [answer, next] = await Promise.allSettled([cli.session.query('a'), cli.session.query('b')]);
  expect(answer).toMatchObject({ value: { result: 'last words' } });
  expect(next).toMatchObject({ reason: { code: 'crashed', exitCode: 0 } });
});

test('lines of 1, 16 and 64 MiB reach the reader whole; a longer one is skipped and reported, and costs no other', async () => {
  const sizes = [MEBIBYTE, 16 * MEBIBYTE, 64 * MEBIBYTE, 64 * MEBIBYTE + 1, MEBIBYTE];
  const steps = sizes.flatMap((sized, index): Step[] => [{ sized }, line(said(`after ${index}`))]);
  await using cli = strictCli([[...steps, line(result())], [line(result())]]);
  const lengths: number[] = [];
  const others: unknown[] = [];
  for await (const message of cli.session.stream('go')) {
    const { length } = JSON.stringify(message);
    if (length >= MEBIBYTE) lengths.push(length);
    else others.push(message);
  }
  expect(lengths).toEqual([MEBIBYTE, 16 * MEBIBYTE, 64 * MEBIBYTE, MEBIBYTE]);
  expect(others.slice(0, -1)).toEqual(sizes.map((_, index) => said(`after ${index}`)));
  expect(cli.session.counts).toEqual({ unknownMessages: 0, noiseLines: 0, oversizedLines: 1 });
  expect(cli.reports).toEqual([expect.stringContaining(`A line of ${64 * MEBIBYTE + 1} bytes was skipped`)]);
  expect(await cli.session.query('next')).toMatchObject({ result: 'ok' });
});
