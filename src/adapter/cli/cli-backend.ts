import { resolve } from 'node:path';
import {
  configDirectory,
  latestConversation,
  projectKey,
  readConversation,
  transcriptsOf,
  type Transcripts,
} from '../../history/index.js';
import { discardEmpty, isResumable } from '../../history/resumable.js';
import { environmentOf } from '../../protocol/options/environment.js';
import type { AdapterRequest, Backend, Where } from '../session-adapter.js';
import { CliAdapter } from './cli-adapter.js';

/** Sessions on the real CLI; their conversations are the transcripts that it keeps on disk. */
export const cliBackend = {
  createAdapter: (request: AdapterRequest) => new CliAdapter(request),
  latestConversation: (where: Where) => {
    const { store, projectKey } = transcripts(where);
    return latestConversation(store, projectKey);
  },
  conversationExists: (sessionId: string, where: Where) =>
    isResumable(directoryOf(where), { sessionId, projectKey: projectOf(where) }),
  discardEmpty: (sessionId: string, where: Where) =>
    discardEmpty(directoryOf(where), { sessionId, projectKey: projectOf(where) }),
  readConversation: (sessionId: string, where: Where) => {
    const { store, projectKey } = transcripts(where);
    return readConversation(store, { sessionId, projectKey });
  },
} satisfies Backend;

function transcripts({ cwd = process.cwd(), env }: Where): Transcripts {
  return transcriptsOf(cwd, environmentOf(process.env, env));
}

function directoryOf({ cwd = process.cwd(), env }: Where): string {
  return resolve(cwd, configDirectory(environmentOf(process.env, env)));
}

function projectOf({ cwd = process.cwd() }: Where): string {
  return projectKey(cwd);
}
