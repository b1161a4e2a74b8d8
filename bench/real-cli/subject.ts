import { findCli } from '../../src/adapter/cli/find-cli.js';
import { createSandbox, startMessagesApi, type MessagesApi } from '../../src/testing/index.js';

/** What the programs of this benchmark need: the real CLI in a place of its own, and a Messages API for it. */
export interface RealCliSubject extends AsyncDisposable {
  readonly api: MessagesApi;
  /** Of the programs: nothing of the machine's user gets in. */
  readonly env: Readonly<Record<string, string>>;
}

/** `told` is what else the programs are to know. */
export async function realCliSubject(told: Readonly<Record<string, unknown>>): Promise<RealCliSubject> {
  const api = await startMessagesApi();
  const sandbox = await createSandbox(api);
  const PATH = process.env.PATH ?? '';
  const SUBJECT = JSON.stringify({
    executable: findCli(undefined, { PATH }),
    cwd: sandbox.cwd,
    // The CLI tells the API what it was started by; here it is always the same.
    env: { PATH, CLAUDE_CODE_ENTRYPOINT: 'sdk-ts', ...sandbox.options.env },
    systemPrompt: 'You are measured.',
    model: 'claude-sonnet-4-5',
    ...told,
  });
  return {
    api,
    env: { PATH, SUBJECT },
    [Symbol.asyncDispose]: async () => {
      await api.close();
      await sandbox.remove();
    },
  };
}
