import { startSession, type SessionOptions } from 'troupe';

/** The guide's 'Starting a Session'. */
export async function starting(options: SessionOptions = {}): Promise<void> {
  // Basic - uses ANTHROPIC_API_KEY from the environment
  const basic = startSession(options);
  await basic.ready();

  // With options
  const expert = startSession({
    ...options,
    model: 'sonnet',
    systemPrompt: 'You are a TypeScript expert',
    timeout: 120_000,
  });
  await expert.stream('Which type has no values?').finalText();

  // Always stop when done
  await basic.stop();
  await expert.stop();
}
