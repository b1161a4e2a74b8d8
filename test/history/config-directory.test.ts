import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configDirectory } from '../../src/history/config-directory.js';

const home = process.platform === 'win32' ? 'USERPROFILE' : 'HOME';

describe('configDirectory', () => {
  it('is CLAUDE_CONFIG_DIR where that is set', () => {
    expect(configDirectory({ CLAUDE_CONFIG_DIR: '/config', [home]: '/home/ann' })).toBe('/config');
  });

  it('is .claude in the home directory of the environment otherwise', () => {
    expect(configDirectory({ [home]: '/home/ann' })).toBe(join('/home/ann', '.claude'));
  });

  it('counts an empty variable as not set', () => {
    expect(configDirectory({ CLAUDE_CONFIG_DIR: '', [home]: '/home/ann' })).toBe(
      join('/home/ann', '.claude'),
    );
    expect(configDirectory({ CLAUDE_CONFIG_DIR: '', [home]: '' })).toBe(join(homedir(), '.claude'));
  });

  it('falls back to the home directory of the machine user', () => {
    expect(configDirectory({})).toBe(join(homedir(), '.claude'));
  });
});
