import { startSession, type SessionOptions } from 'troupe';

/** The guide's 'Forking Sessions'. */
export async function forking(options: SessionOptions = {}): Promise<string> {
  await using session = startSession(options);
  await session.stream('My name is Mike').run();
  const sessionId = session.sessionId;

  // Fork the conversation
  await using forked = startSession({ ...options, resume: sessionId, forkSession: true });
  // Until its first query the fork has no ID of its own; parentSessionId says whose fork it is
  // forked.sessionId => undefined, forked.parentSessionId === sessionId

  // Fork has the same context but gets its own session ID
  const response = await forked.stream('What is my name?').finalText();
  // => 'Your name is Mike!'

  // After first query, fork has a new session ID
  if (forked.sessionId === sessionId) throw new Error('a fork has its own id');
  return response;
}
