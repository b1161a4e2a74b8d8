import type { SessionOptions } from '../protocol/options/session-options.js';

/** A copy that nobody else can change: what was checked is what a process is started with later. */
export function ownOptions({ env, cwd = process.cwd(), ...others }: SessionOptions): SessionOptions {
  return { ...structuredClone(others), cwd, ...(env && { env: { ...env } }) };
}
