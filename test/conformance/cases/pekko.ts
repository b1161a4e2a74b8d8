import type { Suite } from './suite.js';

export const supervisionSpec: Suite = {
  name: 'SupervisionSpec',
  of: 'Pekko, SupervisionSpec.scala: the cases worth having',
  cases: [
    ['core', 'backoff'],
    ['core', 'maxRestarts with backoff'],
    ['core', 'reset'],
    ['core', 'messages during backoff'],
    ['core*', 'resume and restart'],
    ['core', 'grandchildren'],
    ['core', 'stale reset timers'],
  ],
};
