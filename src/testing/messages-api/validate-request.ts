import * as z from 'zod';
import { conversationProblem } from './conversation-problem.js';
import { requestMessage, requestTool } from './request-blocks.js';

const countable = z.looseObject({
  model: z.string().min(1),
  messages: z.array(requestMessage).min(1, 'at least one message is required'),
  system: z
    .union([z.string(), z.array(z.looseObject({ type: z.literal('text'), text: z.string() }))])
    .optional(),
  tools: z.array(requestTool).optional(),
  stream: z.boolean().optional(),
});

const answerable = countable.extend({ max_tokens: z.int().min(1) });

/** A request body whose shape and conversation are valid. */
export type MessagesBody = z.infer<typeof countable>;

/** Checks a body as the API does; the problem is worded as the API words it: `messages.0.role: …`. */
export function validateRequest(
  body: unknown,
  purpose: 'answer' | 'count' = 'answer',
): { readonly body: MessagesBody } | { readonly problem: string } {
  const parsed = (purpose === 'answer' ? answerable : countable).safeParse(body);
  if (!parsed.success) return { problem: describe(parsed.error.issues) };
  const problem = duplicateTool(parsed.data) ?? conversationProblem(parsed.data.messages);
  return problem === undefined ? { body: parsed.data } : { problem };
}

function duplicateTool({ tools = [] }: MessagesBody): string | undefined {
  return new Set(tools.map((tool) => tool.name)).size < tools.length
    ? 'tools: Tool names must be unique.'
    : undefined;
}

function describe(issues: readonly z.core.$ZodIssue[]): string {
  const { path, message } = deepest(issues, []);
  return path.length === 0 ? message : `${path.join('.')}: ${message}`;
}

/** Of a union's branches the one that got furthest is the one that was meant. */
function deepest(
  issues: readonly z.core.$ZodIssue[],
  base: readonly PropertyKey[],
): { readonly path: readonly PropertyKey[]; readonly message: string } {
  const found = issues.map((issue) => {
    const path = [...base, ...issue.path];
    const inner = issue.code === 'invalid_union' ? issue.errors.flat() : [];
    const own = { path, message: issue.message };
    const nested = inner.length === 0 ? own : deepest(inner, path);
    return nested.path.length > path.length ? nested : inner.length === 1 ? nested : own;
  });
  return found.reduce((best, next) => (next.path.length > best.path.length ? next : best));
}
