import type { StartingPoint } from '../../protocol/options/launch-arguments.js';
import type { Conversations, Place } from './conversations.js';

/** How the CLI refuses to start: always by words on stderr, and by a result too where it had begun to resume. */
export interface StartRefusal {
  readonly words: string;
  readonly hasResult: boolean;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The refusal of the real CLI (`cli-protocol.md`, 8.1); `undefined` where it would start. */
export function refusalOfStart(
  start: StartingPoint,
  place: Place,
  conversations: Conversations,
): StartRefusal | undefined {
  if (start.kind !== 'resume' && !UUID.test(start.sessionId)) {
    return { words: 'Error: Invalid session ID. Must be a valid UUID.', hasResult: false };
  }
  if (start.kind !== 'resume' && isTaken(start, place, conversations)) {
    return { words: `Error: Session ID ${start.sessionId} is already in use.`, hasResult: false };
  }
  if (start.kind === 'fresh') return undefined;
  const wanted = start.kind === 'fork' ? start.parentSessionId : start.sessionId;
  if (conversations.find(wanted, place)) return undefined;
  return { words: UUID.test(wanted) ? unknown(wanted) : unusable(wanted), hasResult: true };
}

/** A fork may take the id of its parent, and of no other conversation. */
function isTaken(
  start: Exclude<StartingPoint, { readonly kind: 'resume' }>,
  place: Place,
  conversations: Conversations,
): boolean {
  if (start.kind === 'fork' && start.sessionId === start.parentSessionId) return false;
  return conversations.has(start.sessionId, place);
}

/** The result that tells of a refusal. */
export function failedStart(words: string): object {
  return {
    type: 'result',
    subtype: 'error_during_execution',
    is_error: true,
    num_turns: 0,
    errors: [words],
  };
}

function unknown(id: string): string {
  return `No conversation found with session ID: ${id}`;
}

function unusable(id: string): string {
  return (
    'Error: --resume requires a valid session ID or session title when used with --print. Usage: claude -p --resume ' +
    `<session-id|title>. Provided value "${id}" is not a UUID and does not match any session title.`
  );
}
