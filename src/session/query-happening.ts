import type { SessionErrorCode } from '../errors/codes.js';
import type { PromptContent, ResultMessage } from '../protocol/messages/index.js';

/** `query` is one and the same for all that happens to a query, and no other's. */
export type QueryHappening =
  | ({ readonly type: 'query.accepted' } & Asked)
  | ({ readonly type: 'query.started' } & Asked)
  | {
      readonly type: 'query.ended';
      readonly query: string;
      /**
       * `ok`; the code of the error that its caller is told, also where the CLI's result is one; or `left`, where its reader
       * left before the end.
       */
      readonly outcome: 'ok' | 'left' | SessionErrorCode;
      /** Since it was first handed to the CLI, in ms; `undefined` where it never was. */
      readonly duration: number | undefined;
      /**
       * In USD, as the CLI's result has it, where there is one: what everything cost that its process has done so far, and not
       * this query alone.
       */
      readonly cost: number | undefined;
      /** With `content`. */
      readonly result?: ResultMessage | undefined;
    };

interface Asked {
  readonly query: string;
  /** With `content`. */
  readonly prompt?: PromptContent | undefined;
}
