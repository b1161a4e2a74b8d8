const NEWLINE = 0x0a;

/** What a splitter says of its input. */
export interface LineSink {
  /** One line, without its newline, and its length in bytes. */
  line(text: string, bytes: number): void;
  /** A line longer than the limit went by and was dropped. */
  oversized(bytes: number): void;
}

/**
 * Splits a byte stream at `\n`, in time linear in its length wherever the chunks are cut. Lines are decoded whole, so a
 * multi-byte character may be cut anywhere. A line of more than `limit` bytes is counted and dropped, never kept.
 */
export class LineSplitter {
  readonly #sink: LineSink;
  readonly #limit: number;
  #pieces: Buffer[] = [];
  #length = 0;

  constructor(sink: LineSink, limit: number) {
    this.#sink = sink;
    this.#limit = limit;
  }

  push(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      this.#take(chunk, start, end);
      start = end + 1;
    }
    if (start < chunk.length) this.#keep(chunk.subarray(start));
  }

  /** Ends the stream: a last line without a newline counts. */
  end(): void {
    if (this.#length > 0) this.#take(Buffer.alloc(0), 0, 0);
  }

  #take(chunk: Buffer, start: number, end: number): void {
    const bytes = this.#length + end - start;
    if (bytes > this.#limit) this.#sink.oversized(bytes);
    else if (this.#length === 0) this.#sink.line(chunk.toString('utf8', start, end), bytes);
    else
      this.#sink.line(Buffer.concat([...this.#pieces, chunk.subarray(start, end)]).toString('utf8'), bytes);
    this.#pieces = [];
    this.#length = 0;
  }

  #keep(piece: Buffer): void {
    this.#length += piece.length;
    if (this.#length > this.#limit) this.#pieces = [];
    else this.#pieces.push(piece);
  }
}
