import { getSession, startSupervisor, type SessionOptions } from 'troupe';

/** The guide's 'Supervised Sessions'. */
export async function supervised(options: SessionOptions = {}): Promise<string> {
  // Resolves when both are up; `await using` stops them, the last one first
  await using agents = await startSupervisor({
    strategy: 'one_for_one',
    children: [
      { ...options, name: 'assistant', systemPrompt: 'General helper' },
      { ...options, name: 'codeReviewer', systemPrompt: 'You review TypeScript code' },
    ],
  });

  // Sessions restart automatically on crashes
  await getSession('assistant').stream('Hello!').run();

  // The same through the tree, whose names are known when this is compiled
  return await agents.getSession('codeReviewer').stream('Hello!').finalText();
}
