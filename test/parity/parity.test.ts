import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { once } from '../../src/base/once.js';
import { compare, type Deviation } from './compare.js';
import { differences, type Difference } from './differences.js';
import { holdConversation } from './hold-conversation.js';
import { scenarios } from './scenarios/index.js';

const page = readFileSync(new URL('../../docs/from-the-sdk.md', import.meta.url), 'utf8');

// Held once each, by both at the same time, and by whichever test needs it first.
const conversations = scenarios.map((scenario) => ({
  ...scenario,
  held: once(async () => {
    const [ours, theirs] = await Promise.all([
      holdConversation('ours', scenario),
      holdConversation('theirs', scenario),
    ]);
    return { ours, theirs, deviations: compare(ours, theirs) };
  }),
}));

/** `request[2].tools[3]` -> `request[].tools[]`: a difference is not about one place in a list. */
const general = (path: string): string => path.replaceAll(/\[\d+\]/g, '[]');

const isCaseOf = (deviation: Deviation, { paths, holds }: Difference): boolean =>
  paths.includes(general(deviation.path)) && holds(deviation);

describe('the official SDK and ours give the same requests to the API and the same messages to their users', () => {
  it.each(conversations)('$name', async ({ held, shows = 'assistant' }) => {
    const { ours, theirs, deviations } = await held();
    expect(JSON.stringify(ours)).toContain(shows);
    expect(JSON.stringify(theirs)).toContain(shows);
    expect(deviations.filter((each) => !differences.some((known) => isCaseOf(each, known)))).toEqual([]);
  });
});

it.each(differences)('docs/from-the-sdk.md says it: $what', ({ what }) => {
  expect(page).toContain(what);
});

it('lists no difference that does not show any more', async () => {
  const all = await conversations.reduce<Promise<readonly Deviation[]>>(
    async (earlier, { held }) => [...(await earlier), ...(await held()).deviations],
    Promise.resolve([]),
  );
  const shown = (known: Difference) => all.filter((each) => isCaseOf(each, known));
  const listed = differences.flatMap(({ what, paths }) => paths.map((path) => ({ what, path })));
  const seen = differences.flatMap((known) => {
    const paths = new Set(shown(known).map(({ path }) => general(path)));
    return known.paths.filter((path) => paths.has(path)).map((path) => ({ what: known.what, path }));
  });
  expect(seen).toEqual(listed);
  // Alone, it holds all conversations.
}, 600_000);
