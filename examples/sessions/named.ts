import { getSession, startSession, type SessionOptions } from 'troupe';

/** The guide's 'Named Sessions'. */
export async function named(options: SessionOptions = {}): Promise<string> {
  await using assistant = startSession({ ...options, name: 'assistant' });
  await assistant.ready(); // optional: what is asked before waits in the mailbox

  // Use from anywhere in your app
  return await getSession('assistant').stream('Hello!').finalText();
}
