export type * from './content.js';
export type * from './message.js';
export type * from './stream-event.js';
export type * from './system.js';
