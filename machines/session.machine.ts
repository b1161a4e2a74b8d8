import { assign, fromCallback, sendTo, setup } from 'xstate';
import type {
  AdapterCommand,
  AdapterLink,
  SessionMachineContext,
  SessionMachineEvent,
  SessionMachineInput,
  SessionMachineOutput,
} from './session.types.js';

/**
 * One incarnation of a session: one CLI process, from its start to its exit. Only control passes through here; the
 * content of a turn goes from the adapter to the query's stream. Every state that waits for the CLI or for the operating
 * system has a way out under a timer; `ready`, `cleared` and a question to a person may last.
 */
export const sessionMachine = setup({
  types: {
    input: {} as SessionMachineInput,
    context: {} as SessionMachineContext,
    events: {} as SessionMachineEvent,
    output: {} as SessionMachineOutput,
  },
  actors: {
    adapter: fromCallback<AdapterCommand, AdapterLink>(() => undefined),
  },
  actions: {
    writePrompt: sendTo('adapter', { type: 'prompt.write' }),
    limitTurn: assign({
      turnLimit: ({ context, event }) => (event.type === 'query.sent' ? event.limit : context.limits.turn),
    }),
    stopTheClock: assign({
      turnLimit: ({ context, event }) => (event.type === 'permission.asked' ? event.left : context.turnLimit),
    }),
    interrupt: sendTo('adapter', { type: 'interrupt' }),
    timeOut: sendTo('adapter', { type: 'turn.timeout' }),
    stopProcess: sendTo('adapter', ({ context }) => ({ type: 'process.stop', reason: context.reason })),
    expectStop: assign({ reason: 'stopped' as const }),
    limitStop: assign({
      stopLimit: ({ context, event }) =>
        (event.type === 'stop.requested' ? event.limit : undefined) ?? context.limits.stop,
    }),
    giveUpStart: assign({ reason: 'start_timeout' as const }),
    giveUpOnCli: assign({ reason: 'unresponsive' as const }),
    keepExit: assign(({ event }) =>
      event.type === 'adapter.exited' ? { exit: event.exit, error: event.error } : {},
    ),
    keepFault: assign(({ event }) =>
      event.type === 'xstate.error.actor.adapter' ? { error: event.error } : {},
    ),
  },
  delays: {
    startLimit: ({ context }) => context.limits.start,
    turnLimit: ({ context }) => context.turnLimit,
    interruptLimit: ({ context }) => context.limits.interrupt,
    clearLimit: ({ context }) => context.limits.control,
    stopLimit: ({ context }) => context.stopLimit,
  },
}).createMachine({
  id: 'session',
  description: 'One CLI process and the conversation it holds.',
  context: ({ input }) => ({
    link: input.link,
    limits: input.limits,
    turnLimit: input.limits.turn,
    stopLimit: input.limits.stop,
    reason: 'crashed',
    exit: undefined,
    error: undefined,
  }),
  invoke: {
    id: 'adapter',
    src: 'adapter',
    input: ({ context }) => context.link,
  },
  on: {
    'adapter.exited': {
      description: 'The process is gone, and everything it said has been read.',
      target: '.stopped',
      actions: { type: 'keepExit' },
    },
    'xstate.error.actor.adapter': {
      description: 'The adapter itself failed; what it had started is swept by the process table.',
      target: '.stopped',
      actions: { type: 'keepFault' },
    },
  },
  initial: 'initializing',
  states: {
    initializing: {
      description: 'The process is being started and the handshake sent.',
      initial: 'handshaking',
      states: {
        handshaking: {
          description: 'The CLI has not said anything yet.',
          on: {
            'adapter.ready': {
              description: 'The CLI answered the handshake.',
              target: '#session.ready',
            },
            'turn.started': {
              description: 'After a crash with a task lost, a resumed CLI begins a turn before it answers.',
              target: 'inOwnTurn',
            },
          },
        },
        inOwnTurn: {
          description: 'A turn of its own is open; no prompt may be written into it.',
          on: {
            'adapter.ready': {
              target: '#session.querying',
              actions: { type: 'limitTurn' },
            },
            'turn.ended': { target: 'handshaking' },
          },
        },
      },
      on: {
        'stop.requested': {
          description: 'Whoever owns the session wants it gone.',
          target: 'stopping',
          actions: [{ type: 'expectStop' }, { type: 'limitStop' }],
        },
      },
      after: {
        startLimit: {
          description: 'The handshake was not answered in time.',
          target: 'stopping',
          actions: { type: 'giveUpStart' },
        },
      },
    },
    ready: {
      description: 'Idle, with the conversation so far.',
      on: {
        'query.sent': {
          description: 'The mailbox hands over the next query.',
          target: 'querying',
          actions: [{ type: 'limitTurn' }, { type: 'writePrompt' }],
        },
        'clear.sent': {
          description: 'The mailbox hands over a request to clear the conversation.',
          target: 'querying.clearing',
          actions: { type: 'writePrompt' },
        },
        'turn.started': {
          description: 'The CLI starts a turn of its own, after a background task for one.',
          target: 'querying',
          actions: { type: 'limitTurn' },
        },
        'stop.requested': {
          target: 'stopping',
          actions: [{ type: 'expectStop' }, { type: 'limitStop' }],
        },
      },
    },
    querying: {
      description: 'A turn is open.',
      initial: 'streaming',
      on: {
        'turn.ended': {
          description: 'The result of the turn has arrived.',
          target: 'ready',
        },
        'turn.cleared': {
          description: 'The CLI has begun a new conversation.',
          target: 'cleared',
        },
        'stop.requested': {
          target: 'stopping',
          actions: [{ type: 'expectStop' }, { type: 'limitStop' }],
        },
      },
      states: {
        streaming: {
          description: 'The model answers; messages go past the machine to the reader.',
          on: {
            'interrupt.requested': {
              description: 'The reader left, gave up or asked for an end.',
              target: 'interrupting',
            },
            'permission.asked': {
              description:
                'The CLI asks whether a tool may be used, or something else that a person answers.',
              target: 'awaitingPermission',
              actions: { type: 'stopTheClock' },
            },
          },
          after: {
            turnLimit: {
              description: 'The turn took longer than the timeout of the query.',
              target: 'interrupting',
              actions: { type: 'timeOut' },
            },
          },
        },
        awaitingPermission: {
          description:
            'The turn waits for an answer, and the timeout of the query stands still. This may last.',
          on: {
            'permission.settled': {
              description: 'Everything that was asked was answered, or was withdrawn.',
              target: 'streaming',
            },
            'interrupt.requested': { target: 'interrupting' },
          },
        },
        interrupting: {
          description: 'The CLI was asked to end the turn: its answer and the result are both awaited.',
          initial: 'asked',
          entry: { type: 'interrupt' },
          after: {
            interruptLimit: {
              description: 'The CLI does not react any more.',
              target: '#session.stopping',
              actions: { type: 'giveUpOnCli' },
            },
          },
          states: {
            asked: {
              description: 'Neither has come.',
              on: {
                'interrupt.answered': { description: 'The CLI took the interrupt.', target: 'answered' },
                'turn.ended': {
                  description: 'The turn ended by itself; the interrupt must not meet the next one.',
                  target: 'ended',
                },
                'turn.cleared': { target: 'clearedFirst' },
              },
            },
            answered: {
              description: 'The result is still to come.',
            },
            ended: {
              description: 'The answer is still to come.',
              on: {
                'interrupt.answered': { target: '#session.ready' },
                'turn.ended': { description: 'Of a turn of its own that came meanwhile.' },
              },
            },
            clearedFirst: {
              description: 'The prompt was a /clear, which is done; the answer is still to come.',
              on: {
                'interrupt.answered': { target: '#session.cleared' },
                'turn.ended': { description: 'Of a turn of its own that came meanwhile.' },
              },
            },
          },
        },
        clearing: {
          description: 'The CLI was sent /clear.',
          on: {
            'turn.started': {
              description: 'A turn of its own came first, which may take its time.',
              target: 'streaming',
              actions: { type: 'limitTurn' },
            },
          },
          after: {
            clearLimit: {
              description: 'The CLI does not react any more.',
              target: '#session.stopping',
              actions: { type: 'giveUpOnCli' },
            },
          },
        },
      },
    },
    cleared: {
      description: 'Idle since a clear: the next query meets no context.',
      on: {
        'query.sent': {
          target: 'querying',
          actions: [{ type: 'limitTurn' }, { type: 'writePrompt' }],
        },
        'clear.sent': {
          target: 'querying.clearing',
          actions: { type: 'writePrompt' },
        },
        'turn.started': {
          target: 'querying',
          actions: { type: 'limitTurn' },
        },
        'stop.requested': {
          target: 'stopping',
          actions: [{ type: 'expectStop' }, { type: 'limitStop' }],
        },
      },
    },
    stopping: {
      description: 'The process is being ended: interrupt, end of input, SIGTERM, SIGKILL, and what it left.',
      entry: { type: 'stopProcess' },
      on: {
        'stop.requested': {
          description: 'It is to take less time.',
          target: 'stopping',
          reenter: true,
          actions: { type: 'limitStop' },
        },
      },
      after: {
        stopLimit: {
          description: 'Not even SIGKILL was seen to work; the process table keeps what is left.',
          target: 'stopped',
        },
      },
    },
    stopped: {
      description: 'The process is gone.',
      type: 'final',
    },
  },
  output: ({ context }) => ({ reason: context.reason, exit: context.exit, error: context.error }),
});
