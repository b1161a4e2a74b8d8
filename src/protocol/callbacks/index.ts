export type * from './agents.js';
export type * from './dialog.js';
export type * from './elicitation.js';
export type * from './hooks.js';
export type * from './mcp-servers.js';
export type * from './permission.js';
