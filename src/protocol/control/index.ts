export type * from './context-usage.js';
export type * from './control-requests.js';
export type * from './mcp-status.js';
export type * from './rewind-files.js';
export type * from './server-info.js';
