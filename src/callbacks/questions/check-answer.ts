import type * as z from 'zod';
import { isPlain } from '../../base/is-plain.js';
import { withoutUndefined } from '../../base/without.js';
import { SessionError } from '../../errors/session-error.js';
import { pathOf } from '../../protocol/options/check-options.js';
import { isJson } from '../../protocol/options/is-json.js';

/** The answer, as it was given; throws `invalid_option` for what is none. What it says is not repeated. */
export function checkAnswer(schema: z.ZodType, given: unknown, expected: string): unknown {
  const fault = schema.safeParse(present(given)).error?.issues[0];
  if (!fault && isJson(given)) return given;
  const path = fault ? pathOf(fault) : [];
  const place = path.length === 0 ? '' : ` It is wrong at '${path.join('.')}'.`;
  throw new SessionError('invalid_option', `An answer must be ${expected}, as JSON.${place}`, {
    option: 'answer',
  });
}

/** What is undefined never reaches the wire. */
function present(given: unknown): unknown {
  return isPlain(given) && !Array.isArray(given) ? withoutUndefined(given) : given;
}
