import { fromCallback } from 'xstate';
import { sessionMachine } from '../../machines/session.machine.js';
import type { AdapterCommand, AdapterLink, SessionMachineEvent } from '../../machines/session.types.js';

/** Carries commands to the adapter and its reports back; it lives as long as the process does. */
const adapterActor = fromCallback<AdapterCommand, AdapterLink>(({ input: link, sendBack, receive }) => {
  link.open((event: SessionMachineEvent) => sendBack(event));
  receive((command) => link.obey(command));
  return () => link.abandon();
});

/** The session machine with its adapter: bound once, for all sessions. */
export const sessionLogic = sessionMachine.provide({ actors: { adapter: adapterActor } });
