import { inOrder, type Deviation } from './compare.js';

const isRaining = (content: unknown): boolean => JSON.stringify(content).includes('It is raining.');

const onlyOurs = ({ theirs }: Deviation): boolean => theirs === undefined;

/** Something that is not the same through the official SDK and through ours, on purpose. */
export interface Difference {
  /** In the words of `docs/from-the-sdk.md`. */
  readonly what: string;
  readonly why: string;
  /** Everywhere it shows, and nowhere else. */
  readonly paths: readonly string[];
  /** How it shows. */
  readonly holds: (deviation: Deviation) => boolean;
}

export const differences: readonly Difference[] = [
  {
    what: "Without `systemPrompt`, the CLI's own holds; through the official SDK, none does.",
    why: 'What is not given is not sent.',
    paths: ['request.body.system'],
    holds: ({ ours, theirs }) => (ours as unknown[]).length > (theirs as unknown[]).length,
  },
  {
    what: 'Without `settingSources`, no settings and no CLAUDE.md are read; through the official SDK, all are.',
    why: "Ours is for servers: nothing of the machine's user leaks in.",
    paths: ['request.body.messages[].content'],
    holds: ({ ours, theirs }) => isRaining(theirs) && !isRaining(ours),
  },
  {
    what: 'The CLI is told who runs it',
    why: 'Ours does not pass for the official SDK.',
    paths: ['request.headers.user-agent', 'request.body.system[].text'],
    holds: ({ ours, theirs }) =>
      String(theirs).replace('sdk-ts', 'sdk-cli').replace(', agent-sdk/0.3.330', '') === ours,
  },
  {
    what: 'Messages name the prompt that they answer',
    why: 'Each of our prompts carries an id, by which answers are told apart; the official SDK leaves ids to its user.',
    paths: [
      'message system/init.user_message_uuids',
      'message system/status.user_message_uuids',
      'message system/thinking_tokens.user_message_uuid',
      'message assistant.user_message_uuid',
      'message assistant.user_message_uuids',
      'message stream_event/message_start.user_message_uuid',
      'message stream_event/message_start.user_message_uuids',
      'message stream_event/message_start.owed_rows',
      'message result/success.user_message_uuid',
      'message result/success.user_message_uuids',
      'message result/success.request_sent_wall_ms',
      'message result/success.first_request_input_tokens',
      'message result/success.first_request_cache_read_input_tokens',
      'message result/error_during_execution.user_message_uuid',
      'message result/error_during_execution.user_message_uuids',
      'message result/error_max_turns.user_message_uuid',
      'message result/error_max_turns.user_message_uuids',
    ],
    holds: onlyOurs,
  },
  {
    what: '`StructuredOutput` is the last of the tools',
    why: 'The schema of `outputFormat` goes by the handshake only; the official SDK also shows it in the process list.',
    paths: ['request.body.tools', 'message system/init.tools'],
    holds: ({ ours, theirs }) => String(inOrder(ours as unknown[])) === String(inOrder(theirs as unknown[])),
  },
  {
    what: '`setModel()` and `setPermissionMode()` resolve to what holds now',
    why: 'The CLI says so: an alias has become a model.',
    paths: ['note setModel.value', 'note setPermissionMode.value'],
    holds: onlyOurs,
  },
  {
    what: '`interrupt()` resolves to what came of it',
    why: 'It waits for the end of the turn; what the CLI says at once is about queues that ours does not leave to it.',
    paths: ['note interrupt.value'],
    holds: ({ ours }) => ours === 'interrupted',
  },
  {
    what: '`getMcpStatus()`, in which they are under `servers`',
    why: 'So the guide names it.',
    paths: ['note mcpServerStatus.value'],
    holds: ({ ours, theirs }) => JSON.stringify(ours) === JSON.stringify({ servers: theirs }),
  },
];
