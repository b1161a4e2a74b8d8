import type { Backend } from '../session-adapter.js';

const load = async () => (await import('./cli-backend.js')).cliBackend;

/** The real CLI, loaded when it is first needed: to import the library costs a fifth less, and some never start one. */
export const lazyCliBackend: Backend = {
  createAdapter: async (request) => (await load()).createAdapter(request),
  latestConversation: async (where) => (await load()).latestConversation(where),
  conversationExists: async (sessionId, where) => (await load()).conversationExists(sessionId, where),
  discardEmpty: async (sessionId, where) => (await load()).discardEmpty(sessionId, where),
  readConversation: async (sessionId, where) => (await load()).readConversation(sessionId, where),
};
