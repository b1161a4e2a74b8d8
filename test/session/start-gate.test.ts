import { expect, test } from 'vitest';
import { StartGate } from '../../src/session/start-gate.js';
import { settle } from './fixture.js';

/** Everybody who comes to the gate, and who has got in. */
function visitors(gate: StartGate, count: number) {
  const leaves = new Map<number, () => void>();
  for (let index = 0; index < count; index += 1) {
    void gate.enter().then((leave) => leaves.set(index, leave));
  }
  return leaves;
}

test('only so many are in at a time, and the rest come in the order of their arrival', async () => {
  const inside = visitors(new StartGate(2), 4);
  await settle();
  expect([...inside.keys()]).toEqual([0, 1]);
  inside.get(1)?.();
  await settle();
  expect([...inside.keys()]).toEqual([0, 1, 2]);
  inside.get(0)?.();
  await settle();
  expect([...inside.keys()]).toEqual([0, 1, 2, 3]);
});

test('leaving twice makes room for one', async () => {
  const inside = visitors(new StartGate(1), 3);
  await settle();
  inside.get(0)?.();
  inside.get(0)?.();
  await settle();
  expect([...inside.keys()]).toEqual([0, 1]);
});
