import { startSession, type SessionOptions } from 'troupe';

/** The guide's 'Multi-Turn Conversations'. */
export async function multiTurn(options: SessionOptions = {}): Promise<string> {
  // `await using` stops the session when the block is left, however it is left
  await using session = startSession(options);

  await session.stream('My name is Alice').run();

  const response = await session.stream("What's my name?").finalText();
  // => 'Your name is Alice!'
  return response;
}
