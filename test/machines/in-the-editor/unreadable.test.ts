import { readFileSync } from 'node:fs';
import { createMachine, type AnyStateMachine } from 'xstate';
import { expect, test } from 'vitest';
import { differences, problemsOf } from './problems-of.js';

/** A machine that XState runs, and the text it is made by. */
async function unreadable(name: string): Promise<readonly [source: string, machine: AnyStateMachine]> {
  const file = new URL(`./unreadable/${name}.ts`, import.meta.url);
  const { machine } = (await import(file.href)) as { readonly machine: AnyStateMachine };
  return [readFileSync(file, 'utf8'), machine];
}

const notRead = 'not read: in on leave goes to out: ';

test.each([
  ['a spread', 'spread', '...leave', [notRead]],
  ['a computed key', 'computed-key', "[LEAVE]: { target: 'out' }", [notRead]],
  ['a constant `as const`', 'constant', 'leave', [notRead]],
  ['a part from another file', 'part', 'leave', [notRead]],
  ['a whole configuration in a variable', 'whole', 'configuration', ['0 machines']],
  ['the result of a call', 'call', "leaving('out')", expect.arrayContaining([notRead])],
  [
    'an action inline',
    'inline-action',
    '() => undefined',
    expect.arrayContaining(['read: in on leave goes to out: ']),
  ],
  // These can be read, but not be written back as they were.
  ['a literal `as const`', 'as-const', "{ target: 'out' } as const", []],
  ['a template', 'template', '`out`', []],
])('%s in a machine is found', async (_what, name, words, differently) => {
  const [source, machine] = await unreadable(name);
  expect(problemsOf(source, machine)[0]).toMatch(/^not written out: \d+: /);
  expect(problemsOf(source, machine)[0]).toContain(`: ${words}`);
  expect(differences(source, machine)).toEqual(differently);
});

/** The machine whose one event leads as given. */
function gate(go: object): string {
  return `createMachine({ initial: 'in', states: { in: { on: { go: ${JSON.stringify(go)} } }, out: {} } })`;
}

test.each<[what: string, read: object, runs: object]>([
  ['an action', { target: 'out', actions: { type: 'wave' } }, { target: 'out' }],
  ['a guard', { target: 'out' }, { target: 'out', guard: { type: 'isOpen' } }],
  ['a target', { target: 'in' }, { target: 'out' }],
  ['whether the state is left and entered again', { target: 'in', reenter: true }, { target: 'in' }],
  ['a description', { target: 'in', description: 'Again.' }, { target: 'in', description: 'Never.' }],
  [
    'the order of two',
    [{ guard: { type: 'isOpen' }, target: 'out' }, { target: 'in' }],
    [{ target: 'in' }, { guard: { type: 'isOpen' }, target: 'out' }],
  ],
])('%s that is read otherwise than it runs is found', (_what, read, runs) => {
  const machine = createMachine({ initial: 'in', states: { in: { on: { go: runs } }, out: {} } });
  expect(differences(gate(read), machine)).not.toEqual([]);
  expect(differences(gate(runs), machine)).toEqual([]);
});
