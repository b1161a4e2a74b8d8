import * as z from 'zod';
import { withoutNullish } from '../../base/without.js';
import { once } from '../../base/once.js';
import type { ElicitationRequest, ElicitationResult, OnElicitation } from '../../protocol/callbacks/index.js';
import { checkAnswer } from './check-answer.js';
import type { QuestionKind } from './question-kind.js';

const record = z.record(z.string(), z.unknown());
const text = z.string().nullish();

const request = z.looseObject({
  mcp_server_name: z.string(),
  message: z.string(),
  mode: z.enum(['form', 'url']).nullish(),
  url: text,
  elicitation_id: text,
  requested_schema: record.nullish(),
  title: text,
  display_name: text,
  description: text,
});

const answer = once(() =>
  z.object({ action: z.enum(['accept', 'decline', 'cancel']), content: record.optional() }),
);

/** What MCP servers ask of their user (`cli-protocol.md`, 5.4). */
export function elicitationKind(
  onElicitation: OnElicitation | 'ask' | undefined,
): QuestionKind<ElicitationRequest, ElicitationResult> {
  return {
    kind: 'elicitation',
    option: 'onElicitation',
    decider: onElicitation,
    read: (raw) => {
      const read = request.parse(raw);
      const details = {
        serverName: read.mcp_server_name,
        message: read.message,
        mode: read.mode,
        url: read.url,
        elicitationId: read.elicitation_id,
        requestedSchema: read.requested_schema,
        title: read.title,
        displayName: read.display_name,
        description: read.description,
      };
      return withoutNullish(details) as unknown as ElicitationRequest;
    },
    check: (given) =>
      checkAnswer(
        answer(),
        given,
        "{ action: 'accept', 'decline' or 'cancel', content? }",
      ) as ElicitationResult,
    // Where nobody is to be asked it is declined, as the official SDK does.
    refusal: (why) => ({ action: why === 'nobody' ? 'decline' : 'cancel' }),
    encode: (result) => ({ ...result }),
  };
}
