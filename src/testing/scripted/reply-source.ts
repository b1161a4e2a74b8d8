import type { Message } from '../../protocol/messages/index.js';
import { streamedText } from './partial-builders.js';
import type { ScriptedReply } from './script.js';

const LEFT = Symbol('left');

/**
 * The messages of a reply, until it ends or the signal fires: also one that stands still, or never came, is left then.
 * Whoever stops reading returns the source's iterator.
 */
export async function* messagesOf(
  reply: () => ScriptedReply | Promise<ScriptedReply>,
  signal: AbortSignal,
): AsyncGenerator<Message, undefined> {
  const left = fired(signal);
  const given = signal.aborted ? LEFT : await Promise.race([reply(), left]);
  if (given === LEFT) return;
  const source = sourceOf(given)[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = signal.aborted ? LEFT : await Promise.race([source.next(), left]);
      if (next === LEFT || next.done === true) return;
      yield next.value;
    }
  } finally {
    // Not awaited: a generator that stands still is returned when it moves again, if ever.
    source.return?.().catch(() => undefined);
  }
}

function sourceOf(reply: ScriptedReply): AsyncIterable<Message> {
  if (typeof reply === 'string') return oneByOne(streamedText(reply));
  return Symbol.asyncIterator in reply ? reply : oneByOne(reply);
}

async function* oneByOne(messages: readonly Message[]): AsyncGenerator<Message> {
  for (const message of messages) yield await Promise.resolve(message);
}

function fired(signal: AbortSignal): Promise<typeof LEFT> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(LEFT), { once: true });
  });
}
