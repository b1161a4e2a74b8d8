/** Keeps the last `limit` characters of a text that arrives in pieces. */
export class TextTail {
  #text = '';
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  append(piece: string): void {
    // Cut at twice the limit, so that a flood of small pieces costs linear time.
    this.#text += piece;
    if (this.#text.length > 2 * this.#limit) this.#text = this.#text.slice(-this.#limit);
  }

  toString(): string {
    return this.#text.slice(-this.#limit);
  }
}
