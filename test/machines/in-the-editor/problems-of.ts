import { createMachine, type AnyStateMachine } from 'xstate';
import { readAsEditor } from '../editor/read-as-editor.js';
import { notWrittenOut } from './not-written-out.js';
import { pictureOf } from './picture.js';

/** In what a machine that runs is another one than an editor reads in its source; and what it could not edit. */
export function problemsOf(source: string, machine: AnyStateMachine): string[] {
  return [
    ...notWrittenOut(source).map((words) => `not written out: ${words}`),
    ...differences(source, machine),
  ];
}

/** What differs between the two. */
export function differences(source: string, machine: AnyStateMachine): string[] {
  const configurations = readAsEditor(source);
  const [configuration] = configurations;
  if (configuration === undefined || configurations.length > 1) return [`${configurations.length} machines`];
  const runs = pictureOf(machine);
  const reads = pictureRead(configuration);
  const missing = runs.filter((line) => !reads.includes(line)).map((line) => `not read: ${line}`);
  const wrong = reads.filter((line) => !runs.includes(line)).map((line) => `read: ${line}`);
  const isInOrder = missing.length + wrong.length > 0 || runs.join('\n') === reads.join('\n');
  return [...missing, ...wrong, ...(isInOrder ? [] : ['read in another order'])];
}

/** What an editor draws, or why it cannot. */
function pictureRead(configuration: object): string[] {
  try {
    return pictureOf(createMachine(configuration));
  } catch (error) {
    return [String(error)];
  }
}
