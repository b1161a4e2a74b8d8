import { describe, expect, test, vi } from 'vitest';
import { processTable } from '../../../src/process/process-table.js';
import { isAlive } from '../../support/processes.js';
import { until } from '../../support/until.js';
import { KEY, said, startFake, textOf } from './fixture.js';

describe('the handshake', () => {
  test('is the first line that is written, and every line is one object of JSON', async () => {
    const run = startFake('answers', { options: { systemPrompt: 'two\nlines' } });
    await run.ready;
    const id = run.ask('a\nb\u2028c');
    await run.until(({ type }) => type === 'result');
    run.adapter.stop(60_000);
    await run.ended;
    expect(run.received().endsWith('\n')).toBe(true);
    expect(run.lines()).toMatchObject([
      { type: 'control_request', request: { subtype: 'initialize', systemPrompt: ['two\nlines'] } },
      { type: 'user', uuid: id, message: { role: 'user', content: 'a\nb\u2028c' }, session_id: '' },
      { type: 'control_request', request: { subtype: 'interrupt', cancel_queued: true } },
    ]);
  });

  test('is answered with what the CLI says of itself', async () => {
    expect(await startFake('answers').ready).toEqual({ claude_code_version: '2.1.330' });
  });

  test('that is never answered ends the start with `control_timeout`, and the process is gone', async () => {
    const run = startFake('never-answers', { controlTimeout: 200 });
    const pid = await until(() => run.adapter.pid);
    const { error, exit } = await run.ended;
    expect(error).toMatchObject({ code: 'control_timeout' });
    expect(exit).toEqual({ exitCode: undefined, signal: 'SIGKILL' });
    expect(isAlive(pid)).toBe(false);
    expect(run.reports).toEqual(['exited']);
  });

  test('that is answered without a version is `cli_incompatible`, and the process is gone', async () => {
    const run = startFake('old-version');
    expect((await run.ended).error).toMatchObject({ code: 'cli_incompatible' });
    expect(run.reports).toEqual(['exited']);
  });

  test('that is refused is a failed start with the CLI’s words', async () => {
    expect((await startFake('refuses-handshake').ended).error).toMatchObject({
      code: 'start_failed',
      message: expect.stringContaining('bad schema') as string,
    });
  });

  test('that cannot be written is refused as the option it is, and the process is gone', async () => {
    const schema = { enum: [1n] };
    const run = startFake('answers', { options: { outputFormat: { type: 'json_schema', schema } } });
    expect((await run.ended).error).toMatchObject({ code: 'invalid_option' });
  });
});

describe('a process that ends before it is ready', () => {
  test('is told with its own words, its code, and none of its secrets', async () => {
    const { error, exit, stderrTail } = await startFake('exits-with-words').ended;
    expect(exit).toEqual({ exitCode: 3, signal: undefined });
    expect(error).toMatchObject({
      code: 'session_id_in_use',
      message: expect.stringContaining('Error: Session ID x is already in use. (key [redacted])') as string,
      exitCode: 3,
    });
    expect(stderrTail).toContain('already in use');
    expect(JSON.stringify([error, stderrTail, error?.message])).not.toContain(KEY);
  });

  test('is told with the result it printed, which says more than its stderr, and none of its secrets', async () => {
    const { error } = await startFake('says-why-and-exits').ended;
    expect(error).toMatchObject({
      code: 'conversation_not_found',
      message: expect.stringContaining('No conversation found with session ID: x') as string,
      stderrTail: 'some warning\n',
    });
    expect(error?.message).not.toContain(KEY);
  });

  test('or cannot be started at all is told by the executable at fault', async () => {
    const missing = startFake('there-is-none');
    expect(await missing.ended).toMatchObject({ exit: undefined, error: { code: 'cli_not_found' } });
    const interpreter = startFake('answers', { options: { env: { PATH: '/nowhere' } } });
    expect((await interpreter.ended).error?.code).toBe('start_failed');
    const cwd = startFake('answers', { options: { cwd: '/nowhere' } });
    expect((await cwd.ended).error).toMatchObject({
      code: 'start_failed',
      message: "The directory '/nowhere' cannot be worked in: ENOENT.",
    });
    expect([missing, cwd].map(({ reports, adapter }) => [reports, adapter.pid])).toEqual([
      [['exited'], undefined],
      [['exited'], undefined],
    ]);
  });
});

describe('what the process says', () => {
  test('comes through with its length, whatever it writes to stderr meanwhile', async () => {
    const run = startFake('stderr-between-messages');
    expect(await said(run)).toEqual(['one', 'two', 'end']);
    expect(run.frames.map((frame) => frame.kind === 'message' && frame.bytes)).toEqual(
      run.messages.map((message) => JSON.stringify(message).length),
    );
    expect(run.adapter.counts).toEqual({ unknownMessages: 0, noiseLines: 0, oversizedLines: 0 });
    run.adapter.stop(0);
    expect((await run.ended).stderrTail).toBe('warning: no newline here {"type":"assistant"');
  });

  test('and is no message is counted as noise and dropped; blank lines and envelopes are neither', async () => {
    const run = startFake('noise');
    expect(await said(run)).toEqual(['crlf', 'line\u2028separator', 'end']);
    expect(run.adapter.counts).toEqual({ unknownMessages: 0, noiseLines: 6, oversizedLines: 0 });
  });

  test('last counts also without a newline', async () => {
    const run = startFake('no-last-newline');
    await run.ended;
    expect(run.messages.map(textOf)).toEqual(['one', 'last']);
    expect(run.reports.at(-1)).toBe('exited');
  });

  test('in a line above 64 MiB is skipped, counted and reported, and its neighbours come through', async () => {
    const run = startFake('huge-line');
    const texts = await said(run);
    expect(texts.map(({ length }) => length)).toEqual([6, 1024 * 1024, 3]);
    expect(run.adapter.counts).toEqual({ unknownMessages: 0, noiseLines: 0, oversizedLines: 1 });
    expect(run.warnings).toEqual([
      expect.stringMatching(/^A line of 68157\d{3} bytes was skipped: it is above the limit of 67108864\.$/),
    ]);
  });

  test('is whole wherever its characters were cut', async () => {
    expect(await said(startFake('byte-by-byte'))).toEqual(['é€😀\u2028ß', 'end']);
  });

  test('and is not known is passed on as it is, and counted', async () => {
    const run = startFake('unknown-types');
    await said(run);
    expect(run.messages.slice(0, -1)).toEqual([
      { type: 'unknown', raw: { type: 'hologram', beam: [1, 2] } },
      { type: 'unknown', raw: { no: 'type' } },
      { type: 'unknown', raw: { type: 'result', is_error: 'perhaps' } },
      { type: 'unknown', raw: { type: 'command_lifecycle' } },
      expect.objectContaining({ type: 'assistant', extra: { kept: true } }),
    ]);
    expect(run.adapter.counts.unknownMessages).toBe(4);
  });

  test('as a request that nobody knows is answered with an error under its id', async () => {
    const run = startFake('asks-the-host');
    const heard = (id: string) =>
      run.until(({ type, ...rest }) => type === 'unknown' && JSON.stringify(rest).includes(id));
    await Promise.all([heard('r-1'), heard('r-2')]);
    expect(run.lines().slice(1)).toEqual([
      {
        type: 'control_response',
        response: {
          subtype: 'error',
          request_id: 'r-1',
          error: 'Unsupported control request subtype: brew_coffee',
        },
      },
      {
        type: 'control_response',
        response: { subtype: 'error', request_id: 'r-2', error: 'Unsupported control request subtype: ' },
      },
    ]);
  });

  test('of a prompt’s life comes as what it is', async () => {
    const run = startFake('answers');
    await run.ready;
    const id = run.ask('hello');
    await run.until(({ type }) => type === 'result');
    expect(run.frames[0]).toEqual({ kind: 'lifecycle', promptId: id, state: 'started' });
  });
});

describe('the end of a process', () => {
  test('with code 0 in the middle of a turn is told with its code, its stderr, and all it had said', async () => {
    const run = startFake('exits-in-turn');
    await run.ready;
    run.ask('hello');
    expect(await run.ended).toEqual({
      exit: { exitCode: 0, signal: undefined },
      stderrTail: 'I am leaving',
      error: undefined,
    });
    expect(run.messages.map(textOf)).toEqual(['half an ans']);
  });

  test('right behind its result does not swallow it', async () => {
    const run = startFake('result-then-exits');
    await run.ready;
    const id = run.ask('hello');
    expect((await run.ended).exit?.exitCode).toBe(1);
    expect(run.messages).toHaveLength(1_001);
    expect(run.messages.at(-1)).toMatchObject({ type: 'result', user_message_uuids: [id] });
  });

  test('by a signal is told by it, and rejects what was asked', async () => {
    const run = startFake('killed');
    const asked = run.ready.then(() => run.adapter.control({ subtype: 'mcp_status' }, 60_000));
    await expect(asked).rejects.toMatchObject({ code: 'stopped' });
    expect((await run.ended).exit).toEqual({ exitCode: undefined, signal: 'SIGKILL' });
  });

  test('leaves 8 KiB of its stderr at most, the last, without the secrets of its environment', async () => {
    const run = startFake('floods-stderr');
    await run.ready;
    run.ask('hello');
    const { stderrTail = '' } = await run.ended;
    expect(stderrTail.length).toBeLessThanOrEqual(8 * 1024);
    expect(stderrTail.length).toBeGreaterThan(8_000);
    expect(stderrTail).toMatch(/^x+ key=\[redacted\] end$/);
  });

  test('leaves nothing of its stderr that was told of MCP servers, at the start and later', async () => {
    const server = (secret: string) => ({ s: { command: 'x', env: { MODE: secret } } });
    const run = startFake('repeats-to-stderr', { options: { mcpServers: server('canary-one') } });
    await run.ready;
    await run.adapter.control({ subtype: 'mcp_set_servers', servers: server('canary-two') }, 60_000);
    run.ask('and now leave');
    const { stderrTail } = await run.ended;
    expect(stderrTail?.match(/"MODE":"[^"]*"/g)).toEqual(['"MODE":"[redacted]"', '"MODE":"[redacted]"']);
  });

  test('is told once and last, and leaves nothing in the process table', async () => {
    const run = startFake('exits-in-turn');
    await run.ready;
    run.ask('hello');
    await run.ended;
    run.adapter.stop(0);
    run.adapter.stop(5_000);
    await vi.waitFor(() => expect(processTable.list()).toEqual([]));
    expect(run.reports.filter((report) => report === 'exited')).toHaveLength(1);
    expect(run.reports.at(-1)).toBe('exited');
  });

  test('rejects what is asked after it at once, and drops what is written', async () => {
    const run = startFake('no-last-newline');
    await run.ended;
    await expect(run.adapter.control({ subtype: 'interrupt' }, 1e9)).rejects.toMatchObject({
      code: 'stopped',
    });
    run.ask('hello');
  });
});

describe('a control request', () => {
  test('is answered by the process', async () => {
    const run = startFake('answers');
    await run.ready;
    expect(await run.adapter.control({ subtype: 'interrupt' }, 60_000)).toEqual({});
  });

  test('that is not answered rejects at its limit, and the process lives on', async () => {
    const run = startFake('stubborn');
    await run.ready;
    await expect(run.adapter.control({ subtype: 'interrupt' }, 50)).rejects.toMatchObject({
      code: 'control_timeout',
    });
    expect(isAlive(run.adapter.pid ?? 0)).toBe(true);
  });
});

test('a prompt that the CLI would end on is refused, and nothing of it is written', async () => {
  const run = startFake('answers');
  await run.ready;
  expect(() => run.adapter.write({ id: 'no uuid', content: 'hello' })).toThrow(
    expect.objectContaining({ code: 'invalid_option' }) as Error,
  );
  run.ask('good');
  await run.until(({ type }) => type === 'result');
  expect(run.lines()).toHaveLength(2);
});

describe('a stop', () => {
  test('of a process that is idle lets it end by itself, with no error', async () => {
    const run = startFake('answers');
    await run.ready;
    run.adapter.stop(600_000);
    expect(await run.ended).toMatchObject({ exit: { exitCode: 0 }, error: undefined });
  });

  test('with a smaller budget overtakes the one under way; with a larger one it does not', async () => {
    const run = startFake('stubborn');
    await run.ready;
    const pid = run.adapter.pid ?? 0;
    // Ten minutes: only the second stop can end this test.
    run.adapter.stop(600_000);
    run.adapter.stop(900_000);
    expect(isAlive(pid)).toBe(true);
    run.adapter.stop(20);
    run.adapter.stop(900_000);
    expect((await run.ended).exit?.signal).toBe('SIGKILL');
    expect(isAlive(pid)).toBe(false);
    expect(processTable.list()).toEqual([]);
  });

  test('before the process is spawned ends it as soon as it is, with no error and no handshake', async () => {
    const run = startFake('answers', {}, (adapter, sink) => {
      adapter.start(sink);
      adapter.stop(600_000);
    });
    expect(run.adapter.pid).toBeUndefined();
    expect(await run.ended).toMatchObject({ exit: { signal: 'SIGKILL' }, error: undefined });
    expect(run.reports).toEqual(['exited']);
    expect(processTable.list()).toEqual([]);
  });

  test('before an executable that is not there is told as that', async () => {
    const run = startFake('there-is-none', {}, (adapter, sink) => {
      adapter.start(sink);
      adapter.stop(0);
    });
    expect((await run.ended).error?.code).toBe('cli_not_found');
  });

  test('between spawn and handshake ends without an error: it was asked for', async () => {
    const run = startFake('never-answers');
    await until(() => run.adapter.pid);
    run.adapter.stop(50);
    // By SIGTERM where the process had not come to the point of ignoring it.
    const { exit, error } = await run.ended;
    expect([exit?.exitCode, error]).toEqual([undefined, undefined]);
    expect(run.reports).toEqual(['exited']);
  });
});
