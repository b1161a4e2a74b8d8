import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { deferred } from '../../src/base/deferred.js';
import type { Sandbox } from '../../src/testing/run-sandbox.js';

/** A line of the CLI; fields as they come. */
export type Frame = Readonly<Record<string, unknown>> & { readonly type: string };

/** The real CLI, driven over its pipes without any of the library's own code. */
export interface BareCli extends AsyncDisposable {
  readonly pid: number;
  readonly frames: readonly Frame[];
  readonly stderr: string;
  /** The first frame, of those so far and those to come, for which the condition holds; rejects when the CLI exits. */
  until(condition: (frame: Frame) => boolean): Promise<Frame>;
  /** Writes a prompt; resolves with the result that answers it. */
  ask(prompt: string): Promise<Frame>;
  /** Sends a control request; resolves with its answer. */
  control(request: { readonly subtype: string; readonly [field: string]: unknown }): Promise<Frame>;
  /** Ends the input and waits for the exit; its code, or `null` after a signal. */
  end(): Promise<number | null>;
}

/** Path of the CLI that the package is developed against. */
export function pathToCli(): string {
  const manifest = createRequire(import.meta.url).resolve('@anthropic-ai/claude-code/package.json');
  return join(dirname(manifest), 'bin', 'claude.exe');
}

/** Starts the real CLI in a sandbox. */
export function startBareCli(sandbox: Sandbox, args: readonly string[] = []): BareCli {
  const { cwd, env } = sandbox.options;
  const streams = [
    '--output-format=stream-json',
    '--input-format=stream-json',
    '--verbose',
    '--setting-sources=',
  ];
  const child = spawn(pathToCli(), [...streams, ...args], { cwd, env: { PATH: process.env.PATH, ...env } });
  const exited = once(child, 'close') as Promise<[number | null]>;
  const frames: Frame[] = [];
  const waiting = new Set<() => void>();
  let stderr = '';
  let over = false;
  const wake = (): void => [...waiting].forEach((look) => look());

  child.stderr.on('data', (piece: Buffer) => (stderr += piece.toString()));
  createInterface({ input: child.stdout }).on('line', (line) => {
    frames.push(JSON.parse(line) as Frame);
    wake();
  });
  void exited.then(() => {
    over = true;
    wake();
  });

  const until = (condition: (frame: Frame) => boolean): Promise<Frame> => {
    const found = deferred<Frame>();
    let seen = 0;
    const look = (): void => {
      for (; seen < frames.length; seen += 1) {
        const frame = frames[seen];
        if (frame === undefined || !condition(frame)) continue;
        waiting.delete(look);
        found.resolve(frame);
        return;
      }
      if (over) found.reject(new Error(`The CLI exited. stderr: ${stderr}`));
    };
    waiting.add(look);
    look();
    return found.promise;
  };
  const send = (message: object): void => void child.stdin.write(`${JSON.stringify(message)}\n`);

  return {
    pid: child.pid ?? -1,
    frames,
    get stderr() {
      return stderr;
    },
    until,
    ask: (prompt) => {
      const uuid = randomUUID();
      send({
        type: 'user',
        uuid,
        message: { role: 'user', content: prompt },
        parent_tool_use_id: null,
        session_id: '',
      });
      return until(({ type, user_message_uuids: uuids }) => {
        return type === 'result' && Array.isArray(uuids) && uuids.includes(uuid);
      });
    },
    control: (request) => {
      const id = randomUUID();
      send({ type: 'control_request', request_id: id, request });
      return until(({ type, response }) => {
        return type === 'control_response' && (response as { request_id?: string }).request_id === id;
      });
    },
    end: async () => {
      child.stdin.end();
      return (await exited)[0];
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
