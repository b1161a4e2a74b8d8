import * as z from 'zod';
import type { Clock } from '../base/clock.js';
import { once } from '../base/once.js';
import { checkAgainst } from '../protocol/options/check-options.js';
import type { Chronicle, SessionHappening, Subject } from '../session/session-happening.js';
import type { SupervisorHappening } from '../supervisor/supervisor-happening.js';
import { BufferedEvents, type NumberedEvent } from './event-stream.js';
import type { EventStream, EventStreamOptions } from './system-events.js';

const MAX_BUFFERED = 1_000;

/** Numbers all that happens in a system, and hands it to those who read at that moment. */
export class Journal {
  readonly sessions: Chronicle<SessionHappening> = (subject, make, at) =>
    this.#take('session', subject, make, at);
  readonly supervisors: Chronicle<SupervisorHappening> = (subject, make, at) =>
    this.#take('supervisor', subject, make, at);
  readonly #clock: Clock;
  readonly #readers = new Set<BufferedEvents>();
  #seq = 0;
  #isClosed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Number of the latest; 0 before the first. */
  get seq(): number {
    return this.#seq;
  }

  /** All that happens from now on. Throws `invalid_option`. */
  read(options: EventStreamOptions = {}): EventStream {
    checkAgainst(schemas(), options, 'stream');
    const { maxBuffered = MAX_BUFFERED, content = false, signal } = options;
    const stream = new BufferedEvents({
      maxBuffered,
      content,
      signal,
      onLeft: (left) => void this.#readers.delete(left),
    });
    if (this.#isClosed) stream.end();
    if (stream.isOpen) this.#readers.add(stream);
    return stream;
  }

  /** Nothing happens any more. */
  close(): void {
    this.#isClosed = true;
    for (const stream of this.#readers) stream.end();
    this.#readers.clear();
  }

  /** What nobody reads costs a number. What some read is made once for them, and once with content. */
  #take(
    kind: NumberedEvent['kind'],
    { path, name, incarnation }: Subject,
    make: (content: boolean) => SessionHappening | SupervisorHappening,
    known?: number,
  ): void {
    this.#seq += 1;
    if (this.#readers.size === 0) return;
    const [seq, at] = [this.#seq, known ?? this.#clock.now()];
    // Spread takes many times as long.
    const say = (content: boolean): NumberedEvent =>
      Object.freeze(
        Object.assign({ seq, at, kind, path, name, incarnation }, make(content)) as NumberedEvent,
      );
    const made = new Map<boolean, NumberedEvent>();
    for (const stream of this.#readers) {
      const { content } = stream;
      const event = made.get(content) ?? say(content);
      made.set(content, event);
      stream.push(event);
    }
  }
}

const schemas = once(() => ({
  maxBuffered: z.int().positive().describe('a whole number above 0'),
  content: z.boolean().describe('true or false'),
  signal: z.instanceof(AbortSignal).describe('an AbortSignal'),
}));
