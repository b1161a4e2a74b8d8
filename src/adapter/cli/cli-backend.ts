import {
  latestConversation,
  readConversation,
  transcriptsOf,
  type Transcripts,
} from '../../history/index.js';
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
  readConversation: (sessionId: string, where: Where) => {
    const { store, projectKey } = transcripts(where);
    return readConversation(store, { sessionId, projectKey });
  },
} satisfies Backend;

function transcripts({ cwd = process.cwd(), env }: Where): Transcripts {
  return transcriptsOf(cwd, environmentOf(process.env, env));
}
