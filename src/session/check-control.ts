import { SessionError } from '../errors/session-error.js';
import { refuseOption } from '../protocol/options/check-options.js';
import type { SessionOptions } from '../protocol/options/session-options.js';
import type { ControlRequestBody } from '../protocol/wire/classify-line.js';

/** What the session sends by itself, and what to use instead. */
const OWN = new Map([
  ['initialize', 'getServerInfo()'],
  ['interrupt', 'interrupt()'],
  ['end_session', 'stop()'],
  ['mcp_message', 'a server of createSdkMcpServer()'],
  ['claim_session', 'startSession()'],
  // It moves the transcript, so that the next process would not find the conversation.
  ['set_cwd', "a session with another 'cwd'"],
]);

/** Refuses what would upset the session, or what the CLI could only refuse (`invalid_option`). */
export function checkControl(request: ControlRequestBody, options: SessionOptions): void {
  const own = OWN.get(request.subtype);
  if (own !== undefined) refuseOption('subtype', `another request; use ${own}`, `'${request.subtype}'`);
  const mayBypass = options.allowDangerouslySkipPermissions === true;
  if (request.subtype === 'set_permission_mode' && request.mode === 'bypassPermissions' && !mayBypass) {
    throw new SessionError(
      'invalid_option',
      "The permission mode 'bypassPermissions' can only be set in a session that was started with " +
        "'allowDangerouslySkipPermissions: true'.",
      { option: 'allowDangerouslySkipPermissions' },
    );
  }
}
