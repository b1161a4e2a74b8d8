import { setup } from 'xstate';

function leaving(target: string) {
  return { on: { leave: { target } } };
}

export const machine = setup({}).createMachine({ initial: 'in', states: { in: leaving('out'), out: {} } });
