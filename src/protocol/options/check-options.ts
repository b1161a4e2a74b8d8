import type * as z from 'zod';
import { faultText } from '../../base/fault-text.js';
import { isSessionError, SessionError } from '../../errors/session-error.js';
import { RESERVED_FLAGS } from './launch-arguments.js';
import { nearestName } from './nearest-name.js';
import { insteadOf } from './official-options.js';
import { optionSchemas } from './options-schema.js';
import type { SessionOptions } from './session-options.js';

/** Refuses what no session could be started with (`invalid_option`); returns nothing. */
export function checkSessionOptions(options: unknown): asserts options is SessionOptions {
  checkAgainst(optionSchemas().session, options, 'session');
  checkCombination(options as SessionOptions);
}

/** Refuses bad options of one query (`invalid_option`). */
export function checkQueryOptions(options: unknown): void {
  checkAgainst(optionSchemas().query, options, 'query');
}

/** Refuses what `setMcpServers` cannot be given (`invalid_option`). */
export function checkMcpServers(servers: unknown): void {
  const { mcpServers } = optionSchemas().session;
  // A record, where `undefined` is none: it is not left out here.
  checkAgainst({ servers: mcpServers }, { servers: servers ?? null }, 'session');
}

/** The one message for a refused option: its name, what was expected, what was given. */
export function refuseOption(option: string, expected: string, given: string): never {
  throw new SessionError('invalid_option', `${subject(option)} must be ${expected}; got ${given}.`, {
    option,
  });
}

const subject = (option: string): string => `Option '${option}'`;

/** What `check` returns; what it refuses is named by its path in the whole, of which it checks the part at `place`. */
export function within<T>(place: string, check: () => T): T {
  try {
    return check();
  } catch (fault) {
    if (!isSessionError(fault) || fault.option === undefined) throw fault;
    const option = [place, fault.option].filter((part) => part !== '').join('.');
    const refusal = fault.message.slice(subject(fault.option).length);
    throw new SessionError(fault.code, `${subject(option)}${refusal}`, { option });
  }
}

/** What `read` returns. To read what others have made may run their code, and what that throws is refused. */
export function readable<T>(option: string, read: () => T): T {
  try {
    return read();
  } catch (fault) {
    if (isSessionError(fault)) throw fault;
    return refuseOption(option, 'plain data', `what cannot be read: ${faultText(fault)}`);
  }
}

/** Refuses a name that `schemas` does not hold, and a value that its schema refuses (`invalid_option`). */
export function checkAgainst(
  schemas: Readonly<Record<string, z.ZodType>>,
  options: unknown,
  of: string,
): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    refuseOption('options', `an object of ${of} options`, show(options));
  }
  for (const [option, value] of Object.entries(options)) {
    const schema = Object.hasOwn(schemas, option) ? schemas[option] : undefined;
    if (!schema) refuseName(option, Object.keys(schemas), of);
    // '' is the message of what says nothing of itself.
    const parsed = value === undefined ? undefined : schema.safeParse(value, { error: () => '' });
    const fault = parsed?.error?.issues[0];
    if (fault) refuseValue(option, schema, value, fault);
  }
}

function refuseValue(option: string, schema: z.ZodType, value: unknown, fault: z.core.$ZodIssue): never {
  const path = pathOf(fault);
  const found = valueAt(value, path);
  const shown = PRIVATE.has(option) ? describe(found) : show(found);
  const given = fault.code === 'unrecognized_keys' ? 'an unknown name' : shown;
  if (fault.message !== '') refuseOption([option, ...path].join('.'), fault.message, given);
  const place = path.length === 0 ? '' : ` at '${path.join('.')}'`;
  refuseOption(option, schema.description ?? 'valid', `${given}${place}`);
}

function refuseName(option: string, known: readonly string[], of: string): never {
  const instead = of === 'session' ? insteadOf(option) : undefined;
  if (instead !== undefined) refuseOption(option, instead, 'an option of the official SDK');
  const meant = nearestName(option, known);
  if (meant === undefined) {
    refuseOption(option, `one of the ${of} options: ${known.join(', ')}`, 'an unknown name');
  }
  refuseOption(option, `one of the ${of} options`, `an unknown name (did you mean '${meant}'?)`);
}

function checkCombination(options: SessionOptions): void {
  // The id of a conversation that never began: to begin another one in its place would lose context without a word.
  if ('resume' in options && options.resume === undefined) {
    refuseOption('resume', 'a UUID, or left out to begin a new conversation', 'undefined');
  }
  const { resume, sessionId, forkSession = false } = options;
  const comesBack = resume !== undefined || options.continue === true;
  if (resume !== undefined && options.continue === true) {
    refuseOption('continue', "left out where 'resume' names the conversation", 'true');
  }
  if (forkSession && !comesBack) {
    refuseOption(
      'forkSession',
      "given together with 'resume' or 'continue', which name what to fork",
      'neither',
    );
  }
  if (sessionId !== undefined && comesBack && !forkSession) {
    const coming = resume === undefined ? 'continue' : 'resume';
    refuseOption(
      'sessionId',
      `left out with '${coming}', unless 'forkSession' makes a new conversation`,
      `'${sessionId}'`,
    );
  }
  if (options.permissionMode === 'bypassPermissions' && options.allowDangerouslySkipPermissions !== true) {
    refuseOption(
      'permissionMode',
      "another mode, or 'allowDangerouslySkipPermissions' be true",
      "'bypassPermissions'",
    );
  }
  if (options.onUserDialog === undefined && (options.supportedDialogKinds ?? []).length > 0) {
    refuseOption('supportedDialogKinds', "left out without 'onUserDialog', which shows them", 'a list');
  }
  for (const flag of Object.keys(options.extraArgs ?? {})) {
    if (!/^[a-zA-Z][\w-]*$/.test(flag))
      refuseOption(`extraArgs.${flag}`, 'a flag without its dashes', `'${flag}'`);
    if (RESERVED_FLAGS.has(flag))
      refuseOption(`extraArgs.${flag}`, 'a flag that no option stands for', `'--${flag}'`);
  }
}

/** Options that may hold a secret or a prompt: their values are not repeated in a message. */
const PRIVATE = new Set([
  'env',
  'extraArgs',
  'systemPrompt',
  'outputFormat',
  'agents',
  'mcpServers',
  'servers',
  'hooks',
]);

const LONGEST_SHOWN = 80;

/** Where a value is not what it should be: at a key that is not known, if that is the fault. */
export function pathOf(fault: z.core.$ZodIssue): readonly PropertyKey[] {
  return fault.code === 'unrecognized_keys' ? [...fault.path, ...fault.keys.slice(0, 1)] : fault.path;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce((holder, key) => (holder as Record<PropertyKey, unknown>)[key], value);
}

/** A value as an error says it. */
export function show(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'bigint') return `${value} (a number)`;
  if (typeof value === 'string') return `'${value.slice(0, LONGEST_SHOWN)}' (a string)`;
  if (typeof value === 'boolean') return String(value);
  return describe(value);
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
