import type { Message } from '../../src/protocol/messages/index.js';

/** A source of messages in the hands of a test: it notes how it is read and left. */
export class HandMadeMessages implements AsyncIterable<Message> {
  readonly log: string[] = [];
  readonly #messages: readonly Message[];
  readonly #fault: Error | undefined;

  constructor(messages: readonly Message[], fault?: Error) {
    this.#messages = messages;
    this.#fault = fault;
  }

  [Symbol.asyncIterator](): AsyncIterator<Message, undefined> {
    this.log.push('open');
    const rest = [...this.#messages];
    return {
      next: () => {
        this.log.push('next');
        const value = rest.shift();
        if (value) return Promise.resolve({ done: false, value });
        return this.#fault ? Promise.reject(this.#fault) : Promise.resolve({ done: true, value: undefined });
      },
      return: () => {
        this.log.push('return');
        return Promise.resolve({ done: true, value: undefined });
      },
    };
  }
}

/** Everything that an iterable gives. */
export async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const value of values) list.push(value);
  return list;
}
