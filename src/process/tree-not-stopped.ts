/** A process tree that could not be ended, or not be seen to have ended. It stays in the process table. */
export class TreeNotStopped extends Error {
  override readonly name = 'TreeNotStopped';
  /** What was alive when last looked, not ours to signal or held up in the kernel; unknown where looking failed. */
  readonly pids: readonly number[] | undefined;

  constructor(pids: readonly number[] | undefined) {
    super(
      pids !== undefined
        ? `processes ${pids.join(', ')} are still alive after SIGKILL`
        : 'the processes of this machine could not be listed, so some may be left',
    );
    this.pids = pids;
  }
}
