import { isRecord } from '../../base/is-record.js';
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { PromptContent } from '../../protocol/messages/index.js';
import {
  classifyLine,
  type ControlOutcome,
  type ControlRequestBody,
} from '../../protocol/wire/classify-line.js';
import type { Prompt } from '../../protocol/wire/prompt.js';

/** What the CLI makes of a line on its stdin. */
export type ReadLine =
  | { readonly kind: 'prompt'; readonly prompt: Prompt }
  | { readonly kind: 'control'; readonly requestId: string; readonly request: ControlRequestBody }
  /** To something that the CLI has asked. */
  | { readonly kind: 'answer'; readonly requestId: string; readonly outcome: ControlOutcome }
  /** A prompt that it drops with nothing but a `completed`. */
  | { readonly kind: 'unusable'; readonly promptId: string }
  | { readonly kind: 'ignored' }
  /** The process ends with these words. */
  | { readonly kind: 'fatal'; readonly words: string };

const IGNORED: ReadLine = { kind: 'ignored' };

const control = z.looseObject({
  request_id: z.string(),
  request: z.looseObject({ subtype: z.string() }),
});

/** Judges a line as CLI 2.1.330 was seen to: lenient with what it does not know, and deadly to what it half knows. */
export function readHostLine(text: string): ReadLine {
  if (text.trim() === '') return IGNORED;
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch {
    const words = `Error parsing streaming input line (type=unknown, ${text.length} chars): SyntaxError`;
    return { kind: 'fatal', words };
  }
  if (!isRecord(line)) return IGNORED;
  if (line.type === 'user') return readPrompt(line);
  if (line.type === 'control_response') return readAnswer(text);
  return line.type === 'control_request' ? readControl(line) : IGNORED;
}

/** It is shaped alike in both directions. */
function readAnswer(text: string): ReadLine {
  const line = classifyLine(text);
  if (line.kind !== 'control_answer') return IGNORED;
  const { requestId, outcome } = line;
  return { kind: 'answer', requestId, outcome };
}

function readPrompt({ message, uuid }: Readonly<Record<string, unknown>>): ReadLine {
  const { role, content = '' } = isRecord(message) ? message : {};
  if (role !== 'user') {
    return { kind: 'fatal', words: `Error: Expected message role 'user', got '${String(role)}'` };
  }
  const id = typeof uuid === 'string' ? uuid : randomUUID();
  const usable = typeof content === 'string' || (Array.isArray(content) && content.every(isUsable));
  return usable
    ? { kind: 'prompt', prompt: { id, content: content as PromptContent } }
    : { kind: 'unusable', promptId: id };
}

function isUsable(block: unknown): boolean {
  return isRecord(block) && (block.type !== 'text' || typeof block.text === 'string');
}

function readControl(line: Readonly<Record<string, unknown>>): ReadLine {
  if (!isRecord(line.request)) return { kind: 'fatal', words: 'Error: Missing request on control_request' };
  const { success, data } = control.safeParse(line);
  return success ? { kind: 'control', requestId: data.request_id, request: data.request } : IGNORED;
}
