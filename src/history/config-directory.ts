import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The directory where a CLI with this environment keeps its state: `CLAUDE_CONFIG_DIR`, or else `.claude` in the home
 * directory (`HOME`, on Windows `USERPROFILE`; without it the machine user's). An empty variable counts as not set.
 */
export function configDirectory(environment: Readonly<Record<string, string | undefined>>): string {
  const home = process.platform === 'win32' ? environment.USERPROFILE : environment.HOME;
  return environment.CLAUDE_CONFIG_DIR || join(home || homedir(), '.claude');
}
