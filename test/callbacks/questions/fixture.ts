import type { Message, Session, SessionOptions, SystemOptions } from 'troupe';
import { streamedText, toolUseBlock, useTool, type AskHost, type HostAnswer } from 'troupe/testing';
import { stage, type Stage } from '../../session/live-fixture.js';

/** A session whose model uses the tool Write once in each turn, and what came of that. */
export interface ToolStage extends Stage {
  readonly session: Session;
  /** The inputs that the tool was run with. */
  readonly ran: readonly unknown[];
  /** What the model was told, in order: `done`, or why not. */
  readonly told: readonly string[];
}

/** The question about a tool, as the CLI puts it. */
export function question(fields: Readonly<Record<string, unknown>> = {}) {
  const about = { tool_name: 'Write', input: { path: 'a' }, tool_use_id: 'toolu_1' };
  return { subtype: 'can_use_tool', ...about, ...fields } as const;
}

export async function toolStage(
  options: SessionOptions,
  { fields, ...system }: SystemOptions & { readonly fields?: Readonly<Record<string, unknown>> } = {},
): Promise<ToolStage> {
  const ran: unknown[] = [];
  const told: string[] = [];
  const run = (input: unknown): string => {
    ran.push(input);
    return 'done';
  };
  const on = stage(async function* ({ ask, text }) {
    const call = toolUseBlock('Write', { path: text });
    for await (const message of useTool({ ask, call, run, ...(fields && { fields }) })) {
      told.push(...toolResults(message));
      yield message;
    }
    yield* streamedText('over');
  }, system);
  const session = on.start({ name: 'worker', ...options });
  await session.ready();
  // Not spread: `cli` is the process of the moment.
  return Object.assign(Object.create(on) as Stage, { session, ran, told });
}

function toolResults(message: Message): string[] {
  if (message.type !== 'user' || typeof message.message.content === 'string') return [];
  return message.message.content.flatMap((block) =>
    block.type === 'tool_result' && typeof block.content === 'string' ? [block.content] : [],
  );
}

/** What becomes of a question that a process asks. */
export interface Asked<Answer> {
  /** `undefined` until it is over; a withdrawn one has the words for that. */
  readonly answer: Answer | string | undefined;
}

/** Has a process ask its host, beside all turns. */
export function ask<Request extends Parameters<AskHost>[0]>(
  { cli }: Stage,
  request: Request,
  options: Parameters<AskHost>[1] = {},
): Asked<HostAnswer<Request>> {
  let answer: HostAnswer<Request> | string | undefined;
  cli.ask(request, options).then(
    (given) => (answer = given),
    (fault: unknown) => (answer = fault instanceof Error ? fault.message : String(fault)),
  );
  return {
    get answer() {
      return answer;
    },
  };
}

/** The only question that is pending. */
export function only(session: Session): ReturnType<Session['pendingQuestions']>[number] {
  const [question, ...others] = session.pendingQuestions();
  if (!question || others.length > 0) throw new Error(`${others.length + Number(!!question)} are pending.`);
  return question;
}
