export { sessionMachine } from './session.machine.js';
export type * from './session.types.js';
export { supervisorMachine } from './supervisor.machine.js';
export type * from './supervisor.types.js';
