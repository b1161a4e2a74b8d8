/**
 * Whether a case should hold for a supervisor of sessions: as it is (`core`), in spirit (`core*`), or not at all, as it is
 * about the BEAM.
 */
export type Mark = 'core' | 'core*' | 'n/a';

/** The cases of somebody else's test suite, by their names. The number of a case is its place, from 1. */
export interface Suite {
  readonly name: string;
  readonly of: string;
  readonly cases: readonly (readonly [Mark, string])[];
}
