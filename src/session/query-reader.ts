import type { Message } from '../protocol/messages/index.js';
import type { Inbox } from './inbox.js';
import type { Query } from './query.js';

/** The one reader of a query: its first step sends it, and leaving early waits until its turn is over. */
export function queryReader(query: Query, inbox: Inbox): AsyncIterator<Message, undefined> {
  let sent = false;
  return {
    next: () => {
      if (!sent) inbox.accept(query);
      sent = true;
      return query.next();
    },
    return: async () => {
      sent = true;
      query.discard();
      await inbox.leave(query);
      return { done: true, value: undefined };
    },
  };
}
