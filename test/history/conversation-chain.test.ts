import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conversationChain } from '../../src/history/conversation-chain.js';
import type { TranscriptEntry } from '../../src/history/transcript-entry.js';
import { answer, fixture, fixtureText, prompt, spoken, toolResult, toolUse } from './fixture.js';

const uuids = (entries: readonly TranscriptEntry[]): unknown[] =>
  conversationChain(entries).map(({ uuid }) => uuid);

const contextOf = async (name: string): Promise<string[]> =>
  JSON.parse(await fixtureText(`${name}.context.json`)) as string[];

describe('on recorded transcripts', () => {
  it.each([
    'linear',
    'two-processes-ended',
    'two-processes-killed',
    'one-ended-one-killed',
    'resumed-at-a-message',
    'resumed-at-a-block',
    'parallel-tools',
  ])('gives what the CLI resumes with: %s', async (name) => {
    expect(spoken(conversationChain(await fixture(name)))).toEqual(await contextOf(name));
  });

  it.each(['compacted-twice', 'compacted-by-itself'])(
    'gives what the CLI resumes with, and what was before that: %s',
    async (name) => {
      const said = spoken(conversationChain(await fixture(name)));
      const context = await contextOf(name);
      expect(said.filter((line) => context.includes(line)).slice(-context.length)).toEqual(context);
      expect(said.slice(0, 3)).toEqual(['user base', expect.stringMatching(/^assistant answer/), 'user q2']);
    },
  );

  it('keeps boundary and summary of each compaction at their place', async () => {
    const chain = conversationChain(await fixture('compacted-twice'));
    const outline = chain
      .filter(({ type, isMeta }) => type !== 'attachment' && isMeta !== true)
      .flatMap((entry) => {
        if (entry.isCompactSummary === true) return ['summary'];
        return entry.subtype === 'compact_boundary' ? ['boundary'] : spoken([entry]);
      })
      .filter((line) => !/command|answer/.test(line));
    const compaction = ['boundary', 'summary'];
    expect(outline).toEqual(['user base', 'user q2', ...compaction, 'user q3', ...compaction, 'user q4']);
  });

  it('gives the result of a tool where it arrived, also before the next block of the same answer', async () => {
    const said = spoken(conversationChain(await fixture('tools-while-streaming')));
    const context = await contextOf('tools-while-streaming');
    expect(said.toSorted()).toEqual(context.toSorted());
    expect(said.slice(3, 7).map((line) => line.replace(/toolu_\d+_/, ''))).toEqual([
      ...['assistant let me', 'use 1', 'result 1', 'use 2'],
    ]);
  });

  it('loses no block and no result of parallel tool calls, whichever of them was last in the file', async () => {
    const entries = await fixture('parallel-tools');
    const results = entries.findLastIndex(
      ({ sourceToolAssistantUUID }) => sourceToolAssistantUUID !== undefined,
    );
    const said = spoken(conversationChain(entries.slice(0, results + 1)));
    expect(said.filter((line) => line.startsWith('use '))).toHaveLength(3);
    expect(said.filter((line) => line.startsWith('result '))).toHaveLength(3);
  });
});

describe('the branch', () => {
  const branches = [prompt('p1', null), answer('a1', 'p1'), prompt('left', 'a1'), prompt('right', 'a1')];

  it('is the one at the end of the file', () => {
    expect(uuids(branches)).toEqual(['p1', 'a1', 'right']);
  });

  it('is the one whose leaf was noted last', () => {
    const note = (leafUuid: string): TranscriptEntry => ({ type: 'last-prompt', leafUuid });
    expect(uuids([...branches, note('left')])).toEqual(['p1', 'a1', 'left']);
    expect(uuids([...branches, note('left'), note('right')])).toEqual(['p1', 'a1', 'right']);
  });

  it('goes on beyond the noted leaf', () => {
    const note = { type: 'last-prompt', leafUuid: 'a1' };
    expect(uuids([...branches, note])).toEqual(['p1', 'a1', 'right']);
  });

  it.each([{ leafUuid: 'gone' }, { leafUuid: 42 }, {}])('is not led astray by a note of %j', (note) => {
    expect(uuids([...branches, { type: 'last-prompt', ...note }])).toEqual(['p1', 'a1', 'right']);
  });

  it('stays whole where the noted leaf is a tool result off the path', () => {
    const entries = [
      prompt('p1', null),
      toolUse('t1', 'p1', 'm'),
      toolUse('t2', 't1', 'm'),
      toolResult('r1', 't1'),
      toolResult('r2', 't2'),
      answer('a1', 'r2'),
    ];
    expect(uuids([...entries, { type: 'last-prompt', leafUuid: 'r1' }])).toEqual(
      entries.map(({ uuid }) => uuid),
    );
  });

  it('is never that of a subagent', () => {
    const agent = prompt('task', 'a1', { isSidechain: true });
    expect(uuids([...branches, agent])).toEqual(['p1', 'a1', 'right']);
  });

  it('takes in blocks that came after what a hook said', () => {
    const entries = [
      prompt('p1', null),
      toolUse('t1', 'p1', 'm'),
      toolResult('r1', 't1'),
      { type: 'attachment', uuid: 'hook', parentUuid: 'r1' },
      toolUse('t2', 'hook', 'm'),
      toolResult('r2', 't2'),
      prompt('p2', 't1'),
    ];
    expect(uuids(entries)).toEqual(['p1', 't1', 'r1', 't2', 'r2', 'p2']);
  });

  it('does not take in blocks of an answer that was given up', () => {
    const entries = [
      prompt('p1', null),
      answer('a1', 'p1'),
      toolUse('given-up', 'p1', 'other'),
      toolResult('given-up-result', 'given-up'),
      prompt('p2', 'a1'),
    ];
    expect(uuids(entries)).toEqual(['p1', 'a1', 'p2']);
  });

  it('does not take blocks for parallel only because they have no message id', () => {
    const nameless = { message: { role: 'assistant', content: [] } };
    const entries = [answer('a1', null, nameless), answer('a2', 'a1', nameless), prompt('p1', 'a1')];
    expect(uuids(entries)).toEqual(['a1', 'p1']);
  });
});

describe('damage', () => {
  it('ends a circle of parents', () => {
    expect(uuids([prompt('p1', 'a1'), answer('a1', 'p1')])).toEqual(['p1', 'a1']);
    expect(uuids([prompt('p1', 'p1')])).toEqual(['p1']);
  });

  it('begins after a gap', () => {
    expect(uuids([prompt('p1', null), answer('a1', 'lost'), prompt('p2', 'a1')])).toEqual(['a1', 'p2']);
  });

  it('goes through entries of types that are not known', () => {
    const progress = { type: 'progress', uuid: 'x', parentUuid: 'p1' };
    expect(uuids([prompt('p1', null), progress, answer('a1', 'x')])).toEqual(['p1', 'x', 'a1']);
  });

  it('counts an entry that was written twice once', () => {
    expect(uuids([prompt('p1', null), answer('a1', 'p1'), prompt('p1', null)])).toEqual(['p1', 'a1']);
  });

  it('is nothing where nothing was said', () => {
    expect(uuids([])).toEqual([]);
    expect(uuids([{ type: 'last-prompt', leafUuid: 'a1' }])).toEqual([]);
  });
});

describe('for any transcript', () => {
  it('is the way from the first prompt to the last entry, each hanging off the one before', () => {
    const parents = fc.array(fc.nat(), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(parents, (picks) => {
        const entries = picks.map((pick, index) =>
          prompt(String(index), index === 0 ? null : String(pick % index)),
        );
        const chain = conversationChain(entries);
        expect(chain[0]).toBe(entries[0]);
        expect(chain.at(-1)).toBe(entries.at(-1));
        for (const [index, entry] of chain.entries()) {
          expect(entry.parentUuid).toBe(index === 0 ? null : chain[index - 1]?.uuid);
        }
      }),
    );
  });

  it('ends, keeps the order of the file and repeats nothing, however the entries hang together', () => {
    const uuid = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    const entry = fc.oneof(
      fc.tuple(uuid, uuid).map(([self, parent]) => prompt(self, parent)),
      fc.tuple(uuid, uuid).map(([self, parent]) => toolUse(self, parent, 'm')),
      fc.tuple(uuid, uuid).map(([self, parent]) => toolResult(self, parent)),
      uuid.map((leafUuid) => ({ type: 'last-prompt', leafUuid })),
    );
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 12 }), (entries) => {
        const chain = conversationChain(entries);
        const places = chain.map((link) => entries.indexOf(link));
        expect(places).toEqual(places.toSorted((a, b) => a - b));
        expect(new Set(chain.map((link) => link.uuid)).size).toBe(chain.length);
        expect(chain.length > 0).toBe(entries.some(({ type }) => type !== 'last-prompt'));
      }),
    );
  });
});
