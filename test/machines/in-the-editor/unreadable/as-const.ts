import { setup } from 'xstate';

export const machine = setup({}).createMachine({
  initial: 'in',
  states: { in: { on: { leave: { target: 'out' } as const } }, out: {} },
});
