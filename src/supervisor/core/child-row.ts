/** How a child fares, as listings tell it. */
export type ChildStatus = 'starting' | 'running' | 'restarting' | 'stopping' | 'stopped' | 'gaveUp';

export interface ChildRow {
  readonly id: string;
  readonly type: 'worker' | 'supervisor';
  readonly status: ChildStatus;
  readonly incarnation: number;
}

export interface ChildCounts {
  readonly specs: number;
  readonly active: number;
  readonly supervisors: number;
  readonly workers: number;
}
