import type { MessagesApi } from '../../src/testing/messages-api/index.js';

/** Part of a request's body; the rest is valid. */
export type BodyPart = Readonly<Record<string, unknown>>;

/** The smallest valid request, with what a test changes in it. */
export function body(changes: BodyPart = {}): BodyPart {
  return {
    model: 'claude-test',
    max_tokens: 100,
    messages: [{ role: 'user', content: 'hello' }],
    ...changes,
  };
}

/** Headers that the API insists on. */
export const HEADERS = {
  'content-type': 'application/json',
  'x-api-key': 'sk-ant-fake',
  'anthropic-version': '2023-06-01',
};

/** Sends a request as an SDK would. */
export function post(api: MessagesApi, changes: BodyPart = {}, init: RequestInit = {}): Promise<Response> {
  const request = { method: 'POST', headers: HEADERS, body: JSON.stringify(body(changes)), ...init };
  return fetch(`${api.url}/v1/messages?beta=true`, request);
}

/** One event of a stream. */
export type SseEvent = BodyPart & { readonly type: string };

/** The JSON of an answer. */
export async function json(response: Response): Promise<Record<string, unknown>> {
  return (await response.json()) as Record<string, unknown>;
}

/** The events of a streamed answer, as they arrive; throws when the connection is cut. */
export async function* events(response: Response): AsyncGenerator<SseEvent, undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  if (response.body === null) return undefined;
  for await (const piece of response.body) {
    const frames = (rest + decoder.decode(piece as Uint8Array, { stream: true })).split('\n\n');
    rest = frames.pop() ?? '';
    for (const frame of frames) yield eventOf(frame);
  }
  return undefined;
}

/** All events of a streamed answer. */
export async function allEvents(response: Response): Promise<SseEvent[]> {
  const all: SseEvent[] = [];
  for await (const event of events(response)) all.push(event);
  return all;
}

/** The texts of the given events' deltas. */
export function deltas(all: readonly SseEvent[]): string[] {
  return all.flatMap(({ delta }) => {
    const { text } = (delta ?? {}) as { text?: string };
    return text === undefined ? [] : [text];
  });
}

function eventOf(frame: string): SseEvent {
  const [name, data] = frame.split('\n');
  const event = JSON.parse(data?.replace(/^data: /, '') ?? '') as SseEvent;
  if (name !== `event: ${event.type}`) throw new Error(`The event's name and type differ: ${frame}`);
  return event;
}
