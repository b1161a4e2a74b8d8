import type { IncomingHttpHeaders } from 'node:http';
import { deferred } from '../../base/deferred.js';
import { parseBlock } from '../../protocol/messages/parse-message.js';
import { holdsText, joinedTexts, toolResultsOf, userTextsOf } from './message-texts.js';
import type { ReceivedRequest, RequestMessage, RequestOutcome } from './received-request.js';
import type { MessagesBody } from './validate-request.js';

/** A request on its way, with what its server tells of its end. */
export interface OpenRequest {
  readonly request: ReceivedRequest;
  /** The first outcome holds. */
  readonly end: (outcome: RequestOutcome) => void;
}

/** Reads a request out of a valid body. */
export function readRequest(
  index: number,
  path: string,
  headers: IncomingHttpHeaders,
  body: MessagesBody,
): OpenRequest {
  const messages = body.messages.map(({ role, content }): RequestMessage => {
    // Cloned, since typing a block types what is inside it in place, and `body` is to stay as it came.
    return {
      role,
      content: typeof content === 'string' ? content : structuredClone(content).map(parseBlock),
    };
  });
  const userTexts = userTextsOf(messages);
  const ended = deferred<RequestOutcome>();
  let outcome: RequestOutcome | undefined;
  const request: ReceivedRequest = {
    index,
    path,
    headers,
    credential: credentialOf(headers),
    body,
    model: body.model,
    system: joinedTexts(body.system ?? ''),
    messages,
    tools: body.tools ?? [],
    stream: body.stream ?? false,
    userTexts,
    lastUserText: userTexts.at(-1) ?? '',
    toolResults: toolResultsOf(messages),
    holds: (text) => messages.some(({ role, content }) => role !== 'system' && holdsText(content, text)),
    holdsAnywhere: (text) => holdsText(body, text, 'with reminders'),
    get aborted() {
      return outcome === 'aborted';
    },
    outcome: ended.promise,
  };
  const end = (how: RequestOutcome): void => {
    outcome ??= how;
    ended.resolve(outcome);
  };
  return { request, end };
}

/** What a request identifies itself with; empty where it does not. */
export function credentialOf(headers: IncomingHttpHeaders): string {
  const key = headers['x-api-key'];
  if (typeof key === 'string' && key !== '') return key;
  return /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
}
