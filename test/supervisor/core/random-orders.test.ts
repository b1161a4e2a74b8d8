import fc from 'fast-check';
import { test } from 'vitest';
import * as ofCalls from './calls-invariants.js';
import * as ofLives from './lives-invariants.js';
import { scenario, type Scenario } from './random-acts.js';
import { RandomWorld } from './random-world.js';
import * as ofRestarts from './restarts-invariants.js';

const invariants = [ofLives, ofCalls, ofRestarts].flatMap((theirs) => Object.values(theirs));

function carryOut(scenario: Scenario): void {
  const world = new RandomWorld(
    scenario,
    invariants.map((invariant) => invariant()),
  );
  for (const act of scenario.acts) world.do(act);
  world.rest();
  world.do({ act: 'stop' });
  world.rest();
}

test('in whatever order things happen, every invariant of a supervisor holds', () => {
  fc.assert(fc.property(scenario, carryOut), { numRuns: 3_000 });
});
