import { assign, fromCallback, sendTo, setup } from 'xstate';
import type {
  SupervisorCommand,
  SupervisorLink,
  SupervisorMachineContext,
  SupervisorMachineEvent,
  SupervisorMachineInput,
} from './supervisor.types.js';

/**
 * One incarnation of a supervisor. What follows from an event is decided by a pure function over its list of children
 * (`decide`), and carried out by the actor `children`; the states show where that has led. Each state that waits, waits
 * for children, whose own states have timers.
 */
export const supervisorMachine = setup({
  types: {
    input: {} as SupervisorMachineInput,
    context: {} as SupervisorMachineContext,
    events: {} as SupervisorMachineEvent,
  },
  actors: {
    children: fromCallback<SupervisorCommand, SupervisorLink>(() => undefined),
  },
  actions: {
    begin: assign(({ context }) => context.link.decide(context.core, { type: 'begin' })),
    decide: assign(({ context, event }) => context.link.decide(context.core, event)),
    carryOut: sendTo('children', ({ context }) => ({ type: 'carry.out', effects: context.effects })),
  },
  guards: {
    isRunning: ({ context }) => context.core.phase === 'running',
    isStopping: ({ context }) => context.core.phase === 'stopping',
    isStopped: ({ context }) => context.core.phase === 'stopped',
  },
}).createMachine({
  id: 'supervisor',
  description: 'Starts, restarts and stops its children, as an OTP supervisor does.',
  context: ({ input }) => ({ link: input.link, core: input.core, effects: [] }),
  invoke: {
    id: 'children',
    src: 'children',
    input: ({ context }) => context.link,
  },
  on: {
    'child.ready': {
      description: 'An incarnation of a child serves.',
      actions: [{ type: 'decide' }, { type: 'carryOut' }],
    },
    'child.exited': {
      description: 'An incarnation of a child is gone, or could not be started.',
      actions: [{ type: 'decide' }, { type: 'carryOut' }],
    },
    'child.due': {
      description: 'The back-off of a child is over.',
      actions: [{ type: 'decide' }, { type: 'carryOut' }],
    },
    'round.due': {
      description: 'The back-off of a group is over.',
      actions: [{ type: 'decide' }, { type: 'carryOut' }],
    },
    call: {
      description: 'startChild, terminateChild, restartChild or deleteChild.',
      actions: [{ type: 'decide' }, { type: 'carryOut' }],
    },
    stop: {
      description: 'Whoever owns the supervisor wants it gone, and its children with it.',
      actions: [{ type: 'decide' }, { type: 'carryOut' }],
    },
    'xstate.error.actor.children': {
      description: 'What carries decisions out has failed; it has the children killed.',
      target: '.stopped',
    },
  },
  initial: 'starting',
  states: {
    starting: {
      description: 'The children are started in order, each when the one before it is ready.',
      entry: [{ type: 'begin' }, { type: 'carryOut' }],
      always: [
        { description: 'All are up.', guard: { type: 'isRunning' }, target: 'running' },
        {
          description: 'One could not be started, or a stop came.',
          guard: { type: 'isStopping' },
          target: 'stopping',
        },
        { description: 'There was nothing to stop.', guard: { type: 'isStopped' }, target: 'stopped' },
      ],
    },
    running: {
      description: 'Children that fail are restarted; calls are served.',
      always: [
        {
          description: 'It was told to stop, gave up, or a significant child has ended.',
          guard: { type: 'isStopping' },
          target: 'stopping',
        },
        { description: 'There was nothing to stop.', guard: { type: 'isStopped' }, target: 'stopped' },
      ],
    },
    stopping: {
      description: 'The children are stopped in reverse start order; nothing is restarted.',
      always: { description: 'All are down.', guard: { type: 'isStopped' }, target: 'stopped' },
    },
    stopped: {
      description: 'No child is left.',
      type: 'final',
    },
  },
});
