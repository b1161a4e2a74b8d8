import { copyPlain } from '../../base/copy-plain.js';
import { checkDirectory } from './check-directory.js';
import { checkSessionOptions, readable, refuseOption } from './check-options.js';
import type { SessionOptions } from './session-options.js';

/**
 * The options that a session is started with: checked, with the defaults of its system where it gives none, and a copy
 * that nobody else can change: what was checked is what a process is started with later. Throws `invalid_option`.
 */
export function prepareOptions(given: SessionOptions, defaults: SessionOptions): SessionOptions {
  return readable('options', () => {
    checkSessionOptions(given);
    const options = ownOptions({ ...defaults, ...given });
    checkSessionOptions(options);
    checkDirectory(options.cwd);
    return options;
  });
}

function ownOptions({ env, cwd = process.cwd(), ...others }: SessionOptions): SessionOptions {
  const copies = Object.entries(others).map(([option, value]) => [option, copyOf(option, value)]);
  return { ...(Object.fromEntries(copies) as SessionOptions), cwd, ...(env && { env: { ...env } }) };
}

function copyOf(option: string, value: unknown): unknown {
  if (WITH_CALLBACKS.has(option)) return copyPlain(value);
  try {
    return structuredClone(value);
  } catch {
    return refuseOption(option, 'plain data', 'what cannot be copied');
  }
}

/** Options that hold functions of the host's, or servers: those are kept as they are. */
const WITH_CALLBACKS = new Set(['canUseTool', 'onElicitation', 'onUserDialog', 'hooks', 'mcpServers']);
