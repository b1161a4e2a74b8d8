import { describe, expect, it } from 'vitest';
import { fileTranscriptStore } from '../../src/history/file-transcript-store.js';
import { latestConversation } from '../../src/history/latest-conversation.js';
import { answer, ID, OTHER_ID, prompt, temporaryDirectory, writeTranscript } from './fixture.js';

const said = [prompt('p1', null), answer('a1', 'p1')];
const THIRD_ID = '33333333-3333-4333-8333-333333333333';

describe('latestConversation', () => {
  it('is the conversation of the project that was written to last', async () => {
    const config = await temporaryDirectory();
    await writeTranscript(config, '-work', ID, said, 120);
    await writeTranscript(config, '-work', OTHER_ID, said, 60);
    await writeTranscript(config, '-work', THIRD_ID, said, 180);
    await writeTranscript(config, '-elsewhere', 'aaaaaaaa-1111-4111-8111-111111111111', said);
    expect(await latestConversation(fileTranscriptStore(config), '-work')).toBe(OTHER_ID);
  });

  it('passes over one in which nothing was said but by a subagent', async () => {
    const config = await temporaryDirectory();
    await writeTranscript(config, '-work', ID, said, 60);
    await writeTranscript(config, '-work', OTHER_ID, [{ type: 'queue-operation' }]);
    await writeTranscript(config, '-work', THIRD_ID, [
      prompt('task', null, { isSidechain: true }),
      { type: 'attachment', uuid: 'at', parentUuid: null },
    ]);
    expect(await latestConversation(fileTranscriptStore(config), '-work')).toBe(ID);
  });

  it('never is the transcript of a subagent', async () => {
    const config = await temporaryDirectory();
    await writeTranscript(config, '-work', 'agent-a1b2c3', said);
    expect(await latestConversation(fileTranscriptStore(config), '-work')).toBeUndefined();
  });

  it('is none where the project has none', async () => {
    const store = fileTranscriptStore(await temporaryDirectory());
    expect(await latestConversation(store, '-work')).toBeUndefined();
  });
});
