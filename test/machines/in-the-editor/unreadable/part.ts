import { setup } from 'xstate';
import { leave } from './elsewhere.js';

export const machine = setup({}).createMachine({ initial: 'in', states: { in: { on: leave }, out: {} } });
