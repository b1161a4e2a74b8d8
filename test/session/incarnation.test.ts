import { describe, expect, test, vi } from 'vitest';
import type { SessionMachineOutput } from '../../machines/session.types.js';
import type { Ending } from '../../src/adapter/session-adapter.js';
import { SessionError } from '../../src/errors/session-error.js';
import { ByteBudget } from '../../src/session/byte-budget.js';
import { ClearTurn } from '../../src/session/clear-turn.js';
import { Incarnation, type IncarnationHooks } from '../../src/session/incarnation.js';
import { Query, type QueryOptions } from '../../src/session/query.js';
import { createFakeClock } from '../../src/testing/fake-clock.js';
import {
  drain,
  EXIT,
  frame,
  HandMadeAdapter,
  init,
  KILLED,
  lifecycle,
  nameOf,
  OTHER_SESSION,
  outcome,
  result,
  said,
  SESSION,
  settle,
} from './fixture.js';
import { Inspection } from '../../src/base/inspection.js';

const ownResult = () => result(undefined, { origin: { kind: 'task-notification' } });

const limits = { start: 1_000, turn: 5_000, interrupt: 300, control: 700, stop: 900 };

function setUp() {
  const adapter = new HandMadeAdapter();
  const clock = createFakeClock();
  /** Everything that is reported, in order. */
  const heard: string[] = [];
  const states: string[] = [];
  const ended = vi.fn<(output: SessionMachineOutput, ending: Ending) => void>();
  const hooks = {
    started: () => heard.push('started'),
    message: vi.fn<IncarnationHooks['message']>((message) => void heard.push(`message ${nameOf(message)}`)),
    identified: (sessionId: string) => heard.push(`identified ${sessionId.slice(0, 1)}`),
    noticed: () => undefined,
    serve: () => Promise.reject(new Error('nobody serves')),
    snapshot: vi.fn<IncarnationHooks['snapshot']>(({ value }) => {
      const state = JSON.stringify(value).replaceAll(/[{}"]/g, '');
      if (states.at(-1) !== state) states.push(state);
    }),
    ended: (output: SessionMachineOutput, ending: Ending) => {
      heard.push(`ended ${output.reason}`);
      ended(output, ending);
    },
  };
  const incarnation = new Incarnation({
    adapter,
    hooks,
    limits,
    shutdown: 5_000,
    clock,
    inspection: new Inspection(() => undefined),
    place: { id: 'one#1', parent: undefined },
  });
  const ask = (content: string, options: QueryOptions = {}) => {
    const query = new Query({
      content,
      options,
      defaults: { timeout: limits.turn, inactivityTimeout: Infinity },
      facts: () => ({}),
      tell: () => undefined,
      budget: new ByteBudget(1_000),
      clock,
      onGiveUp: (quitter) => incarnation.interrupt(quitter),
    });
    query.accept();
    const over = incarnation.run(query, 'query', query.timeout);
    return { query, over, read: () => drain({ next: () => query.next() }) };
  };
  return { adapter, clock, heard, states, ended, incarnation, ask, hooks };
}

/** As `setUp`, and ready. */
function ready() {
  const all = setUp();
  all.incarnation.start();
  all.adapter.ready();
  return all;
}

test('from the start to the end, the adapter is called in this order', async () => {
  const { adapter, incarnation, ask, heard, states } = setUp();
  expect(adapter.calls).toEqual([]);
  incarnation.start();
  const { query, over, read } = ask('hello');
  await settle();
  expect(adapter.calls).toEqual(['start']);
  adapter.ready();
  await settle();
  expect(adapter.calls).toEqual(['start', 'write hello']);
  adapter.answer('hi');
  await over;
  expect(await read()).toEqual(['system', 'hi', 'result']);
  expect(query.ended).toBe(true);
  incarnation.stop();
  expect(adapter.calls).toEqual(['start', 'write hello', 'stop 5000']);
  adapter.sink.exited(EXIT);
  expect(adapter.calls).toHaveLength(3);
  expect(heard).toEqual(['started', 'identified 1', 'identified 1', 'ended stopped']);
  expect(states).toEqual([
    'initializing:handshaking',
    'ready',
    'querying:streaming',
    'ready',
    'stopping',
    'stopped',
  ]);
});

test('what is prompted, is what was asked, under the id that its turn is recognised by', async () => {
  const { adapter, ask } = ready();
  const { query } = ask('hello');
  await settle();
  expect(adapter.prompts).toEqual([{ id: query.prompt.id, content: 'hello' }]);
});

test('messages without a turn, and of turns of the CLI’s own, go to the session', async () => {
  const { adapter, heard, states } = ready();
  adapter.say(
    said('stray'),
    init(OTHER_SESSION),
    said('own'),
    result(undefined, { session_id: OTHER_SESSION }),
  );
  await settle();
  expect(heard).toEqual([
    'started',
    'message stray',
    'identified 2',
    'message system',
    'message own',
    'identified 2',
    'message result',
  ]);
  expect(states).toEqual(['initializing:handshaking', 'ready', 'querying:streaming', 'ready']);
});

describe('from within a report', () => {
  test('of the state after a turn of the CLI’s own, a query is sent and answered', async () => {
    const { adapter, ask, hooks } = ready();
    adapter.say(init());
    const asked: ReturnType<typeof ask>[] = [];
    hooks.snapshot.mockImplementation(({ value }) => {
      if (value === 'ready' && asked.length === 0) asked.push(ask('hello'));
    });
    adapter.say(ownResult());
    await settle();
    expect(adapter.calls.at(-1)).toBe('write hello');
    adapter.answer('hi');
    expect(await asked[0]?.read()).toEqual(['system', 'hi', 'result']);
  });

  test('of the first message of a turn of the CLI’s own, that turn can be interrupted', () => {
    const { adapter, incarnation, hooks } = ready();
    hooks.message.mockImplementation(() => incarnation.interrupt());
    adapter.say(init());
    expect(adapter.calls.at(-1)).toBe('control interrupt');
  });
});

describe('no prompt is written while a turn is open', () => {
  test('of the CLI’s own', async () => {
    const { adapter, ask } = ready();
    adapter.say(init());
    const { over, read } = ask('hello');
    await settle();
    expect(adapter.prompts).toEqual([]);
    adapter.say(result());
    await settle();
    expect(adapter.prompts).toHaveLength(1);
    adapter.answer('hi');
    await over;
    expect(await read()).toEqual(['system', 'hi', 'result']);
  });

  test('nor when the end of one of its own and the beginning of the next arrive together', async () => {
    const { adapter, ask, states } = ready();
    adapter.say(init());
    const { over, read } = ask('hello');
    adapter.say(result(), init());
    await settle();
    expect(adapter.prompts).toEqual([]);
    expect(states.at(-1)).toBe('querying:streaming');
    adapter.say(result(), init(), result());
    await settle();
    expect(adapter.prompts).toHaveLength(1);
    adapter.answer('hi');
    await over;
    expect(await read()).toEqual(['system', 'hi', 'result']);
  });

  test('nor when one of its own begins in the moment in which a prompt is handed over', async () => {
    const { adapter, ask } = ready();
    const { read } = ask('hello');
    adapter.say(init());
    await settle();
    if (adapter.prompts.length === 0) adapter.say(result());
    await settle();
    expect(adapter.prompts).toHaveLength(1);
    adapter.answer('hi');
    expect(await read()).toEqual(['system', 'hi', 'result']);
  });

  test('nor while an interrupt is under way, though its turn has ended', async () => {
    const { adapter, ask, incarnation } = ready();
    const first = ask('one');
    await settle();
    incarnation.interrupt();
    adapter.answer('too late');
    ask('two');
    await settle();
    expect(adapter.prompts).toHaveLength(1);
    adapter.answerInterrupt();
    await first.over;
    await settle();
    expect(adapter.calls).toEqual(['start', 'write one', 'control interrupt', 'write two']);
  });

  test('nor while a turn of its own is being ended, though the prompt that waited behind it is gone', async () => {
    const { adapter, ask, incarnation, states } = ready();
    const first = ask('one');
    await settle();
    adapter.say(init());
    incarnation.interrupt();
    const second = ask('two');
    adapter.sink.frame(lifecycle(first.query.prompt.id, 'cancelled'));
    adapter.answerInterrupt();
    await settle();
    expect(await first.read()).toEqual(['interrupted']);
    expect([adapter.prompts.length, states.at(-1)]).toEqual([1, 'querying:interrupting:answered']);
    adapter.say(said('own'), result());
    await first.over;
    await settle();
    expect(adapter.prompts).toHaveLength(2);
    adapter.answer('hi');
    expect(await second.read()).toEqual(['system', 'hi', 'result']);
  });

  test('nor before the start, nor after the end', async () => {
    const { adapter, ask, incarnation } = setUp();
    incarnation.start();
    const early = ask('early');
    await settle();
    adapter.sink.exited(EXIT);
    await early.over;
    const late = ask('late');
    await late.over;
    expect(adapter.calls).toEqual(['start']);
  });
});

test('a query that ended before its moment came is not written', async () => {
  const { adapter, ask } = ready();
  adapter.say(init());
  const { query, over } = ask('hello');
  query.discard();
  adapter.say(result());
  await over;
  expect(adapter.prompts).toEqual([]);
});

describe('an interrupt', () => {
  test('asks the CLI to drop queued prompts too, within the limit of the machine', async () => {
    const { adapter, ask, incarnation } = ready();
    ask('hello');
    await settle();
    incarnation.interrupt();
    expect(adapter.controls).toMatchObject([
      { request: { subtype: 'interrupt', cancel_queued: true }, timeout: limits.interrupt },
    ]);
  });

  test('that is refused by the CLI counts as answered: the result is all that is awaited', async () => {
    const { adapter, ask, incarnation, states } = ready();
    const { over, query } = ask('hello');
    await settle();
    incarnation.interrupt();
    adapter.controls[0]?.reject(new SessionError('control_failed', 'no'));
    adapter.say(result([query.prompt.id]));
    await over;
    expect(states.at(-1)).toBe('ready');
  });

  test.each(['control_timeout', 'stopped'] as const)(
    'that ends with %s is not answered: the process is killed when the limit is reached',
    async (code) => {
      const { adapter, ask, incarnation, clock, ended } = ready();
      const { over } = ask('hello');
      await settle();
      incarnation.interrupt();
      adapter.controls[0]?.reject(new SessionError(code, 'no answer'));
      await clock.advance(limits.interrupt);
      expect(adapter.calls.at(-1)).toBe('stop 0');
      adapter.sink.exited(KILLED);
      await over;
      expect(ended).toHaveBeenCalledExactlyOnceWith(
        expect.objectContaining({ reason: 'unresponsive' }),
        KILLED,
      );
    },
  );

  test('finds the prompt dropped before its turn: its query was interrupted', async () => {
    const { adapter, ask, incarnation } = ready();
    const { over, query, read } = ask('hello');
    await settle();
    incarnation.interrupt();
    adapter.sink.frame(lifecycle(query.prompt.id, 'cancelled'));
    adapter.answerInterrupt();
    await over;
    expect(await read()).toEqual(['interrupted']);
  });

  test('whose answer comes in one piece with the next turn of the CLI’s own ends its own turn alone', async () => {
    const { adapter, ask, incarnation, states } = ready();
    const { over, query } = ask('hello');
    await settle();
    incarnation.interrupt();
    const next = ask('next');
    adapter.answerInterrupt();
    adapter.say(result([query.prompt.id], { is_error: true, terminal_reason: 'aborted_streaming' }), init());
    await over;
    await settle();
    expect(states.at(-1)).toBe('querying:streaming');
    expect([incarnation.cutShort, adapter.prompts.length]).toEqual([true, 1]);
    adapter.say(ownResult());
    await settle();
    expect(adapter.prompts).toHaveLength(2);
    adapter.answer('hi');
    expect(await next.read()).toEqual(['system', 'hi', 'result']);
  });

  test('is told from the end of its own turn, and not from that of one of the CLI’s own behind it', async () => {
    const { adapter, ask, incarnation } = ready();
    const { over, query } = ask('hello');
    await settle();
    incarnation.interrupt();
    adapter.answerInterrupt();
    const cut = { is_error: true, terminal_reason: 'aborted_streaming' } as const;
    adapter.say(result([query.prompt.id], cut), init(), ownResult());
    await over;
    expect(incarnation.cutShort).toBe(true);
  });

  test('holds the next prompt back until it is answered, whatever turn ends meanwhile', async () => {
    const { adapter, ask, incarnation, states } = ready();
    const { over, query } = ask('hello');
    await settle();
    incarnation.interrupt();
    ask('next');
    adapter.say(result([query.prompt.id]), init(), ownResult());
    await settle();
    expect([states.at(-1), adapter.prompts.length]).toEqual(['querying:interrupting:ended', 1]);
    adapter.answerInterrupt();
    await over;
    await settle();
    expect([incarnation.cutShort, adapter.prompts.length]).toEqual([false, 2]);
  });

  test('of one query does nothing when another one is in flight, or none', async () => {
    const { adapter, ask, incarnation } = ready();
    const first = ask('one');
    await settle();
    const second = ask('two');
    incarnation.interrupt(second.query);
    adapter.answer('hi');
    await first.over;
    incarnation.interrupt(first.query);
    await settle();
    expect(adapter.controls).toEqual([]);
    expect(incarnation.carries(second.query)).toBe(true);
  });

  test('between turns is not sent to the CLI', () => {
    const { adapter, incarnation } = ready();
    incarnation.interrupt();
    expect(adapter.controls).toEqual([]);
  });
});

describe('a query that gives up', () => {
  test('at its time limit is interrupted, and its reader gets the error when the turn is over', async () => {
    const { adapter, ask, clock } = ready();
    const { query, over, read } = ask('hello', { timeout: 100 });
    await settle();
    await clock.advance(100);
    expect(adapter.calls.at(-1)).toBe('control interrupt');
    let told: string[] | undefined;
    const reading = read().then((names) => (told = names));
    await settle();
    expect(told).toBeUndefined();
    adapter.answerInterrupt();
    adapter.say(said('late'), result([query.prompt.id]));
    await over;
    expect(await reading).toEqual(['timeout']);
  });

  test('in the very moment it is sent is interrupted all the same, and the CLI is not killed for it', async () => {
    const { adapter, ask, clock, states } = ready();
    const { query, over, read } = ask('hello', { inactivityTimeout: 0 });
    await settle();
    expect(adapter.calls).toEqual(['start', 'write hello', 'control interrupt']);
    adapter.answerInterrupt();
    adapter.sink.frame(lifecycle(query.prompt.id, 'cancelled'));
    await over;
    expect(await read()).toEqual(['inactivity_timeout']);
    await clock.advance(100_000);
    expect(states.at(-1)).toBe('ready');
  });
});

describe('a prompt that cannot be written', () => {
  const refused = new SessionError('invalid_option', 'the CLI would end on it');

  test('fails its query and nothing else', async () => {
    const { adapter, ask, states } = ready();
    adapter.onWrite = () => {
      throw refused;
    };
    const first = ask('bad');
    await first.over;
    expect(await first.read()).toEqual(['invalid_option']);
    expect(states.at(-1)).toBe('ready');
    adapter.onWrite = () => undefined;
    const second = ask('good');
    await settle();
    adapter.answer('hi');
    await second.over;
    expect(await second.read()).toEqual(['system', 'hi', 'result']);
  });

  test('is not waited for: a turn of the CLI’s own after it is one', async () => {
    const { adapter, ask, states } = ready();
    adapter.onWrite = () => {
      throw refused;
    };
    await ask('bad').over;
    adapter.say(init());
    expect(states.at(-1)).toBe('querying:streaming');
    adapter.say(result());
    expect(states.at(-1)).toBe('ready');
  });

  test('leaves no timer', async () => {
    const { adapter, ask, clock } = ready();
    adapter.onWrite = () => {
      throw refused;
    };
    await ask('bad', { inactivityTimeout: 50 }).over;
    expect(clock.pending).toBe(0);
  });
});

test('an adapter that answers within the call is served as any other', async () => {
  const { adapter, ask, incarnation, clock } = setUp();
  adapter.onStart = () => adapter.ready();
  adapter.onWrite = () => adapter.answer('at once');
  incarnation.start();
  const { over, read } = ask('hello', { inactivityTimeout: 50 });
  await over;
  expect(await read()).toEqual(['system', 'at once', 'result']);
  expect(clock.pending).toBe(0);
});

test('an adapter that ends within the call of `start` ends the incarnation', () => {
  const { adapter, incarnation, ended } = setUp();
  adapter.onStart = (sink) => sink.exited(KILLED);
  incarnation.start();
  expect(ended).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ reason: 'crashed' }), KILLED);
});

test('an adapter that throws where it must not ends the incarnation, and is told to stop', () => {
  const { adapter, incarnation, ended } = setUp();
  const broken = new Error('broken');
  adapter.onStart = () => {
    throw broken;
  };
  incarnation.start();
  expect(ended).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ reason: 'crashed', error: broken }),
    { exit: undefined },
  );
  expect(adapter.calls).toEqual(['start', 'stop 0']);
});

describe('a clear', () => {
  /** Behind a query whose own limit is shorter than all others. */
  const clearing = async () => {
    const all = ready();
    const { over: answered } = all.ask('hello', { timeout: 10 });
    await settle();
    all.adapter.answer('hi');
    await answered;
    const turn = new ClearTurn();
    const over = all.incarnation.run(turn, 'clear', Infinity);
    await settle();
    return { ...all, turn, over };
  };

  test('is written as a prompt, and ends in `cleared` under a new id', async () => {
    const { adapter, turn, over, states, heard } = await clearing();
    expect(adapter.calls.at(-1)).toBe('write /clear');
    adapter.sink.frame(lifecycle(turn.prompt.id, 'started'));
    adapter.say(
      init(OTHER_SESSION),
      result([turn.prompt.id], { local_command: 'clear', session_id: OTHER_SESSION }),
    );
    await over;
    await turn.done;
    expect(states.slice(-2)).toEqual(['querying:clearing', 'cleared']);
    expect(heard).toContain('identified 2');
  });

  test('that is answered by something else rejects, and the session is ready', async () => {
    const { adapter, turn, over, states } = await clearing();
    adapter.answer('what?');
    await over;
    expect(await outcome(turn.done)).toBe('protocol');
    expect(states.at(-1)).toBe('ready');
  });

  test('waits for a turn of the CLI’s own that came first, as long as such a turn may take', async () => {
    const { adapter, turn, over, states, clock } = await clearing();
    adapter.say(init());
    await clock.advance(limits.turn - 1);
    adapter.say(result());
    adapter.sink.frame(lifecycle(turn.prompt.id, 'started'));
    adapter.say(init(OTHER_SESSION), result([turn.prompt.id], { local_command: 'clear' }));
    await over;
    await turn.done;
    expect(states.slice(-2)).toEqual(['querying:streaming', 'cleared']);
  });

  test('rejects when a turn of the CLI’s own came first and does not end', async () => {
    const { adapter, turn, over, states, clock } = await clearing();
    adapter.say(init());
    await clock.advance(limits.turn);
    adapter.sink.frame(lifecycle(turn.prompt.id, 'cancelled'));
    adapter.answerInterrupt();
    adapter.say(result());
    await over;
    expect(await outcome(turn.done)).toBe('timeout');
    expect(states.at(-1)).toBe('ready');
  });

  test('that is not answered in time ends the process', async () => {
    const { adapter, over, clock, ended } = await clearing();
    await clock.advance(limits.control);
    expect(adapter.calls.at(-1)).toBe('stop 0');
    adapter.sink.exited(KILLED);
    await over;
    expect(ended.mock.lastCall?.[0].reason).toBe('unresponsive');
  });
});

/** Brings an incarnation into each of its states. */
const ways: readonly (readonly [state: string, steps: (all: ReturnType<typeof setUp>) => Promise<void>])[] = [
  ['initializing:handshaking', ({ incarnation }) => Promise.resolve(incarnation.start())],
  [
    'ready',
    ({ incarnation, adapter }) => {
      incarnation.start();
      return Promise.resolve(adapter.ready());
    },
  ],
  [
    'querying:streaming',
    async ({ incarnation, adapter, ask }) => {
      incarnation.start();
      adapter.ready();
      ask('hello');
      await settle();
    },
  ],
  [
    'querying:interrupting:asked',
    async ({ incarnation, adapter, ask }) => {
      incarnation.start();
      adapter.ready();
      ask('hello');
      await settle();
      incarnation.interrupt();
    },
  ],
  [
    'querying:interrupting:answered',
    async ({ incarnation, adapter, ask }) => {
      incarnation.start();
      adapter.ready();
      ask('hello');
      await settle();
      incarnation.interrupt();
      adapter.answerInterrupt();
      await settle();
    },
  ],
  [
    'querying:interrupting:ended',
    async ({ incarnation, adapter, ask }) => {
      incarnation.start();
      adapter.ready();
      ask('hello');
      await settle();
      incarnation.interrupt();
      adapter.answer('late');
    },
  ],
  [
    'querying:clearing',
    async ({ incarnation, adapter }) => {
      incarnation.start();
      adapter.ready();
      void incarnation.run(new ClearTurn(), 'clear', Infinity);
      await settle();
    },
  ],
  [
    'cleared',
    async ({ incarnation, adapter }) => {
      incarnation.start();
      adapter.ready();
      const turn = new ClearTurn();
      void incarnation.run(turn, 'clear', Infinity);
      await settle();
      adapter.say(result([turn.prompt.id], { local_command: 'clear' }));
    },
  ],
  [
    'stopping',
    ({ incarnation, adapter }) => {
      incarnation.start();
      adapter.ready();
      return Promise.resolve(incarnation.stop());
    },
  ],
];

describe.each(ways)('in %s', (state, steps) => {
  test('an exit is told once and last, every turn is closed, and nothing is left', async () => {
    const all = setUp();
    await steps(all);
    expect(all.states.at(-1)).toBe(state);
    const waiting = all.ask('waiting');
    all.adapter.sink.exited(KILLED);
    all.adapter.say(said('from the grave'));
    await waiting.over;
    await all.incarnation.settled();
    expect(all.ended).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ reason: state === 'stopping' ? 'stopped' : 'crashed', exit: KILLED.exit }),
      KILLED,
    );
    expect(all.states.at(-1)).toBe('stopped');
    expect(all.clock.pending).toBe(0);
  });

  test('a stop is passed to the adapter once, and ends as `stopped`', async () => {
    const all = setUp();
    await steps(all);
    all.incarnation.stop();
    all.incarnation.stop();
    expect(all.adapter.calls.filter((call) => call.startsWith('stop'))).toEqual(['stop 5000']);
    all.adapter.sink.exited(EXIT);
    all.incarnation.stop();
    all.incarnation.interrupt();
    expect(all.ended.mock.calls.map(([output]) => output.reason)).toEqual(['stopped']);
    expect(all.adapter.calls.filter((call) => call.startsWith('stop'))).toHaveLength(1);
    expect(all.clock.pending).toBe(0);
  });

  test('a stop whose exit is never seen ends all the same, and has the adapter kill what is left', async () => {
    const all = setUp();
    await steps(all);
    all.incarnation.stop();
    await all.clock.advance(limits.stop);
    expect(all.ended.mock.calls.map(([output]) => output.reason)).toEqual(['stopped']);
    expect(all.adapter.calls.at(-1)).toBe('stop 0');
  });
});

test('a handshake that is not answered ends the process at once', async () => {
  const { adapter, incarnation, clock, ended } = setUp();
  incarnation.start();
  await clock.advance(limits.start);
  expect(adapter.calls).toEqual(['start', 'stop 0']);
  adapter.sink.exited(KILLED);
  expect(ended.mock.lastCall?.[0].reason).toBe('start_timeout');
});

test('frames before the handshake is answered are heard', () => {
  const { adapter, incarnation, heard } = setUp();
  incarnation.start();
  adapter.sink.frame(frame(said('early')));
  expect(heard).toEqual(['message early']);
});

test('the actor shows nothing of the adapter when it is inspected', () => {
  const { incarnation } = ready();
  expect(JSON.stringify(incarnation)).toBe('"[adapter]"');
  const context = JSON.stringify(incarnation.snapshot.context);
  expect(context).toContain('"link":"[adapter]"');
  expect(context).not.toContain(SESSION);
});
