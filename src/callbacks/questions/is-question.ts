import type { ControlRequestBody } from '../../protocol/wire/classify-line.js';

const ASKED: ReadonlySet<string> = new Set(['can_use_tool', 'elicitation', 'request_user_dialog']);

/** Whether a request of the CLI's waits for a person, who may take their time. */
export function isQuestion({ subtype }: ControlRequestBody): boolean {
  return ASKED.has(subtype);
}
