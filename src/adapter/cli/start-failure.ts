import { faultText } from '../../base/fault-text.js';
import type { SessionErrorCode } from '../../errors/codes.js';
import { isSessionError, SessionError, type SessionErrorFacts } from '../../errors/session-error.js';
import { SpawnFailure } from '../../process/spawn-failure.js';
import { INSTALL_LINE } from './find-cli.js';

/** The CLI's own words, and what they mean (`cli-protocol.md`, 8.1 and 9). */
const MEANINGS: readonly { words: RegExp; code: SessionErrorCode; advice: string }[] = [
  {
    words: /No conversation found with session ID|--resume requires a valid session ID/,
    code: 'conversation_not_found',
    advice: 'Check the id, and that CLAUDE_CONFIG_DIR and HOME are those it was recorded under.',
  },
  {
    words: /Session ID \S+ is already in use/,
    code: 'session_id_in_use',
    advice: "Come back to that conversation with 'resume', or leave 'sessionId' out to get a new id.",
  },
  {
    words: /unknown option|Unexpected option/i,
    code: 'cli_incompatible',
    advice: `Check 'extraArgs'; or the CLI is too old for that flag, then install the right one with: ${INSTALL_LINE}`,
  },
];

/** The error for a CLI that ended before it answered the handshake. */
export function startFailure(words: string, facts: SessionErrorFacts): SessionError {
  const said = words.trim();
  const meaning = MEANINGS.find((entry) => entry.words.test(said));
  const how = facts.signal === undefined ? `code ${facts.exitCode ?? 'unknown'}` : `signal ${facts.signal}`;
  const sentence =
    said === ''
      ? `The CLI ended with ${how} before it was ready, and said nothing.`
      : `The CLI ended with ${how} before it was ready: ${said}`;
  return new SessionError(
    meaning?.code ?? 'start_failed',
    `${sentence}\n${meaning?.advice ?? 'Check the options, and that the executable is the Claude Code CLI.'}`,
    facts,
  );
}

/** The error for a CLI that answered the handshake as no CLI of the right version does. */
export function incompatible(): SessionError {
  return new SessionError(
    'cli_incompatible',
    `The CLI answered the handshake without 'claude_code_version': it is older than 2.1.330, or no Claude Code CLI. ` +
      `Install the right one with: ${INSTALL_LINE}`,
  );
}

/** The error for a CLI that refused the handshake, or did not answer it in time. */
export function handshakeError(fault: unknown): SessionError {
  if (isSessionError(fault) && fault.code !== 'control_failed') return fault;
  return new SessionError('start_failed', `The handshake failed. ${faultText(fault)}`);
}

/** The error for an executable that could not be run. */
export function spawnError(fault: unknown): SessionError {
  if (isSessionError(fault)) return fault;
  if (fault instanceof SpawnFailure && fault.obstacle === 'cwd') {
    return new SessionError(
      'start_failed',
      `The directory '${fault.path}' cannot be worked in: ${fault.code}.`,
    );
  }
  const said =
    fault instanceof SpawnFailure ? `'${fault.path}' cannot be run: ${fault.code}` : faultText(fault);
  return new SessionError('cli_not_found', `${said}. Install the CLI with: ${INSTALL_LINE}`);
}
