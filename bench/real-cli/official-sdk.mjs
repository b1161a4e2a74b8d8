import { cwd, env, executable, measure, model, systemPrompt } from './meter.mjs';

/** What is asked, one after the other, until the end. */
class Prompts {
  #waiting = [];
  #wake = () => {};
  #ended = false;

  push(prompt) {
    this.#waiting.push(prompt);
    this.#wake();
  }

  end() {
    this.#ended = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator]() {
    while (true) {
      while (this.#waiting.length > 0) yield this.#waiting.shift();
      if (this.#ended) return;
      await new Promise((resolve) => (this.#wake = resolve));
    }
  }
}

await measure(async () => {
  const { query } = await import('@anthropic-ai/claude-agent-sdk');
  return () => {
    const prompts = new Prompts();
    let heard = () => {};
    const options = {
      pathToClaudeCodeExecutable: executable,
      cwd,
      env,
      model,
      systemPrompt,
      settingSources: [],
    };
    const session = query({ prompt: prompts, options });
    const read = async () => {
      for await (const { type } of session) if (type === 'result') heard();
    };
    const ended = read();
    return {
      ask: (content) =>
        new Promise((resolve) => {
          heard = resolve;
          prompts.push({ type: 'user', message: { role: 'user', content }, parent_tool_use_id: null });
        }),
      close: async () => {
        prompts.end();
        await ended;
      },
    };
  };
});
