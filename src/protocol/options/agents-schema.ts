import * as z from 'zod';
import { processServerSchema } from './mcp-servers-schema.js';

/** What `agents` may be. A misspelled `tools` would leave a subagent with all of them, so no key is passed over. */
export function agentsSchema(passable: z.ZodString, permissionMode: z.ZodType): z.ZodType {
  const name = passable.min(1);
  const names = z.array(name).readonly().optional();
  const agent = z.strictObject({
    description: z.string(),
    prompt: z.string(),
    tools: names,
    disallowedTools: names,
    model: name.optional(),
    mcpServers: z
      .array(z.union([name, z.record(name, processServerSchema(passable))]))
      .readonly()
      .optional(),
    skills: names,
    initialPrompt: z.string().optional(),
    maxTurns: z.int().positive().optional(),
    autoCompactWindow: z.int().positive().optional(),
    background: z.boolean().optional(),
    omitClaudeMd: z.boolean().optional(),
    memory: z.enum(['user', 'project', 'local']).optional(),
    effort: z.union([z.enum(['low', 'medium', 'high', 'xhigh', 'max']), z.int()]).optional(),
    permissionMode: permissionMode.optional(),
    observer: name.optional(),
    observerMessage: z.string().optional(),
    criticalSystemReminder_EXPERIMENTAL: z.string().optional(),
  });
  return z
    .record(name, agent)
    .describe('agent definitions by name: { description, prompt, tools?, model?, … }');
}
