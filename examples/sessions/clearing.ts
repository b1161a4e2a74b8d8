import type { Session } from 'troupe';

/** The guide's 'Clearing Context'. */
export async function clearing(session: Session): Promise<string> {
  await session.clear();
  // session.state => 'cleared'

  // Next query starts fresh
  return await session.stream('Hello!').finalText();
}
