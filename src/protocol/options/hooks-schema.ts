import * as z from 'zod';
import { HOOK_EVENTS } from '../callbacks/hook-events.js';
import { nearestName } from './nearest-name.js';

/** What `hooks` may be. */
export function hooksSchema(callback: z.ZodType): z.ZodType {
  const seconds = { error: 'seconds above 0' };
  const matcher = z.strictObject({
    matcher: z.string().refine(isMatcher, { error: 'a tool name, or a regular expression' }).optional(),
    hooks: z.array(callback).readonly(),
    timeout: z.number(seconds).positive(seconds).optional(),
    onFailure: z.enum(['continue', 'block']).optional(),
  });
  const matchers = z.array(matcher).readonly().optional();
  return z
    .strictObject(Object.fromEntries(HOOK_EVENTS.map((event) => [event, matchers])), {
      error: (issue) => (issue.code === 'unrecognized_keys' ? eventFor(issue.keys) : undefined),
    })
    .describe('lists of { matcher?, hooks, timeout?, onFailure? }, by hook event');
}

function eventFor([given = '']: readonly string[]): string {
  const meant = nearestName(given, HOOK_EVENTS);
  return meant === undefined ? 'one of the hook events' : `one of the hook events (did you mean '${meant}'?)`;
}

/** With one that the CLI cannot read, the hook would never be called. */
function isMatcher(text: string): boolean {
  if (text === '*') return true;
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
