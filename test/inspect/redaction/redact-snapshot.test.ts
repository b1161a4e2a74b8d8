import { OrderedMap } from 'immutable';
import { expect, test } from 'vitest';
import { sessionMachine, supervisorMachine } from 'troupe/machines';
import { SessionError } from '../../../src/errors/session-error.js';
import { redactSnapshot } from '../../../src/inspect/redaction/redact-snapshot.js';
import { childOf, initialState } from '../../../src/supervisor/core/state.js';
import type { CoreSpec, Flags } from '../../../src/supervisor/core/spec.js';

const session = sessionMachine.config;
const limits = { start: 1, turn: Infinity, interrupt: 3, control: 4, stop: 5 };

test('a session is shown with its state, its limits, and how it ended', () => {
  const error = new SessionError('crashed', 'my secret', { exitCode: 3 });
  const output = { reason: 'crashed', exit: { exitCode: 3, signal: undefined }, error };
  const context = { link: { secret: 'my secret' }, limits, turnLimit: 2, stopLimit: 5, ...output };
  const snapshot = { status: 'done', value: 'stopped', tags: new Set(), context, output, children: {} };
  const ending = { reason: 'crashed', exit: { exitCode: 3 }, error: { code: 'crashed', exitCode: 3 } };
  expect(redactSnapshot(snapshot, session)).toEqual({
    status: 'done',
    value: 'stopped',
    tags: [],
    context: {
      ...{ link: '[redacted]', limits: { ...limits, turn: 'Infinity' }, turnLimit: 2, stopLimit: 5 },
      ...ending,
    },
    output: ending,
  });
});

test('inner states are shown as XState writes them', () => {
  const shown = (value: unknown) =>
    (redactSnapshot({ status: 'active', value }, session) as { value: unknown }).value;
  expect(shown('ready')).toBe('ready');
  expect(shown({ querying: { interrupting: 'asked' } })).toEqual({ querying: { interrupting: 'asked' } });
});

test('a state or a tag that the definition does not name is not shown', () => {
  const shown = (value: unknown) => redactSnapshot({ status: 'active', value }, session);
  expect(shown('my secret')).toEqual({ status: 'active', value: '[redacted]' });
  expect(shown({ 'my secret': 'streaming' })).toEqual({ status: 'active', value: {} });
  expect(shown({ querying: 'my secret' })).toEqual({ status: 'active', value: { querying: '[redacted]' } });
  const tagged = { id: 'tagged', states: { a: { tags: ['busy'] } }, tags: 'top' };
  expect(redactSnapshot({ tags: new Set(['busy', 'top', 'my secret']) }, tagged)).toEqual({
    tags: ['busy', 'top'],
  });
});

const spec: CoreSpec = {
  ...{ id: 'anna', type: 'worker', restart: 'permanent', significant: false },
  ...{ backOff: { initial: 0, factor: 1, max: 0, jitter: 0 }, stableAfter: 0, maxConsecutive: 8 },
};
const flags: Flags = {
  ...{ kind: 'supervisor', strategy: 'one_for_one', maxRestarts: 3, period: 5_000 },
  ...{ autoShutdown: 'never', maxChildren: Infinity },
};

test('a supervisor is shown with its children, and what it is about', () => {
  const core = initialState(flags, [spec, { ...spec, id: 'ben' }], 1);
  const context = { link: {}, core, effects: [{ type: 'start', id: 'anna', incarnation: 1 }] };
  const child = { incarnation: 0, failures: 0, phase: { is: 'due' } };
  expect(redactSnapshot({ status: 'active', value: 'starting', context }, supervisorMachine.config)).toEqual({
    status: 'active',
    value: 'starting',
    context: {
      link: '[redacted]',
      core: {
        phase: 'new',
        flags: { ...flags, maxChildren: 'Infinity' },
        children: [
          { id: 'anna', ...child },
          { id: 'ben', ...child },
        ],
        ...{ restarts: [], held: '[redacted]', died: [], seed: '[redacted]' },
      },
      effects: [{ type: 'start', id: 'anna', incarnation: 1 }],
    },
  });
});

test('of ten thousand children the first hundred are shown', () => {
  const ids = Array.from({ length: 10_000 }, (_, index) => `child ${index}`);
  const children = OrderedMap(ids.map((id) => [id, childOf({ ...spec, id }, { is: 'due' })]));
  const core = { ...initialState(flags, [], 1), children };
  const shown = redactSnapshot({ context: { core } }, supervisorMachine.config) as {
    readonly context: { readonly core: { readonly children: unknown[] } };
  };
  expect(shown.context.core.children).toHaveLength(101);
  expect(shown.context.core.children.at(-1)).toBe('… and 9900 more');
});

test('of an actor that is not known, and of none, nothing is shown but its status', () => {
  const snapshot = { status: 'active', context: { limits }, input: 'my secret', output: 'my secret' };
  const shown = { status: 'active', context: '[redacted]', output: '[redacted]' };
  expect(redactSnapshot(snapshot, undefined)).toEqual(shown);
  expect(redactSnapshot(snapshot, { id: 'another', states: {} })).toEqual(shown);
  for (const none of [undefined, null, 'my secret', 1])
    expect(redactSnapshot(none, session)).toEqual({ status: '[redacted]' });
});
