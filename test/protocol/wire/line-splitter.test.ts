import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { LineSplitter } from '../../../src/protocol/wire/line-splitter.js';

const MiB = 1024 * 1024;

type Event = { readonly line: string; readonly bytes: number } | { readonly oversized: number };

/** What a splitter says of the chunks, the end included. */
function split(chunks: Iterable<Buffer>, limit = Infinity): Event[] {
  const events: Event[] = [];
  const splitter = new LineSplitter(
    {
      line: (line, bytes) => events.push({ line, bytes }),
      oversized: (oversized) => events.push({ oversized }),
    },
    limit,
  );
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return events;
}

/** The lines of what a splitter said. */
function linesOf(events: readonly Event[]): string[] {
  return events.map((event) => ('line' in event ? event.line : `<${event.oversized} bytes skipped>`));
}

/** Cuts at the given places. */
function cutAt(whole: Buffer, places: readonly number[]): Buffer[] {
  const edges = [0, ...places.filter((place) => place <= whole.length).sort((a, b) => a - b), whole.length];
  return edges.slice(1).map((end, index) => whole.subarray(edges[index], end));
}

/** Cuts into pieces of one size. */
function* piecesOf(whole: Buffer, size: number): Generator<Buffer> {
  for (let start = 0; start < whole.length; start += size) yield whole.subarray(start, start + size);
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

describe('the cuts between the chunks', () => {
  const text = fc
    .string({ unit: 'binary', maxLength: 30 })
    .map((line) => line.replaceAll('\n', '\u2028') + (line.length % 5 === 0 ? '\r' : ''));
  const input = fc.record({
    lines: fc.array(text, { maxLength: 20 }),
    lastNewline: fc.boolean(),
    cuts: fc.array(fc.nat({ max: 2000 }), { maxLength: 60 }),
  });

  test('change neither the lines nor their byte counts', () => {
    fc.assert(
      fc.property(input, ({ lines, lastNewline, cuts }) => {
        const whole = lines.join('\n') + (lastNewline ? '\n' : '');
        const expected = whole.split('\n').map((line) => ({ line, bytes: Buffer.byteLength(line) }));
        // What follows the last newline is a line only if there is something.
        if (expected.at(-1)?.bytes === 0) expected.pop();
        expect(split(cutAt(Buffer.from(whole), cuts))).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  test('change nothing where every line is above the limit, or some are', () => {
    const limit = 10;
    fc.assert(
      fc.property(input, ({ lines, cuts }) => {
        const whole = lines.map((line) => `${line}\n`).join('');
        const expected = lines.map((line) => {
          const bytes = Buffer.byteLength(line);
          return bytes > limit ? { oversized: bytes } : { line, bytes };
        });
        expect(split(cutAt(Buffer.from(whole), cuts), limit)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  test('may lie at every byte of a multi-byte character', () => {
    const lines = ['é', '€', '😀', '👩‍👩‍👧', 'a\u2028b\u2029c', '\ufeffbom', 'end'];
    const whole = Buffer.from(lines.map((line) => `${line}\n`).join(''));
    for (let place = 0; place <= whole.length; place += 1) {
      expect(linesOf(split(cutAt(whole, [place])))).toEqual(lines);
    }
    expect(linesOf(split(piecesOf(whole, 1)))).toEqual(lines);
  });

  test('may leave empty chunks', () => {
    const empty = Buffer.alloc(0);
    expect(linesOf(split([empty, Buffer.from('a'), empty, Buffer.from('b\n'), empty]))).toEqual(['ab']);
  });
});

describe('a line', () => {
  test('ends at \\n and at nothing else', () => {
    const lines = ['a\r', 'b\u2028c\u2029d', 'e\u0085f\vg\fh', 'i\rj'];
    expect(linesOf(split([Buffer.from(lines.join('\n'))]))).toEqual(lines);
  });

  test('may be blank', () => {
    expect(split([Buffer.from('\n\r\n \n')])).toEqual([
      { line: '', bytes: 0 },
      { line: '\r', bytes: 1 },
      { line: ' ', bytes: 1 },
    ]);
  });

  test('counts without a newline when the stream ends, unless it is empty', () => {
    expect(linesOf(split([Buffer.from('a\nb')]))).toEqual(['a', 'b']);
    expect(linesOf(split([Buffer.from('a\n')]))).toEqual(['a']);
    expect(linesOf(split([]))).toEqual([]);
  });

  test('is told as soon as its newline is there', () => {
    const lines: string[] = [];
    const splitter = new LineSplitter(
      { line: (line) => lines.push(line), oversized: () => expect.unreachable() },
      100,
    );
    splitter.push(Buffer.from('first\nsec'));
    expect(lines).toEqual(['first']);
    splitter.push(Buffer.from('ond\n'));
    expect(lines).toEqual(['first', 'second']);
  });

  test('that is not UTF-8 is passed on with replacement characters, and harms no other', () => {
    const broken = Buffer.from([0x61, 0xff, 0xc3, 0x0a]);
    expect(linesOf(split([broken, Buffer.from('good\n')]))).toEqual(['a\ufffd\ufffd', 'good']);
  });

  test('may be followed by the end of the stream twice', () => {
    const lines: string[] = [];
    const splitter = new LineSplitter(
      { line: (line) => lines.push(line), oversized: () => expect.unreachable() },
      100,
    );
    splitter.push(Buffer.from('last'));
    splitter.end();
    splitter.end();
    expect(lines).toEqual(['last']);
  });
});

describe('with the limit of the CLI adapter, 64 MiB,', () => {
  const limit = 64 * MiB;

  test.each([1, 16, 64])('a line of %i MiB comes through between its neighbours', (size) => {
    const long = Buffer.alloc(size * MiB, 'x');
    const events = split(
      [Buffer.from('before\n'), ...piecesOf(long, 64 * 1024), Buffer.from('\nafter\n')],
      limit,
    );
    expect(events.map((event) => ('bytes' in event ? event.bytes : -1))).toEqual([6, size * MiB, 5]);
    const line = linesOf(events)[1];
    expect(line === long.toString('latin1')).toBe(true);
  });

  test('a line one byte longer is reported and skipped, and its neighbours come through', () => {
    const long = Buffer.alloc(limit + 1, 'x');
    const whole = [Buffer.from('before\n'), ...piecesOf(long, 64 * 1024), Buffer.from('\nafter\n')];
    expect(split(whole, limit)).toEqual([
      { line: 'before', bytes: 6 },
      { oversized: limit + 1 },
      { line: 'after', bytes: 5 },
    ]);
  });
});

describe('a line above the limit', () => {
  test('is reported also where it came in one chunk, or ends with the stream', () => {
    expect(split([Buffer.from('abcdef\nab\n')], 5)).toEqual([{ oversized: 6 }, { line: 'ab', bytes: 2 }]);
    expect(split([Buffer.from('abc'), Buffer.from('def')], 5)).toEqual([{ oversized: 6 }]);
  });

  test('is reported once, however many pieces it came in', () => {
    expect(split(piecesOf(Buffer.from(`${'x'.repeat(1000)}\n`), 1), 5)).toEqual([{ oversized: 1000 }]);
  });

  test('is not kept while it goes by', async () => {
    const splitter = new LineSplitter({ line: () => undefined, oversized: () => undefined }, 1000);
    const chunks = Array.from({ length: 100 }, () => {
      const chunk = Buffer.alloc(500, 'x');
      splitter.push(chunk);
      return new WeakRef(chunk.buffer);
    });
    // What a WeakRef names lives at least as long as the job that made it.
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
    expect(chunks.filter((chunk) => chunk.deref() !== undefined)).toHaveLength(0);
    splitter.end();
  });

  test('is never put together', () => {
    const concat = vi.spyOn(Buffer, 'concat');
    onTestFinished(() => concat.mockRestore());
    split(piecesOf(Buffer.alloc(10_000, 'x'), 7), 100);
    expect(concat).not.toHaveBeenCalled();
  });
});

describe('the work is linear in the input', () => {
  test('every byte is put together once, also in pieces of one byte', () => {
    const concat = vi.spyOn(Buffer, 'concat');
    onTestFinished(() => concat.mockRestore());
    split(piecesOf(Buffer.alloc(100_000, 'x'), 1));
    const copied = concat.mock.results.reduce((sum, { value }) => sum + (value as Buffer).length, 0);
    expect(copied).toBe(100_000);
  });
});
