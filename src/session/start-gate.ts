import PQueue from 'p-queue';

/** Lets only so many processes of a system start at a time; a start is over when the CLI is ready, or gone. */
export class StartGate {
  readonly #queue: PQueue;

  constructor(maxStarting: number) {
    this.#queue = new PQueue({ concurrency: maxStarting });
  }

  /** Resolves when there is room, to what gives the room up again. */
  enter(): Promise<() => void> {
    return new Promise((resolve) => {
      void this.#queue.add(() => new Promise<void>((leave) => resolve(leave)));
    });
  }
}
