import type { StreamEvent } from '../../protocol/messages/stream-event.js';
import type { Exchange } from './exchange.js';
import type { ApiErrorBody, Breakage, MessageReply } from './reply.js';
import { streamEvents } from './stream-events.js';

/** Streams an answer event by event, as far as it is meant to get. */
export async function playStream(reply: MessageReply, model: string, exchange: Exchange): Promise<void> {
  const limit = await limitOf(reply, model);
  const events = streamEvents(reply, model);
  exchange.start(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
  for (let sent = 0; sent < limit; sent += 1) {
    const next = await exchange.whileOpen(events.next());
    if (next.done === true) break;
    await exchange.write(frame(next.value));
  }
  if (reply.breakage === undefined) exchange.end();
  else await breakOff(reply.breakage, exchange);
}

async function breakOff({ by }: Breakage, exchange: Exchange): Promise<void> {
  if (by === 'cut') await exchange.cut();
  else {
    await exchange.write(frame({ type: 'error', error: by }));
    exchange.end();
  }
}

/** How many events are sent. A fraction is taken of a dry run, which only replies of known length are allowed. */
async function limitOf(reply: MessageReply, model: string): Promise<number> {
  const after = reply.breakage?.after ?? Infinity;
  if (after === 0 || after >= 1) return after;
  const events = streamEvents(reply, model);
  let count = 0;
  while ((await events.next()).done !== true) count += 1;
  return Math.floor(count * after);
}

function frame(event: StreamEvent | { readonly type: 'error'; readonly error: ApiErrorBody }): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}
