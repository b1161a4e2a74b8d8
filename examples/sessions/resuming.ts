import { startSession, type SessionOptions } from 'troupe';

/** The guide's 'Session IDs and Resuming'. */
export async function resuming(options: SessionOptions = {}): Promise<string> {
  // Get the session ID after a conversation
  const session = startSession(options);
  await session.stream('Remember: the code is 12345').run();
  const sessionId = session.sessionId;
  await session.stop();

  // Later: resume with the same context
  await using resumed = startSession({ ...options, resume: sessionId });

  const response = await resumed.stream('What was the code?').finalText();
  // => 'The code is 12345'
  return response;
}
