import { setup } from 'xstate';
import { configuration } from './elsewhere.js';

export const machine = setup({}).createMachine(configuration);
