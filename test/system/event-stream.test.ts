import { getEventListeners } from 'node:events';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BufferedEvents, type NumberedEvent } from '../../src/system/event-stream.js';
import type { SystemEvent } from '../../src/system/system-events.js';
import { allOf } from '../support/event-streams.js';

const OVER = { done: true, value: undefined };

function streamOf(maxBuffered = 10, signal?: AbortSignal) {
  const left: BufferedEvents[] = [];
  const stream = new BufferedEvents({
    maxBuffered,
    content: false,
    signal,
    onLeft: (each) => void left.push(each),
  });
  return {
    stream,
    left,
    push: (...numbers: number[]) => numbers.map(event).forEach((each) => stream.push(each)),
  };
}

function event(seq: number): NumberedEvent {
  return { type: 'begun', kind: 'session', seq, at: 0, path: 'a', name: 'a', incarnation: 1 };
}

/** In short: its number, or those of a gap. */
function textOf(event: SystemEvent | undefined): number | string | undefined {
  return event?.type === 'gap' ? `${event.from}-${event.to}` : event?.seq;
}

const step = async (next: Promise<IteratorResult<SystemEvent, undefined>>) => textOf((await next).value);

describe('a reader', () => {
  test('gets what is held in order, and then what comes, each next() in its turn', async () => {
    const { stream, push } = streamOf();
    push(1, 2);
    const waiting = [stream.next(), stream.next(), stream.next(), stream.next()];
    push(3, 4);
    expect(await Promise.all(waiting.map(step))).toEqual([1, 2, 3, 4]);
  });

  test('who is too slow finds one gap in place of all that was dropped', async () => {
    const { stream, push } = streamOf(2);
    push(1, 2, 3, 4, 5);
    expect([await step(stream.next()), await step(stream.next())]).toEqual(['1-3', 4]);
    push(6, 7);
    stream.end();
    expect((await allOf(stream)).map(textOf)).toEqual(['5-5', 6, 7]);
  });

  test('whatever the pace, finds every number once, as an event or in a gap, and no more held than allowed', async () => {
    const paces = fc.array(fc.record({ pushed: fc.nat(9), read: fc.nat(6) }), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 5 }), paces, async (maxBuffered, steps) => {
        const { stream, push } = streamOf(maxBuffered);
        const got: SystemEvent[] = [];
        const waiting: Promise<unknown>[] = [];
        let seq = 0;
        for (const { pushed, read } of steps) {
          for (let count = 0; count < pushed; count += 1) push((seq += 1));
          for (let count = 0; count < read; count += 1)
            waiting.push(stream.next().then(({ value }) => value && got.push(value)));
        }
        stream.end();
        const rest = await allOf(stream);
        await Promise.all(waiting);
        expect(rest.filter(({ type }) => type !== 'gap').length).toBeLessThanOrEqual(maxBuffered);
        expect([...got, ...rest].flatMap(numbersOf)).toEqual(
          Array.from({ length: seq }, (_, index) => index + 1),
        );
      }),
    );
  });
});

function numbersOf(event: SystemEvent): number[] {
  if (event.type !== 'gap') return [event.seq];
  return Array.from({ length: event.to - event.from + 1 }, (_, index) => event.from + index);
}

describe('the end', () => {
  test('comes behind what is held, lasts, and lets every reader go who waits', async () => {
    const { stream, push } = streamOf();
    const { stream: empty } = streamOf();
    const waiting = [empty.next(), empty.next()];
    push(1);
    stream.end();
    empty.end();
    expect(await step(stream.next())).toBe(1);
    expect([await stream.next(), await stream.next(), ...(await Promise.all(waiting))]).toEqual([
      OVER,
      OVER,
      OVER,
      OVER,
    ]);
  });

  const ways: Readonly<Record<string, (stream: BufferedEvents, abort: () => void) => unknown>> = {
    'return()': (stream) => stream.return(),
    break: async (stream) => {
      for await (const first of stream) if (textOf(first) === '1-1') break;
    },
    'its signal': (_, abort) => abort(),
    disposal: (stream) => stream[Symbol.asyncDispose](),
    'throw()': (stream) => stream.throw(new Error('enough')).catch((fault: unknown) => fault),
  };
  test.each(Object.entries(ways))(
    'by %s drops what is held, and tells that nothing more is wanted',
    async (_, leave) => {
      const controller = new AbortController();
      const { stream, push, left } = streamOf(2, controller.signal);
      push(1, 2, 3);
      await leave(stream, () => controller.abort());
      expect([await stream.next(), left, stream.isOpen]).toEqual([OVER, [stream], false]);
      expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    },
  );

  test('by a signal lets those go who wait; one that has fired before ends the stream at once', async () => {
    const controller = new AbortController();
    const { stream } = streamOf(10, controller.signal);
    const waiting = stream.next();
    controller.abort();
    const late = streamOf(10, controller.signal);
    expect([await waiting, await late.stream.next(), late.stream.isOpen]).toEqual([OVER, OVER, false]);
  });

  test('by throw() rejects with what was thrown, as a generator does; return() resolves', async () => {
    const fault = new Error('enough');
    await expect(streamOf().stream.throw(fault)).rejects.toBe(fault);
    expect(await streamOf().stream.return()).toEqual(OVER);
  });
});
