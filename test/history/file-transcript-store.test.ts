import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileTranscriptStore } from '../../src/history/file-transcript-store.js';
import type { TranscriptEntry } from '../../src/history/transcript-entry.js';
import { answer, asLines, ID, OTHER_ID, prompt, temporaryDirectory, writeTranscript } from './fixture.js';

const entries = [prompt('p1', null), answer('a1', 'p1')];
const uuids = (loaded: readonly TranscriptEntry[] | undefined): unknown[] | undefined =>
  loaded?.map(({ uuid }) => uuid);

describe('load', () => {
  it('gives the entries of a conversation in the order of the file', async () => {
    const config = await temporaryDirectory();
    await writeTranscript(config, '-work', ID, entries);
    expect(await fileTranscriptStore(config).load({ projectKey: '-work', sessionId: ID })).toEqual(entries);
  });

  it('finds a conversation of another project, also without a project', async () => {
    const config = await temporaryDirectory();
    await writeTranscript(config, '-elsewhere', ID, entries);
    await writeTranscript(config, '-work', OTHER_ID, entries);
    const store = fileTranscriptStore(config);
    expect(uuids(await store.load({ projectKey: '-work', sessionId: ID }))).toEqual(['p1', 'a1']);
    expect(uuids(await store.load({ sessionId: ID }))).toEqual(['p1', 'a1']);
  });

  it('prefers the project it was given to a newer transcript of another', async () => {
    const config = await temporaryDirectory();
    await writeTranscript(config, '-work', ID, [prompt('here', null)], 60);
    await writeTranscript(config, '-a', ID, [prompt('there', null)]);
    const store = fileTranscriptStore(config);
    expect(uuids(await store.load({ projectKey: '-work', sessionId: ID }))).toEqual(['here']);
  });

  it('takes the newest of several where no project is given', async () => {
    const config = await temporaryDirectory();
    await writeTranscript(config, '-a', ID, [prompt('old', null)], 60);
    await writeTranscript(config, '-b', ID, [prompt('new', null)]);
    await writeTranscript(config, '-c', ID, [prompt('older', null)], 120);
    expect(uuids(await fileTranscriptStore(config).load({ sessionId: ID }))).toEqual(['new']);
  });

  it('does not know an unknown id, nor any id where the directory is missing', async () => {
    const config = await temporaryDirectory();
    await writeTranscript(config, '-work', OTHER_ID, entries);
    expect(await fileTranscriptStore(config).load({ projectKey: '-work', sessionId: ID })).toBeUndefined();
    expect(await fileTranscriptStore(join(config, 'missing')).load({ sessionId: ID })).toBeUndefined();
  });

  it.each(['../../secret', 'secret', '', `${ID}/../../../secret`, `../${ID}`])(
    'does not make a path of an id that is no UUID: %j',
    async (sessionId) => {
      const config = await temporaryDirectory();
      await writeTranscript(config, '-work', 'secret', entries);
      await writeFile(join(config, 'secret.jsonl'), asLines(entries));
      await writeFile(join(config, 'projects', `${ID}.jsonl`), asLines(entries));
      expect(await fileTranscriptStore(config).load({ projectKey: '-work', sessionId })).toBeUndefined();
    },
  );

  it('does not leave the projects folder by way of a project key', async () => {
    const config = await temporaryDirectory();
    await mkdir(join(config, 'projects'));
    await writeFile(join(config, `${ID}.jsonl`), asLines(entries));
    const store = fileTranscriptStore(config);
    expect(await store.load({ projectKey: '..', sessionId: ID })).toBeUndefined();
    expect(await store.listSessions('..')).toEqual([]);
  });

  it('skips a torn last line, and lines that are no entry', async () => {
    const config = await temporaryDirectory();
    const path = await writeTranscript(config, '-work', ID, entries);
    await appendFile(path, '\nnull\n42\n["user"]\n{"uuid":"typeless"}\nnonsense\n{"type":"user","uuid":"to');
    expect(uuids(await fileTranscriptStore(config).load({ sessionId: ID }))).toEqual(['p1', 'a1']);
  });

  it('reads on after a torn line that a resume left in the middle', async () => {
    const config = await temporaryDirectory();
    const torn = `${asLines(entries)}{"type":"user","uu\n${asLines([prompt('p2', 'a1')])}`;
    await writeTranscript(config, '-work', ID, torn);
    expect(uuids(await fileTranscriptStore(config).load({ sessionId: ID }))).toEqual(['p1', 'a1', 'p2']);
  });

  it('reads a last line without its line end, and lines that end in CRLF', async () => {
    const config = await temporaryDirectory();
    const windows = asLines(entries).replaceAll('\n', '\r\n').trimEnd();
    await writeTranscript(config, '-work', ID, windows);
    expect(await fileTranscriptStore(config).load({ sessionId: ID })).toEqual(entries);
  });

  it('keeps every character of lines that are longer than what is read at once', async () => {
    const config = await temporaryDirectory();
    const long = [prompt('😀 \u2028 é'.repeat(300_000), null), answer('a1', 'p1')];
    await writeTranscript(config, '-work', ID, long);
    expect(await fileTranscriptStore(config).load({ sessionId: ID })).toEqual(long);
  });

  it('keeps the noted leaf and drops the other records of the CLI', async () => {
    const config = await temporaryDirectory();
    const note = { type: 'last-prompt', leafUuid: 'a1' };
    await writeTranscript(config, '-work', ID, [{ type: 'api-request-blob', data: 'x' }, ...entries, note]);
    expect(await fileTranscriptStore(config).load({ sessionId: ID })).toEqual([...entries, note]);
  });

  it('knows a conversation in which nothing was said yet', async () => {
    const config = await temporaryDirectory();
    await writeTranscript(config, '-work', ID, '');
    expect(await fileTranscriptStore(config).load({ sessionId: ID })).toEqual([]);
  });

  it('rejects where a transcript is there and cannot be read', async () => {
    const config = await temporaryDirectory();
    await mkdir(join(config, 'projects', '-work', `${ID}.jsonl`), { recursive: true });
    const reading = fileTranscriptStore(config).load({ projectKey: '-work', sessionId: ID });
    await expect(reading).rejects.toMatchObject({ code: 'EISDIR' });
  });

  it('passes over files beside the project folders', async () => {
    const config = await temporaryDirectory();
    await writeTranscript(config, '-work', ID, entries);
    await writeFile(join(config, 'projects', 'a-file'), '');
    expect(uuids(await fileTranscriptStore(config).load({ sessionId: ID }))).toEqual(['p1', 'a1']);
  });
});

describe('listSessions', () => {
  it('lists the conversations of one project with the time of their last line', async () => {
    const config = await temporaryDirectory();
    await writeTranscript(config, '-work', ID, entries, 60);
    await writeTranscript(config, '-elsewhere', OTHER_ID, entries);
    const [session, ...more] = await fileTranscriptStore(config).listSessions('-work');
    expect(session?.sessionId).toBe(ID);
    expect(Date.now() - (session?.mtime ?? 0)).toBeGreaterThan(59_000);
    expect(more).toEqual([]);
  });

  it('does not list what is no conversation', async () => {
    const config = await temporaryDirectory();
    await writeTranscript(config, '-work', 'agent-a1b2c3', entries);
    await mkdir(join(config, 'projects', '-work', ID));
    await writeFile(join(config, 'projects', '-work', `${OTHER_ID}.bak-1`), '');
    expect(await fileTranscriptStore(config).listSessions('-work')).toEqual([]);
  });

  it('lists nothing for a project that is not known', async () => {
    expect(await fileTranscriptStore(await temporaryDirectory()).listSessions('-work')).toEqual([]);
  });
});
