import * as z from 'zod';
import { once } from '../../base/once.js';
import type { OnUserDialog, UserDialogRequest, UserDialogResult } from '../../protocol/callbacks/index.js';
import { checkAnswer } from './check-answer.js';
import type { QuestionKind } from './question-kind.js';

const request = z.looseObject({
  dialog_kind: z.string(),
  payload: z.record(z.string(), z.unknown()),
  tool_use_id: z.string().nullish(),
});

const answer = once(() =>
  z.discriminatedUnion('behavior', [
    z.object({ behavior: z.literal('completed'), result: z.unknown().optional() }),
    z.object({ behavior: z.literal('cancelled') }),
  ]),
);

/** Dialogs that the CLI wants shown (`cli-protocol.md`, 5.5). */
export function dialogKind(
  onUserDialog: OnUserDialog | 'ask' | undefined,
): QuestionKind<UserDialogRequest, UserDialogResult> {
  return {
    kind: 'dialog',
    option: 'onUserDialog',
    decider: onUserDialog,
    read: (raw) => {
      const { dialog_kind: dialogKind, payload, tool_use_id: toolUseID } = request.parse(raw);
      return { dialogKind, payload, ...(toolUseID != null && { toolUseID }) };
    },
    check: (given) =>
      checkAnswer(
        answer(),
        given,
        "{ behavior: 'completed', result } or { behavior: 'cancelled' }",
      ) as UserDialogResult,
    refusal: () => ({ behavior: 'cancelled' }),
    encode: (result) => ({ ...result }),
  };
}
