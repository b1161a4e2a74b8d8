import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PermissionQuestion, Session } from 'troupe';
import { toolUse, type MessageReply, type MessagesApi, type RequestToolResult } from 'troupe/testing';
import type { RealCli } from '../support/real-cli.js';

export const ALLOW = { behavior: 'allow' } as const;
export const DENY = { behavior: 'deny', message: 'Not today.' } as const;

/** The model writes a file in the working directory, which has to be asked for in the mode `default`. */
export function write({ sandbox }: RealCli, file: string, content = file): MessageReply {
  return toolUse('Write', { file_path: join(sandbox.cwd, file), content });
}

/** The content of a file in the working directory; `undefined` where there is none. */
export function onDisk({ sandbox }: RealCli, file: string): string | undefined {
  const path = join(sandbox.cwd, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** What the model was told last of the tools that it has called. */
export function toolResults({ requests }: MessagesApi): readonly RequestToolResult[] {
  return requests.at(-1)?.toolResults ?? [];
}

/** The next question whether a tool may be used. */
export function nextPermission(session: Session): Promise<PermissionQuestion> {
  return new Promise((resolve) => {
    const off = session.on('permission', (question) => {
      off();
      resolve(question);
    });
  });
}

/** The permission mode that a turn begins with. */
export async function modeOf(session: Session): Promise<string | undefined> {
  const { messages } = await session.stream('Which mode?').collect();
  const init = messages.find((message) => message.type === 'system' && message.subtype === 'init');
  return init?.type === 'system' ? init.permissionMode : undefined;
}
