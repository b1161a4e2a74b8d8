import { conversation, type Session, type SessionOptions } from 'troupe';

/** The guide's 'Reading Conversation History'. */
export async function history(
  session: Session,
  { cwd, env }: SessionOptions,
  print: (line: string) => void,
): Promise<void> {
  // By session ID
  const messages = await conversation(session.sessionId ?? '', { cwd, env });

  for (const message of messages) {
    switch (message.type) {
      case 'user':
        print(`User: ${JSON.stringify(message.message.content)}`);
        break;
      case 'assistant': {
        const text = message.message.content.map((block) => (block.type === 'text' ? block.text : ''));
        print(`Assistant: ${text.join('')}`);
        break;
      }
      default: // where the conversation was compacted, and what this version does not know
        break;
    }
  }

  // From a running session
  const same = await session.conversation();
  print(`${same.length} messages`);
}
