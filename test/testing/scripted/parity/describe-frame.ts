import type { Frame } from '../../../../src/adapter/session-adapter.js';
import type { ContentBlock, Message } from '../../../../src/protocol/messages/index.js';
import type { ControlRequestBody } from '../../../../src/protocol/wire/classify-line.js';

/** Names for the ids of a run, so that two runs can be compared. */
export class Names {
  readonly #names = new Map<string, string>();
  #conversations = 0;

  set(id: string, name: string): void {
    this.#names.set(id, name);
  }

  prompt(id: unknown): string {
    return this.#names.get(String(id)) ?? `unnamed ${typeof id}`;
  }

  conversation(id: unknown): string {
    const key = String(id);
    if (!this.#names.has(key)) this.set(key, `S${(this.#conversations += 1)}`);
    return this.prompt(id);
  }

  /** Puts the names in the place of the ids in a text. */
  in(text: string): string {
    return [...this.#names].reduce((named, [id, name]) => named.replaceAll(id, name), text);
  }
}

/** What the CLI asks of its host; `undefined` of what goes on between the two servers. */
export function describeRequest(request: ControlRequestBody): string | undefined {
  const { subtype, tool_name: tool, input, callback_id: hook, decision_reason: reason } = request;
  if (subtype === 'mcp_message') return undefined;
  const details = subtype === 'hook_callback' ? [hook] : [tool, input, reason];
  return [
    subtype,
    ...details.filter((detail) => detail !== undefined).map((detail) => JSON.stringify(detail)),
  ].join(' ');
}

type Fields = Readonly<Record<string, unknown>>;

/** What of a frame has to be the same with the real CLI and its stand-in, as one line. */
export function describeFrame(frame: Frame, names: Names): string {
  if (frame.kind === 'lifecycle') return `${names.prompt(frame.promptId)} ${frame.state}`;
  const { message } = frame;
  const fields = (message.type === 'unknown' ? message.raw : message) as Fields;
  const conversation = names.conversation(fields.session_id);
  return names.in([...describeMessage(message, names), ...naming(fields, names), conversation].join(' '));
}

function describeMessage(message: Message, names: Names): string[] {
  const fields = message as unknown as Fields;
  switch (message.type) {
    case 'assistant':
      return [
        'assistant',
        ...flags(fields, ['aborted', 'error', 'api_error_status']),
        ...texts(fields, message),
      ];
    case 'user':
      return ['user', ...flags(fields, ['isReplay']), ...texts(fields, message)];
    case 'result':
      return [
        'result',
        message.subtype,
        ...flags(fields, RESULT_FLAGS),
        words(fields),
        origin(fields),
        ...denials(fields),
      ];
    case 'system':
      return [message.subtype, ...flags(fields, ['status', 'permissionMode'])];
    case 'stream_event':
      return ['stream', message.event.type, ...flags(message.event, ['index', 'delta'])];
    case 'conversation_reset':
      return ['reset', ...flags(fields, ['trigger'])];
    default:
      return [message.type, names.in(JSON.stringify(message))];
  }
}

const RESULT_FLAGS = ['is_error', 'terminal_reason', 'local_command', 'api_error_status'];

function flags(fields: Fields, keys: readonly string[]): string[] {
  const isThere = (key: string): boolean => fields[key] !== undefined && fields[key] !== null;
  return keys.filter(isThere).map((key) => `${key}=${flag(fields[key])}`);
}

function flag(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  // The end of a stream names more than matters.
  return JSON.stringify({ type: (value as Fields).type, text: (value as Fields).text });
}

/** What an API failure is called in words depends on much that is not ours. */
function words({ is_error: isError, terminal_reason: reason, result, errors }: Fields): string {
  if (reason === 'api_error') return '';
  if (isError === true && typeof reason === 'string') return '';
  return JSON.stringify(errors ?? result ?? null);
}

function denials({ permission_denials: denied }: Fields): string[] {
  const tools = Array.isArray(denied) ? (denied as readonly Fields[]) : [];
  return tools.map(
    ({ tool_name: tool, tool_input: input }) => `denied ${String(tool)} ${JSON.stringify(input)}`,
  );
}

function origin({ origin: from }: Fields): string {
  return typeof from === 'object' && from !== null ? `origin=${String((from as Fields).kind)}` : '';
}

function naming({ user_message_uuid: last, user_message_uuids: all }: Fields, names: Names): string[] {
  const listed = Array.isArray(all) ? [`[${all.map((id) => names.prompt(id)).join()}]`] : [];
  return last === undefined ? listed : [...listed, `by ${names.prompt(last)}`];
}

function texts(fields: Fields, { message }: Extract<Message, { type: 'assistant' | 'user' }>): string[] {
  if (fields.error !== undefined) return [];
  const { content } = message;
  return typeof content === 'string' ? [JSON.stringify(content)] : content.map(describeBlock);
}

function describeBlock(block: ContentBlock): string {
  switch (block.type) {
    case 'text':
      return JSON.stringify(block.text);
    case 'tool_use':
      return `tool_use(${block.name})`;
    case 'tool_result':
      return `${block.is_error === true ? 'failed ' : ''}tool_result(${outcome(block.content)})`;
    default:
      return block.type;
  }
}

/** A tool that was running is told of in more words than one that was refused; the stand-in knows no difference. */
function outcome(content: unknown): string {
  return JSON.stringify(content).replace(/ Correction to the text above: .*(?=")/, '');
}
