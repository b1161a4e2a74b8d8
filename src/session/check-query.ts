import type { PromptContent } from '../protocol/messages/index.js';
import { checkQueryOptions, refuseOption } from '../protocol/options/check-options.js';
import { promptContentSchema } from '../protocol/wire/host-lines.js';
import type { QueryOptions } from './query.js';

/** Refuses a prompt or query options that cannot be sent (`invalid_option`). */
export function checkQuery(prompt: PromptContent, options: QueryOptions): void {
  checkQueryOptions(options);
  if (promptContentSchema().safeParse(prompt).success) return;
  const given = Array.isArray(prompt)
    ? `a list of ${prompt.length}`
    : prompt === ''
      ? 'an empty text'
      : typeof prompt;
  refuseOption('prompt', 'a text that is not empty, or a list of text, image and document blocks', given);
}
