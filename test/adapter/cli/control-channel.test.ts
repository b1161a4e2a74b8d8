import { describe, expect, test } from 'vitest';
import { ControlChannel } from '../../../src/adapter/cli/control-channel.js';
import { isSessionError } from '../../../src/errors/session-error.js';
import { createFakeClock } from '../../../src/testing/fake-clock.js';

interface Line {
  readonly type: string;
  readonly request_id: string;
  readonly request: Readonly<Record<string, unknown>>;
}

function setUp() {
  const clock = createFakeClock();
  const written: string[] = [];
  const channel = new ControlChannel(clock, (line) => written.push(line));
  const line = (index: number) => JSON.parse(written[index] ?? 'null') as Line;
  return { clock, channel, written, line, idOf: (index: number) => line(index).request_id };
}

const codeOf = (error: unknown): string => (isSessionError(error) ? error.code : String(error));
const ok = (response: Readonly<Record<string, unknown>> = {}) => ({ ok: true, response }) as const;

test('a request is one line of JSON, with the body as it is and an id of its own', () => {
  const { channel, written, line } = setUp();
  void channel.request({ subtype: 'interrupt', cancel_queued: true }, 100);
  void channel.request({ subtype: 'set_model', model: 'a\nb' }, 100);
  expect(written.map((text) => text.indexOf('\n') === text.length - 1)).toEqual([true, true]);
  expect(line(0)).toEqual({
    type: 'control_request',
    request_id: expect.any(String) as string,
    request: { subtype: 'interrupt', cancel_queued: true },
  });
  expect(line(0).request_id).not.toBe(line(1).request_id);
});

test('answers find their requests by id, in whatever order they come', async () => {
  const { channel, idOf } = setUp();
  const [one, two, three] = ['a', 'b', 'c'].map((subtype) => channel.request({ subtype }, 100));
  channel.settle(idOf(2), ok({ n: 3 }));
  channel.settle(idOf(0), ok({ n: 1 }));
  channel.settle(idOf(1), { ok: false, error: 'no' });
  expect(await one).toEqual({ n: 1 });
  await expect(two).rejects.toMatchObject({
    code: 'control_failed',
    message: expect.stringMatching(/'b'.*no/) as string,
  });
  expect(await three).toEqual({ n: 3 });
});

test('a refusal is told without what is not to be read', async () => {
  const lines: string[] = [];
  const channel = new ControlChannel(
    createFakeClock(),
    (line) => lines.push(line),
    (text) => text.replace('secret', '[redacted]'),
  );
  const refused = channel.request({ subtype: 'mcp_reconnect' }, 100);
  const { request_id } = JSON.parse(lines[0] ?? '') as Line;
  channel.settle(request_id, { ok: false, error: 'the header is secret' });
  await expect(refused).rejects.toMatchObject({
    message: "The CLI refused 'mcp_reconnect': the header is [redacted]",
  });
});

describe('a request without an answer', () => {
  test('rejects at its own limit, naming it and what was asked', async () => {
    const { channel, clock } = setUp();
    const late = channel.request({ subtype: 'set_model' }, 100).catch((error: unknown) => error);
    const later = channel.request({ subtype: 'other' }, 200).catch(codeOf);
    await clock.advance(99);
    expect(clock.pending).toBe(2);
    await clock.advance(1);
    expect(await late).toMatchObject({
      code: 'control_timeout',
      message: expect.stringMatching(/'set_model' within 100 ms/) as string,
    });
    expect(clock.pending).toBe(1);
    await clock.advance(100);
    expect(await later).toBe('control_timeout');
  });

  test('without a limit waits for ever', async () => {
    const { channel, clock, idOf } = setUp();
    const answer = channel.request({ subtype: 'a' }, Infinity);
    await clock.advance(1e12);
    channel.settle(idOf(0), ok());
    expect(await answer).toEqual({});
  });

  test('that nobody waits for is no unhandled rejection', async () => {
    const { channel, clock } = setUp();
    void channel.request({ subtype: 'a' }, 100);
    void channel.request({ subtype: 'b' }, 1_000);
    await clock.advance(100);
    channel.close();
    await clock.advance(0);
  });
});

describe('an answer that nobody waits for is ignored', () => {
  test('when it is late', async () => {
    const { channel, clock, idOf } = setUp();
    const late = channel.request({ subtype: 'a' }, 100).catch(codeOf);
    await clock.advance(100);
    channel.settle(idOf(0), ok());
    expect(await late).toBe('control_timeout');
  });

  test('when its id is unknown', async () => {
    const { channel, idOf } = setUp();
    const answer = channel.request({ subtype: 'a' }, 100);
    channel.settle('unknown', { ok: false, error: 'no' });
    channel.settle('__proto__', ok());
    channel.settle(idOf(0), ok({ n: 1 }));
    expect(await answer).toEqual({ n: 1 });
  });

  test('when it is the second', async () => {
    const { channel, idOf } = setUp();
    const answer = channel.request({ subtype: 'a' }, 100);
    channel.settle(idOf(0), ok({ n: 1 }));
    channel.settle(idOf(0), { ok: false, error: 'no' });
    expect(await answer).toEqual({ n: 1 });
  });
});

test('an answer takes its timer away', () => {
  const { channel, clock, idOf } = setUp();
  void channel.request({ subtype: 'a' }, 100);
  channel.settle(idOf(0), ok());
  expect(clock.pending).toBe(0);
});

describe('closing', () => {
  test('rejects everything that is pending, and takes the timers away', async () => {
    const { channel, clock } = setUp();
    const pending = ['a', 'b'].map((subtype) => channel.request({ subtype }, 100).catch(codeOf));
    channel.close();
    channel.close();
    expect(await Promise.all(pending)).toEqual(['stopped', 'stopped']);
    expect(clock.pending).toBe(0);
  });

  test('rejects at once what is asked afterwards; it is not written, and arms no timer', async () => {
    const { channel, clock, written } = setUp();
    channel.close();
    await expect(channel.request({ subtype: 'a' }, 60_000)).rejects.toMatchObject({ code: 'stopped' });
    expect([written, clock.pending]).toEqual([[], 0]);
  });
});

test('a request that cannot be written as a line rejects, and leaves nothing behind', async () => {
  const { channel, clock, written } = setUp();
  const refused = { code: 'invalid_option' };
  await expect(channel.request({ subtype: 'a', big: 1n }, 100)).rejects.toMatchObject(refused);
  await expect(channel.request({ subtype: '' }, 100)).rejects.toMatchObject(refused);
  expect([written, clock.pending]).toEqual([[], 0]);
});
