import { startSession, type SessionOptions } from 'troupe';

/** The guide's 'Continuing the Most Recent Conversation'. */
export async function continuing(options: SessionOptions, write: (text: string) => void): Promise<void> {
  await using session = startSession({ ...options, continue: true });

  for await (const text of session.stream('What were we talking about?').textContent()) write(text);
}
