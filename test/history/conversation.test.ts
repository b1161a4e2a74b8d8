import { describe, expect, it } from 'vitest';
import { isSessionError } from '../../src/errors/session-error.js';
import { readConversation } from '../../src/history/conversation.js';
import type { TranscriptEntry } from '../../src/history/transcript-entry.js';
import type { TranscriptStore } from '../../src/history/transcript-store.js';
import { answer, fixture, ID, prompt, spoken, toolResult } from './fixture.js';

function storeOf(entries: readonly TranscriptEntry[] | undefined, location?: string): TranscriptStore {
  return {
    ...(location === undefined ? {} : { location }),
    load: () => Promise.resolve(entries),
    listSessions: () => Promise.resolve([]),
  };
}

const read = (entries: readonly TranscriptEntry[]) => readConversation(storeOf(entries), { sessionId: ID });

describe('readConversation', () => {
  it('gives the prompts and answers of a recorded conversation in order, and nothing else', async () => {
    const messages = await read(await fixture('linear'));
    expect(messages.map(({ type }) => type)).toEqual([
      'user',
      'assistant',
      'user',
      'assistant',
      'user',
      'assistant',
    ]);
    expect(spoken(messages)[0]).toBe('user base');
    expect(spoken(messages)[4]).toBe('user q3');
  });

  it('gives messages as they are spelled on the wire', async () => {
    const [, message] = await read(await fixture('linear'));
    expect(message).toMatchObject({
      type: 'assistant',
      session_id: ID,
      parent_tool_use_id: null,
      uuid: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as unknown,
      message: { role: 'assistant', content: [{ type: 'text' }] },
    });
    expect(message).not.toHaveProperty('sessionId');
  });

  it('gives every tool call and result of a recorded conversation', async () => {
    const messages = await read(await fixture('parallel-tools'));
    const said = spoken(messages).filter((line) => /^(use|result) /.test(line));
    expect(said.map((line) => line.replace(/toolu_\d+_/, ''))).toEqual([
      ...['use 1', 'use 2', 'use 3'],
      ...['result 1', 'result 3', 'result 2'],
    ]);
    const result = messages.find((message) => 'tool_use_result' in message);
    expect(result).toMatchObject({ tool_use_result: { stdout: '1' } });
    expect(result).not.toHaveProperty('toolUseResult');
  });

  it('keeps each compaction: the boundary with what the wire tells of it, then the summary', async () => {
    const messages = await read(await fixture('compacted-by-itself'));
    const at = messages.findIndex(({ type }) => type === 'system');
    expect(messages[at]).toMatchObject({
      type: 'system',
      subtype: 'compact_boundary',
      session_id: ID,
      compact_metadata: {
        trigger: 'auto',
        pre_tokens: expect.any(Number) as unknown,
        preserved_segment: { head_uuid: expect.any(String) as unknown },
      },
    });
    expect(messages[at + 1]).toMatchObject({ type: 'user', isCompactSummary: true });
    expect(messages.filter(({ type }) => type === 'system')).toHaveLength(1);
  });

  it('keeps a boundary that the CLI marked as meta', async () => {
    const boundary = {
      type: 'system',
      subtype: 'compact_boundary',
      uuid: 'b',
      parentUuid: null,
      isMeta: true,
      compactMetadata: { trigger: 'auto', preTokens: 7 },
    };
    const messages = await read([
      prompt('p1', null),
      { ...boundary, logicalParentUuid: 'p1' },
      prompt('p2', 'b', { isCompactSummary: true }),
    ]);
    expect(messages.map(({ type }) => type)).toEqual(['user', 'system', 'user']);
  });

  it('leaves out what nobody said: meta entries, attachments, notes and subagents', async () => {
    const messages = await read([
      prompt('p1', null),
      { type: 'attachment', uuid: 'at', parentUuid: 'p1' },
      prompt('caveat', 'at', { isMeta: true }),
      { type: 'system', subtype: 'informational', uuid: 's', parentUuid: 'caveat' },
      prompt('task', 's', { isSidechain: true }),
      answer('a1', 's'),
    ]);
    expect(spoken(messages)).toEqual(['user p1', 'assistant a1']);
  });

  it('wraps a block that it does not know, also each time a store gives the same entries', async () => {
    const strange = { type: 'hologram', data: 1 };
    const message = { role: 'assistant', content: [strange] };
    const result = { type: 'tool_result', tool_use_id: 'x', content: [strange] };
    const entries = [
      answer('a1', null, { message }),
      { ...toolResult('r1', 'a1'), message: { role: 'user', content: [result] } },
    ];
    const wrapped = { type: 'unknown', raw: strange };
    for (const messages of [await read(entries), await read(entries)]) {
      expect(messages).toMatchObject([
        { message: { content: [wrapped] } },
        { message: { content: [{ content: [wrapped] }] } },
      ]);
    }
  });

  it('wraps a message whose shape is not that of its type', async () => {
    const messages = await read([prompt('p1', null, { message: 'hello' }), answer('a1', 'p1')]);
    expect(messages).toMatchObject([{ type: 'unknown', raw: { uuid: 'p1' } }, { type: 'assistant' }]);
  });

  it('lets others run while it types a long conversation', async () => {
    const long = Array.from({ length: 5000 }, (_, index) =>
      prompt(`p${index}`, index ? `p${index - 1}` : null),
    );
    let ticks = 0;
    const ticking = setInterval(() => ticks++, 0);
    const messages = await read(long);
    clearInterval(ticking);
    expect(spoken(messages)).toEqual(long.map(({ uuid }) => `user ${String(uuid)}`));
    expect(ticks).toBeGreaterThan(0);
  });

  it('is empty where nothing was said yet', async () => {
    expect(await read([])).toEqual([]);
  });

  it('rejects for a conversation that is not there, telling the id, the place and what to do', async () => {
    const reading = readConversation(storeOf(undefined, '/config/projects'), { sessionId: ID });
    const error: unknown = await reading.catch((reason: unknown) => reason);
    expect(isSessionError(error)).toBe(true);
    expect(error).toMatchObject({ code: 'conversation_not_found', sessionId: ID });
    for (const part of [ID, '/config/projects', 'CLAUDE_CONFIG_DIR']) expect(String(error)).toContain(part);
  });

  it('passes on what the store rejects with', async () => {
    const broken = new Error('disk on fire');
    const store: TranscriptStore = { ...storeOf([]), load: () => Promise.reject(broken) };
    await expect(readConversation(store, { sessionId: ID })).rejects.toBe(broken);
  });
});
