import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const hostScript = fileURLToPath(new URL('./host-script.ts', import.meta.url));

/**
 * Runs some statements in another Node process that knows troupe as `troupe`, and returns what they print. `environment`
 * is everything that process has.
 */
export async function inAnotherHost(
  statements: string,
  environment: Record<string, string>,
): Promise<string> {
  const { stdout } = await run(process.execPath, ['--import', 'tsx', hostScript, statements], {
    env: environment,
  });
  return stdout.trim();
}
