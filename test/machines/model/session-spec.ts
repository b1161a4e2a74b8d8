import { createMachine } from 'xstate';
import {
  gone,
  interrupted,
  living,
  meanwhile,
  stopWhileKilled,
  to,
  unresponsive,
  type SpecContext,
  type SpecState,
  type Transitions,
  type Waiting,
} from './spec-parts.js';

const QUERY: Waiting = { turn: 'query' };
const CLEAR: Waiting = { turn: 'clear' };
const INTERRUPT = ['control interrupt'];

/** What may happen in a state that is idle. */
function idle(is: 'ready' | 'cleared'): SpecState {
  return living(
    is,
    {},
    {
      'caller asks': to('answering', { adapter: ['write hello'] }),
      'caller clears': to('clearing', { adapter: ['write /clear'] }),
      'caller interrupts': to(is, { callers: ['interrupt: nothing_running'] }),
      'CLI begins a turn': to('ownTurn'),
      'an hour passes': to(is),
    },
  );
}

const QUERY_ENDS = {
  'CLI answers': { callers: ['query: answered'], interrupt: 'nothing_running', leadsTo: 'ready' },
  'CLI answers that it cleared': {
    callers: ['query: answered'],
    interrupt: 'nothing_running',
    leadsTo: 'cleared',
  },
  'CLI cuts the turn short': { callers: ['query: interrupted'], interrupt: 'interrupted', leadsTo: 'ready' },
  'CLI drops the prompt': { callers: ['query: interrupted'], interrupt: 'interrupted', leadsTo: 'ready' },
} as const;

/** Of a query that gave up, its caller is told only when all is over. */
const LATE_ENDS = {
  'CLI answers': { interrupt: 'nothing_running', leadsTo: 'ready' },
  'CLI answers that it cleared': { interrupt: 'nothing_running', leadsTo: 'cleared' },
  'CLI cuts the turn short': { interrupt: 'interrupted', leadsTo: 'ready' },
} as const;

const CLEAR_ENDS = {
  'CLI answers that it cleared': { interrupt: 'nothing_running', leadsTo: 'cleared', settledAs: 'done' },
  'CLI drops the prompt': { interrupt: 'interrupted', leadsTo: 'ready', settledAs: 'interrupted' },
} as const;

/** Of a clear that waits for the end of a turn of the CLI's own. */
const BEHIND_ENDS = {
  'CLI drops the prompt and its turn': {
    interrupt: 'interrupted',
    leadsTo: 'ready',
    settledAs: 'interrupted',
  },
} as const;

const OWN_ENDS = {
  'CLI ends its turn': { interrupt: 'nothing_running', leadsTo: 'ready' },
  'CLI cuts the turn short': { interrupt: 'interrupted', leadsTo: 'ready' },
} as const;

const starting: Readonly<Record<string, SpecState>> = {
  made: {
    meta: { is: 'none' },
    on: {
      'owner begins': to('starting', { adapter: ['start'] }),
      'owner begins, the adapter fails': to('goneCrashed', {
        adapter: ['start', 'stop 0'],
        callers: ['ready: crashed'],
      }),
    },
  },
  starting: beginning('initializing.handshaking', {
    'CLI is ready': to('ready', { callers: ['ready: yes'] }),
    'CLI begins a turn': to('startingInOwnTurn'),
  }),
  startingInOwnTurn: beginning('initializing.inOwnTurn', {
    'CLI is ready': to('ownTurn', { callers: ['ready: yes'] }),
    'CLI ends its turn': to('starting'),
    'CLI asks a person': to('startingAsked'),
  }),
  startingAsked: beginning('initializing.inOwnTurn', {
    'CLI is ready': to('ownTurnAsked', { callers: ['ready: yes'] }),
    'person answers': to('startingInOwnTurn'),
  }),
};

function beginning(is: string, others: Transitions): SpecState {
  return living(
    is,
    { start: true },
    {
      'start limit passes': to('killingLate', { adapter: ['stop 0'], pending: ['ready: control_timeout'] }),
      ...others,
    },
  );
}

const turns: Readonly<Record<string, SpecState>> = {
  answering: living('querying.streaming', QUERY, {
    ...answers('query: answered', 'query: answered'),
    'CLI asks a person later': to('answeringAsked'),
    'caller interrupts': to('query', { adapter: INTERRUPT }),
    'query limit passes': to('lateQuery', { adapter: INTERRUPT }),
  }),
  answeringAsked: living('querying.awaitingPermission', QUERY, {
    ...answers('query: answered', 'query: answered'),
    'person answers': to('answering'),
    'caller interrupts': to('query', { adapter: INTERRUPT }),
    'an hour passes': to('answeringAsked'),
  }),
  ownTurn: living(
    'querying.streaming',
    {},
    {
      'CLI ends its turn': to('ready'),
      'CLI asks a person later': to('ownTurnAsked'),
      'caller interrupts': to('own', { adapter: INTERRUPT }),
      'turn limit passes': to('lateOwn', { adapter: INTERRUPT }),
    },
  ),
  ownTurnAsked: living(
    'querying.awaitingPermission',
    {},
    {
      'CLI ends its turn': to('ready'),
      'person answers': to('ownTurn'),
      'caller interrupts': to('own', { adapter: INTERRUPT }),
      'an hour passes': to('ownTurnAsked'),
    },
  ),
  clearing: living('querying.clearing', CLEAR, {
    ...answers('clear: protocol', 'clear: done'),
    'CLI begins a turn': to('clearingBehindOwnTurn'),
    'caller interrupts': to('clearing', { callers: ['interrupt: nothing_running'] }),
    'clear limit passes': unresponsive(CLEAR),
  }),
  clearingBehindOwnTurn: living('querying.streaming', CLEAR, {
    'CLI ends its turn': to('clearingAtLast'),
    'caller interrupts': to('clearBehind', { adapter: INTERRUPT }),
    'turn limit passes': to('lateClearBehind', { adapter: INTERRUPT }),
  }),
  clearingAtLast: living('querying.streaming', CLEAR, {
    ...answers('clear: protocol', 'clear: done'),
    'caller interrupts': to('clear', { adapter: INTERRUPT }),
    'turn limit passes': to('lateClear', { adapter: INTERRUPT }),
  }),
  ...interrupted('query', { ...QUERY, interrupt: true }, QUERY_ENDS),
  ...interrupted('lateQuery', { ...QUERY, settledAs: 'timeout' }, LATE_ENDS),
  ...interrupted('clear', { ...CLEAR, interrupt: true }, CLEAR_ENDS),
  ...interrupted('lateClear', { ...CLEAR, settledAs: 'timeout' }, CLEAR_ENDS),
  ...interrupted('clearBehind', { ...CLEAR, interrupt: true }, BEHIND_ENDS),
  ...interrupted('lateClearBehind', { ...CLEAR, settledAs: 'timeout' }, BEHIND_ENDS),
  ...interrupted('own', { interrupt: true }, OWN_ENDS),
  ...interrupted('lateOwn', {}, OWN_ENDS),
};

function answers(plain: string, cleared: string): Transitions {
  return {
    'CLI answers': to('ready', { callers: [plain] }),
    'CLI answers that it cleared': to('cleared', { callers: [cleared] }),
  };
}

/** A state in which the process is to end; it is killed where it has not done so by a limit. */
function ending(end: string, others: Transitions): SpecState {
  return { meta: { is: 'stopping' }, on: { 'process exits': gone(end), ...others } };
}

/** Being killed already, an owner's stop changes nothing but who is told of the end. */
function killing(name: string, end: string): Readonly<Record<string, SpecState>> {
  return {
    [name]: ending(end, {
      'kill limit passes': gone(end, ['stop 0']),
      'owner stops': stopWhileKilled(`${name}:stopped`),
    }),
    [`${name}:stopped`]: ending(end, { 'stop limit passes': gone(end, ['stop 0']) }),
  };
}

const ends: Readonly<Record<string, SpecState>> = {
  stopping: ending('goneStopped', {
    'stop limit passes': gone('goneStopped', ['stop 0']),
    'owner stops sooner': meanwhile('stoppingSooner', ['stop 0']),
  }),
  stoppingSooner: ending('goneStopped', { 'sooner stop limit passes': gone('goneStopped', ['stop 0']) }),
  ...killing('killingLate', 'goneLate'),
  ...killing('killingUnresponsive', 'goneUnresponsive'),
  goneStopped: over('stopped'),
  goneCrashed: over('crashed'),
  goneLate: over('start_timeout'),
  goneUnresponsive: over('unresponsive'),
};

function over(reason: string): SpecState {
  return { meta: { is: `stopped: ${reason}` }, on: {} };
}

/** Every state of a session as its users see it, by a name of its own. */
export const specStates: Readonly<Record<string, SpecState>> = {
  ...starting,
  ready: idle('ready'),
  cleared: idle('cleared'),
  ...turns,
  ...ends,
};

/**
 * What a session has to do, written down by hand, without a look at its statechart. There are no timers and no actors in
 * it: that a limit passes, or that the CLI answers, are events like any other.
 */
export const sessionSpec = createMachine({
  types: {} as { readonly context: SpecContext },
  context: { adapter: [], callers: [], pending: [] },
  initial: 'made',
  states: specStates,
});
