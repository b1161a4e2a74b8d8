import {
  configDirectory,
  fileTranscriptStore,
  latestConversation,
  projectKey,
  readConversation,
} from '../../history/index.js';
import { environmentOf } from '../../protocol/options/environment.js';
import type { Backend, Where } from '../session-adapter.js';
import { CliAdapter } from './cli-adapter.js';

/** Sessions on the real CLI; their conversations are the transcripts that it keeps on disk. */
export const cliBackend: Backend = {
  createAdapter: (request) => new CliAdapter(request),
  latestConversation: (where) => latestConversation(storeOf(where), projectOf(where)),
  readConversation: (sessionId, where) =>
    readConversation(storeOf(where), { sessionId, projectKey: projectOf(where) }),
};

function storeOf({ env }: Where): ReturnType<typeof fileTranscriptStore> {
  return fileTranscriptStore(configDirectory(environmentOf(process.env, env)));
}

function projectOf({ cwd }: Where): string {
  return projectKey(cwd ?? process.cwd());
}
