import { createMachine, type AnyStateMachine } from 'xstate';
import { expect, test } from 'vitest';
import { sessionMachine, supervisorMachine } from 'troupe/machines';
import { redactDefinition } from '../../../src/inspect/redaction/redact-definition.js';

const drawn = (config: object): unknown =>
  JSON.parse(JSON.stringify((createMachine(config) as AnyStateMachine).definition));

test.each([
  ['session', sessionMachine],
  ['supervisor', supervisorMachine],
])('the picture of a %s is complete: XState draws the same from what is shown', (_name, machine) => {
  const shown = redactDefinition(machine.config);
  expect(drawn(shown)).toEqual(drawn(withoutData(machine.config)));
});

/** What is no part of the picture. */
function withoutData(config: object): object {
  const { invoke } = config as { readonly invoke: object };
  return { ...config, context: undefined, output: undefined, invoke: { ...invoke, input: undefined } };
}

test('static data is left out, wherever a definition can hold it', () => {
  const data = { secret: 'my secret' };
  const definition = {
    id: 'holder',
    ...{ context: data, input: data, output: data, meta: data, types: data },
    initial: 'a',
    invoke: { id: 'worker', src: 'worker', input: data, onDone: { target: '.a', meta: data } },
    entry: { type: 'log', params: data },
    on: { go: { guard: { type: 'may', params: data }, actions: [{ type: 'log', params: data }] } },
    states: { a: { meta: data, output: data, type: 'final', tags: ['busy'] } },
  };
  expect(redactDefinition(definition)).toEqual({
    id: 'holder',
    initial: 'a',
    invoke: { id: 'worker', src: 'worker', onDone: { target: '.a' } },
    entry: { type: 'log' },
    on: { go: { guard: { type: 'may' }, actions: [{ type: 'log' }] } },
    states: { a: { type: 'final', tags: ['busy'] } },
  });
});

test('functions are shown by name', () => {
  const log = (): void => undefined;
  expect(
    redactDefinition({ id: 'a', entry: log, on: { go: { guard: log, actions: [log, 'other'] } } }),
  ).toEqual({
    id: 'a',
    entry: { type: 'log' },
    on: { go: { guard: { type: 'log' }, actions: [{ type: 'log' }, 'other'] } },
  });
});

test('a definition is gone through once, however many actors share it', () => {
  expect(redactDefinition(sessionMachine.config)).toBe(redactDefinition(sessionMachine.config));
});
