/** A process, told from a later one of the same pid by the time it started. */
export interface ProcessIdentity {
  readonly pid: number;
  /** In units and from an origin of the platform's own: good for comparing, not for showing. */
  readonly startTime: number;
}

/** A process of this machine that runs; one that has ended and only waits to be reaped is none. */
export interface LiveProcess extends ProcessIdentity {
  readonly parent: number;
  /** The spawn that it says it descends from, where the platform shows its environment. */
  readonly marker: string | undefined;
}

/** Whether two sightings are of one process, and not of two that had the same pid one after the other. */
export function sameProcess(one: ProcessIdentity, other: ProcessIdentity): boolean {
  return one.pid === other.pid && one.startTime === other.startTime;
}
