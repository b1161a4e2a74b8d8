import { describe, expect, test } from 'vitest';
import { interruptOfNew, interrupts, ownTurns, type Moment } from './parity/interrupts.js';
import { ends, starts } from './parity/processes.js';
import { controls, hooks, permissions } from './parity/questions.js';
import { records } from './parity/records.js';
import { requests } from './parity/requests.js';
import type { Scenario } from './parity/scenarios.js';
import { realStage, scriptedStage } from './parity/stage.js';
import { turns } from './parity/turns.js';

// Nothing is expected here but what the real CLI does: a scenario is carried out on both, and told in the same words.
describe.each<[of: string, scenarios: Readonly<Record<string, Scenario>>]>([
  ['turns', turns],
  ['interrupts', interrupts],
  ['turns of its own', ownTurns],
  ['starts', starts],
  ['ends', ends],
  ['requests', requests],
  ['records', records],
  ['permissions', permissions],
  ['hooks', hooks],
  ['control', controls],
])('the stand-in equals the real CLI in %s:', (_, scenarios) => {
  test.each(Object.entries(scenarios))('%s', async (_name, scenario) => {
    await using real = await realStage();
    await using scripted = await scriptedStage();
    const seen = await scenario(real);
    expect(await scenario(scripted)).toEqual(seen);
  });
});

describe('an interrupt that races with the start of its turn ends on the real CLI as it may on the stand-in:', () => {
  const moments: readonly Moment[] = ['at once', 'after its start', 'after its end'];

  test.each([
    { cancels: true, isFirst: true, of: 'the first prompt, cancelling it' },
    { cancels: false, isFirst: true, of: 'the first prompt' },
    { cancels: true, isFirst: false, of: 'a later prompt, cancelling it' },
    { cancels: false, isFirst: false, of: 'a later prompt' },
  ])('$of', async (how) => {
    await using real = await realStage();
    const seen = await interruptOfNew(real, { ...how, moment: 'at once' });
    const outcomes = moments.map(async (moment) => {
      await using scripted = await scriptedStage();
      return await interruptOfNew(scripted, { ...how, moment });
    });
    expect(await Promise.all(outcomes)).toContainEqual(seen);
  });
});
