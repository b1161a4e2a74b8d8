import { apiError, statusOf } from './api-error.js';
import { jsonHeaders, type Exchange } from './exchange.js';
import { playStream } from './play-stream.js';
import type { MessageReply, Reply } from './reply.js';
import { wholeMessage } from './stream-events.js';

/** What a reply needs to know of its request. */
export interface Asked {
  readonly model: string;
  readonly stream: boolean;
}

/** Answers a request with a reply. Rejects when the connection is closed before, or the reply's own content fails. */
export async function playReply(reply: Reply, asked: Asked, exchange: Exchange): Promise<void> {
  switch (reply.kind) {
    case 'waiting':
      await exchange.whileOpen(reply.until(exchange.signal));
      await playReply(reply.reply, asked, exchange);
      break;
    case 'hang':
      await exchange.whileOpen(new Promise<never>(() => undefined));
      break;
    case 'refuse':
      await exchange.cut();
      break;
    case 'error':
      exchange.error(reply);
      break;
    case 'message':
      await (asked.stream ? playStream : playWhole)(reply, asked.model, exchange);
  }
}

async function playWhole(reply: MessageReply, model: string, exchange: Exchange): Promise<void> {
  const by = reply.breakage?.by;
  if (by !== undefined && by !== 'cut') {
    exchange.error(apiError(statusOf(by.type), by));
    return;
  }
  const message = await exchange.whileOpen(wholeMessage(reply, model));
  if (by === undefined) {
    exchange.json(200, message);
    return;
  }
  const body = JSON.stringify(message);
  exchange.start(200, jsonHeaders(body));
  await exchange.write(body.slice(0, body.length / 2));
  await exchange.cut();
}
