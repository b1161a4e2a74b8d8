/**
 * One direction of the connection to a process. What is put in comes out in order, never within the call that put it
 * in, and all that waits comes out at one go: as with the chunks of a real pipe. Nothing comes out before it is open.
 */
export class Pipe<Item> {
  readonly #take: (item: Item) => void;
  readonly #waiting: Item[] = [];
  #isOpen = false;
  #isScheduled = false;

  constructor(take: (item: Item) => void) {
    this.#take = take;
  }

  open(): void {
    this.#isOpen = true;
    this.#schedule();
  }

  put(item: Item): void {
    this.#waiting.push(item);
    this.#schedule();
  }

  #schedule(): void {
    if (!this.#isOpen || this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      for (const item of this.#waiting.splice(0)) this.#take(item);
    });
  }
}
