import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { conversation, projectKey } from 'troupe/history';
import { describe, expect, it } from 'vitest';
import { answer, ID, prompt, spoken, temporaryDirectory, writeTranscript } from './fixture.js';

const home = process.platform === 'win32' ? 'USERPROFILE' : 'HOME';

describe('conversation', () => {
  it('reads from the config directory of the environment it is given', async () => {
    const config = await temporaryDirectory();
    await writeTranscript(config, '-work', ID, [prompt('p1', null), answer('a1', 'p1')]);
    const messages = await conversation(ID, { env: { CLAUDE_CONFIG_DIR: config } });
    expect(spoken(messages)).toEqual(['user p1', 'assistant a1']);
  });

  it('reads from another home, where CLAUDE_CONFIG_DIR is not set or is taken away', async () => {
    const directory = await temporaryDirectory();
    await writeTranscript(join(directory, '.claude'), '-work', ID, [prompt('at-home', null)]);
    const env = { [home]: directory, CLAUDE_CONFIG_DIR: undefined };
    expect(spoken(await conversation(ID, { env }))).toEqual(['user at-home']);
  });

  it('prefers CLAUDE_CONFIG_DIR to the home directory', async () => {
    const [directory, config] = [await temporaryDirectory(), await temporaryDirectory()];
    await writeTranscript(join(directory, '.claude'), '-work', ID, [prompt('at-home', null)]);
    await writeTranscript(config, '-work', ID, [prompt('in-config', null)], 60);
    const env = { [home]: directory, CLAUDE_CONFIG_DIR: config };
    expect(spoken(await conversation(ID, { env }))).toEqual(['user in-config']);
  });

  it('looks first in the project of the working directory', async () => {
    const [cwd, config] = [await temporaryDirectory(), await temporaryDirectory()];
    await writeTranscript(config, projectKey(cwd), ID, [prompt('here', null)], 60);
    await writeTranscript(config, '-elsewhere', ID, [prompt('there', null)]);
    const env = { CLAUDE_CONFIG_DIR: config };
    expect(spoken(await conversation(ID, { cwd, env }))).toEqual(['user here']);
    expect(spoken(await conversation(ID, { env }))).toEqual(['user there']);
  });

  it('takes a relative config directory as the session would: from its working directory', async () => {
    const cwd = await realpath(await temporaryDirectory());
    await writeTranscript(join(cwd, 'state'), '-work', ID, [prompt('p1', null)]);
    const messages = await conversation(ID, { cwd, env: { CLAUDE_CONFIG_DIR: 'state' } });
    expect(spoken(messages)).toEqual(['user p1']);
  });

  it.each([ID, 'not-a-uuid', '../../etc/passwd'])(
    'rejects for the unknown id %s, saying where it looked',
    async (id) => {
      const config = await temporaryDirectory();
      const reading = conversation(id, { env: { CLAUDE_CONFIG_DIR: config } });
      await expect(reading).rejects.toMatchObject({
        code: 'conversation_not_found',
        message: expect.stringContaining(join(config, 'projects')) as unknown,
      });
    },
  );
});
