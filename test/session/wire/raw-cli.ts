import { createSystem, type Session, type SessionOptions } from 'troupe';
import { CliAdapter } from '../../../src/adapter/cli/cli-adapter.js';
import type { ProcessStart } from '../../../src/adapter/cli/start-process.js';
import { deferred } from '../../../src/base/deferred.js';
import type { Child, Exit } from '../../../src/process/child.js';

/** A line of the host. */
export interface HostLine {
  readonly type: string;
  readonly uuid?: string;
  readonly request_id?: string;
  readonly request?: { readonly subtype: string };
  readonly response?: { readonly subtype: string; readonly request_id: string };
}

/** A process in the hands of a test, which decides where its output is cut into chunks. */
export interface RawCli extends AsyncDisposable {
  readonly session: Session;
  /** Every line of the host. */
  readonly lines: readonly HostLine[];
  /** What was reported to the logger. */
  readonly reports: readonly string[];
  /** Hands one chunk of output over. */
  push(chunk: Buffer | string): void;
  /** Id of the prompt that is written next, or was since the last call. */
  prompt(): Promise<string>;
}

/** Starts a session on one, and answers its handshake. */
export async function rawCli(options: SessionOptions = {}): Promise<RawCli> {
  const lines: HostLine[] = [];
  const reports: string[] = [];
  const exited = deferred<Exit>();
  let running = true;
  let start: ProcessStart | undefined;
  let prompt = deferred<string>();

  const push = (chunk: Buffer | string): void => start?.onStdout(Buffer.from(chunk));
  const exit = (): void => {
    running = false;
    exited.resolve({ exitCode: 0, signal: undefined });
  };
  const hear = (line: HostLine): void => {
    lines.push(line);
    if (line.type === 'user') prompt.resolve(line.uuid ?? '');
    if (line.type !== 'control_request') return;
    const response = { claude_code_version: '2.1.330' };
    const answer = { subtype: 'success', request_id: line.request_id, response };
    // As with a real process, not within the call that asked.
    setImmediate(() => push(`${JSON.stringify({ type: 'control_response', response: answer })}\n`));
  };
  const child: Child = {
    pid: 2 ** 25,
    tree: { marker: 'raw', look: () => Promise.resolve([]) },
    get running() {
      return running;
    },
    exited: exited.promise,
    write: (text) => hear(JSON.parse(text) as HostLine),
    endInput: exit,
    kill: exit,
  };
  const report = (text: string): number => reports.push(text);
  const system = createSystem({
    logger: { debug: () => undefined, warn: report, error: report },
    backend: {
      createAdapter: (request) =>
        new CliAdapter(request, (given) => {
          start = given;
          return Promise.resolve(child);
        }),
      conversationExists: () => Promise.resolve(false),
      latestConversation: () => Promise.resolve(undefined),
      readConversation: () => Promise.resolve([]),
    },
  });
  const session = system.startSession(options);
  await session.ready();
  return {
    session,
    lines,
    reports,
    push,
    prompt: async () => {
      const id = await prompt.promise;
      prompt = deferred();
      return id;
    },
    [Symbol.asyncDispose]: () => system.stop(),
  };
}
