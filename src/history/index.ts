// The public subpath `troupe/history`. A line added here becomes public API.
export { configDirectory } from './config-directory.js';
export type { ConversationMessage, Recorded } from './conversation-message.js';
export { readConversation } from './conversation.js';
export { fileTranscriptStore } from './file-transcript-store.js';
export { latestConversation } from './latest-conversation.js';
export { projectKey } from './project-key.js';
export { conversation, type ConversationOptions } from './recorded-conversation.js';
export type { TranscriptEntry } from './transcript-entry.js';
export { transcriptsOf, type Transcripts } from './transcripts-of.js';
export type { StoredSession, TranscriptKey, TranscriptStore } from './transcript-store.js';
