import { cwd, env, executable, measure, model, systemPrompt } from './meter.mjs';

await measure(async () => {
  const { startSession } = await import('../../dist/src/index.js');
  return () => {
    const session = startSession({ pathToClaudeCodeExecutable: executable, cwd, env, model, systemPrompt });
    return {
      ask: async (prompt) => {
        for await (const { type } of session.stream(prompt)) if (type === 'result') return;
      },
      close: () => session.stop(),
    };
  };
});
