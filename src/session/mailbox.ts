import PQueue from 'p-queue';

/** Wider than all priorities that a query may have, so that one band never reaches into the next. */
const BAND = 4_000_000;

/**
 * What was accepted for a session and not yet begun: one at a time, by priority, then in the order of arrival. It is
 * shut while no process is ready, and outlives any process. A slot is freed by the end of its job and nothing else.
 */
export class Mailbox {
  readonly #queue = new PQueue({ concurrency: 1, autoStart: false });
  #barriers = 0;

  /** How many wait. */
  get size(): number {
    return this.#queue.size;
  }

  /**
   * Takes a job in. `left` takes it out again while it waits; it must not fire any more once the job has begun, because
   * the queue would give its slot away.
   */
  accept(job: () => Promise<void>, priority: number, left: AbortSignal): void {
    this.#add(job, priority - this.#barriers * BAND, left);
  }

  /** Takes a job in behind everything accepted so far, and before everything accepted later, whatever its priority. */
  acceptBarrier(job: () => Promise<void>): void {
    this.#add(job, -(this.#barriers + 0.5) * BAND);
    this.#barriers += 1;
  }

  open(): void {
    this.#queue.start();
  }

  /** Begins nothing any more, until it is opened again; what was begun goes on. */
  shut(): void {
    this.#queue.pause();
  }

  #add(job: () => Promise<void>, priority: number, signal?: AbortSignal): void {
    const slot = this.#queue.add(job, signal ? { priority, signal } : { priority });
    // A job tells its own outcome; what is left is the departure of one that waited.
    slot.catch(() => undefined);
  }
}
