import fc from 'fast-check';
import { OrderedMap } from 'immutable';
import { SessionError } from '../../../src/errors/session-error.js';

/** A text that must not be seen, wherever it stands. */
const canary = fc.nat(9).map((digit) => `CANARY_${digit}`);

/** Fields that the machines have today, whose shapes must hold against whatever they hold tomorrow. */
const KNOWN = [
  ...[
    'type',
    'reason',
    'exit',
    'exitCode',
    'signal',
    'error',
    'code',
    'limit',
    'left',
    'limits',
    'start',
    'turn',
  ],
  ...[
    'turnLimit',
    'stopLimit',
    'link',
    'core',
    'effects',
    'phase',
    'flags',
    'kind',
    'strategy',
    'maxRestarts',
  ],
  ...[
    'children',
    'restarts',
    'round',
    'held',
    'ending',
    'why',
    'incarnation',
    'failures',
    'is',
    'since',
    'until',
  ],
  ...['call', 'verb', 'live', 'mendable', 'leftover', 'report', 'at', 'purpose', 'stage', 'seed', 'next'],
  ...['status', 'value', 'tags', 'context', 'output', 'input', 'toJSON', '__proto__'],
];

/** Fields whose texts are names, which are shown: no secret is put there. */
const NAMES = ['id', 'child', 'members', 'died'];

const key = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...KNOWN) },
  { weight: 1, arbitrary: fc.constantFrom(...NAMES) },
  { weight: 2, arbitrary: canary },
);

/** Anything, with canaries at every place where a text, a key or a class can be. */
export const planted: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  anything: fc.oneof(
    { maxDepth: 5 },
    { weight: 3, arbitrary: canary },
    { weight: 1, arbitrary: fc.constantFrom(0, 1.5, NaN, true, null, undefined) },
    { weight: 6, arbitrary: tie('record') },
    { weight: 1, arbitrary: fc.array(tie('anything'), { maxLength: 3 }) },
    { weight: 1, arbitrary: tie('instance') },
  ),
  record: fc
    .array(fc.tuple(key, tie('anything')), { maxLength: 6 })
    .map((fields) =>
      Object.fromEntries(fields.map(([name, value]) => [name, NAMES.includes(name) ? 'a' : value])),
    ),
  instance: fc.oneof(
    canary.map((text) => new SessionError('crashed', text, { signal: text, stderrTail: text, cause: text })),
    canary.map((text) => Object.assign(new SessionError('crashed', text), { code: text })),
    canary.map((text) => Object.assign(new Error(text), { code: text })),
    canary.map((text) => ({ toJSON: () => text, toString: () => text })),
    tie('anything').map((value) => new Set([value])),
    tie('anything').map((value) => new Map([['id', value]])),
    tie('anything').map((value) => OrderedMap([['child', value]])),
  ),
})).anything;

/** A copy of a definition, with canaries added wherever there is a record, in fields that are no part of a picture. */
export function plantedDefinition(config: unknown, secret: object): unknown {
  if (Array.isArray(config)) return config.map((item) => plantedDefinition(item, secret));
  if (typeof config !== 'object' || config === null) return config;
  const planted = Object.entries(config).map(([name, value]) => [name, plantedDefinition(value, secret)]);
  return Object.fromEntries([...planted, ...DATA.map((name) => [name, secret])]) as unknown;
}

const DATA = ['context', 'input', 'output', 'meta', 'params', 'data', 'types', 'prompt'];
