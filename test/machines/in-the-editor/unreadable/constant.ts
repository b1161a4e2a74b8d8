import { setup } from 'xstate';

const leave = { leave: { target: 'out' } } as const;

export const machine = setup({}).createMachine({ initial: 'in', states: { in: { on: leave }, out: {} } });
