import type { Session } from 'troupe';

/** The guide's 'Process crash': a supervised session comes back under its name, with its conversation. */
export async function crashing(session: Session): Promise<string> {
  await session.stream('My name is Alice').run();

  const crashed = new Promise<void>((resolve) => void session.on('crashed', () => resolve()));
  if (session.pid !== undefined) process.kill(session.pid, 'SIGKILL');
  await crashed;
  // session.status => 'waiting', for half a second

  // What is asked meanwhile waits for the next process
  const response = await session.stream("What's my name?").finalText();
  // => 'Your name is Alice!'
  return response;
}
