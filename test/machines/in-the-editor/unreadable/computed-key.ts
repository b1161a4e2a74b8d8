import { setup } from 'xstate';
import { LEAVE } from './elsewhere.js';

export const machine = setup({}).createMachine({
  initial: 'in',
  states: { in: { on: { [LEAVE]: { target: 'out' } } }, out: {} },
});
