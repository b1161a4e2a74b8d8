/** When the rungs of a stop are reached, in milliseconds after its start. */
export interface Ladder {
  /** SIGTERM: until then the process may end by itself, its input closed. */
  readonly terminateAfter: number;
  /** SIGKILL. */
  readonly killAfter: number;
}

const INPUT_SHARE = 0.5;
const TERMINATE_SHARE = 0.35;

/**
 * Divides a budget: half of it for the end of input, which alone lets the CLI finish its turn, a third for SIGTERM, and
 * the rest for SIGKILL to work. 0 is SIGKILL at once; `Infinity` waits for ever.
 */
export function ladder(budget: number): Ladder {
  return { terminateAfter: budget * INPUT_SHARE, killAfter: budget * (INPUT_SHARE + TERMINATE_SHARE) };
}
