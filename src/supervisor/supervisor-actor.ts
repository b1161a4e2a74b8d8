import { fromCallback } from 'xstate';
import { supervisorMachine } from '../../machines/supervisor.machine.js';
import type { SupervisorCommand, SupervisorLink } from '../../machines/supervisor.types.js';

/** Carries decisions out, and reports what becomes of the children; it lives as long as the supervisor's incarnation. */
const childrenActor = fromCallback<SupervisorCommand, SupervisorLink>(
  ({ input: link, sendBack, receive }) => {
    link.open((event) => sendBack(event));
    receive(({ effects }) => link.carryOut(effects));
    return () => link.abandon();
  },
);

/** The supervisor machine with the actor of its children: bound once, for all supervisors. */
export const supervisorLogic = supervisorMachine.provide({ actors: { children: childrenActor } });
