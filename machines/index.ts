export { sessionMachine } from './session.machine.js';
export type * from './session.types.js';
