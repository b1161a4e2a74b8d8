import type { StartingPoint } from '../../protocol/options/launch-arguments.js';
import type { Conversations } from './conversations.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The words with which the real CLI refuses such a start (`cli-protocol.md`, 8.1); `undefined` when it would run. */
export function refusalOfStart(start: StartingPoint, conversations: Conversations): string | undefined {
  if (start.kind !== 'fresh') {
    const wanted = start.kind === 'fork' ? start.parentSessionId : start.sessionId;
    if (!conversations.has(wanted)) return `No conversation found with session ID: ${wanted}`;
  }
  if (start.kind === 'resume') return undefined;
  if (!UUID.test(start.sessionId)) return 'Error: Invalid session ID. Must be a valid UUID.';
  return conversations.has(start.sessionId)
    ? `Error: Session ID ${start.sessionId} is already in use.`
    : undefined;
}
