import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Frame } from '../../src/adapter/session-adapter.js';
import type { Message } from '../../src/protocol/messages/index.js';
import { parseMessage } from '../../src/protocol/messages/parse-message.js';
import { TurnTracker } from '../../src/session/turn-tracker.js';
import { frame, init, lifecycle, OTHER_SESSION, result, said, SESSION } from './fixture.js';

const MINE = 'mine';
const FOREIGN = 'foreign';

const ownResult = () => result(undefined, { origin: { kind: 'task-notification' } });
const raw = (fields: object): Message => parseMessage({ ...fields });

/** A message that calls a tool; of a subagent, where it has a `parent`. */
const calling = (id: string, parent: string | null = null, input: unknown = {}): Message =>
  raw({
    type: 'assistant',
    parent_tool_use_id: parent,
    message: { role: 'assistant', content: [{ type: 'tool_use', id, name: 'Agent', input }] },
  });

type Row = readonly [what: Frame | Message | 'expect' | 'giveUp', said?: string];

const isFrame = (what: Frame | Message): what is Frame => !('type' in what);

/** Feeds a tracker, and compares what it says of each frame: whose it is, and the event that it is, if any. */
function follow(rows: readonly Row[]): void {
  const tracker = new TurnTracker();
  const heard: (string | undefined)[] = [];
  for (const [what] of rows) {
    if (what === 'expect') {
      tracker.expect(MINE);
      heard.push(undefined);
    } else if (what === 'giveUp') {
      tracker.giveUp();
      heard.push(undefined);
    } else {
      const { to, event } = tracker.accept(isFrame(what) ? what : frame(what));
      heard.push(event === undefined ? to : `${to}, ${event}`);
    }
  }
  expect(heard).toEqual(rows.map(([, expected]) => expected));
}

const started = lifecycle(MINE, 'started');
const queued = lifecycle(MINE, 'queued');

const turns: readonly (readonly [name: string, rows: readonly Row[]])[] = [
  [
    'a turn of the prompt, from its start to its result',
    [
      ['expect'],
      [queued, 'nobody'],
      [started, 'nobody'],
      [init(), 'prompt'],
      [said('a'), 'prompt'],
      [result([MINE]), 'prompt, prompt_ended'],
      [lifecycle(MINE, 'completed'), 'nobody'],
      [said('later'), 'session'],
    ],
  ],
  [
    'a turn of the CLI’s own, with no prompt',
    [
      [said('between'), 'session'],
      [init(), 'session, own_started'],
      [said('a'), 'session'],
      [ownResult(), 'session, own_ended'],
    ],
  ],
  [
    'two turns of its own, one after the other',
    [
      [init(), 'session, own_started'],
      [ownResult(), 'session, own_ended'],
      [init(), 'session, own_started'],
      [result(), 'session, own_ended'],
    ],
  ],
  [
    'a turn of its own before that of the prompt',
    [
      ['expect'],
      [queued, 'nobody'],
      [init(), 'session, own_started'],
      [said('own'), 'session'],
      [ownResult(), 'session'],
      [started, 'nobody'],
      [init(), 'prompt'],
      [result([MINE]), 'prompt, prompt_ended'],
    ],
  ],
  [
    'a turn of its own after that of the prompt',
    [
      ['expect'],
      [started, 'nobody'],
      [init(), 'prompt'],
      [result([MINE]), 'prompt, prompt_ended'],
      [init(), 'session, own_started'],
      [said('own'), 'session'],
      [ownResult(), 'session, own_ended'],
    ],
  ],
  [
    'a prompt that is folded into a turn of its own, whose result then lists it whatever its origin',
    [
      ['expect'],
      [init(), 'session, own_started'],
      [said('own'), 'session'],
      [started, 'nobody'],
      [said('for both'), 'prompt'],
      [lifecycle(MINE, 'completed'), 'nobody'],
      [result([MINE], { origin: { kind: 'task-notification' } }), 'prompt, prompt_ended'],
      [init(), 'session, own_started'],
    ],
  ],
  [
    'a result that names no prompt, and is taken for that of the one in flight',
    [['expect'], [started, 'nobody'], [init(), 'prompt'], [result(), 'prompt, prompt_ended']],
  ],
  [
    'a result that names no prompt and says it is a person’s',
    [
      ['expect'],
      [started, 'nobody'],
      [result(undefined, { origin: { kind: 'human' } }), 'prompt, prompt_ended'],
    ],
  ],
  [
    'a result that names no prompt, before the prompt has begun',
    [['expect'], [result(), 'session'], [started, 'nobody'], [result([MINE]), 'prompt, prompt_ended']],
  ],
  [
    'a result that names no prompt, of a turn of its own into which the prompt was not folded',
    [
      ['expect'],
      [init(), 'session, own_started'],
      [started, 'nobody'],
      [result(), 'session'],
      [result([MINE]), 'prompt, prompt_ended'],
    ],
  ],
  [
    'a result that names no prompt and says it is a task’s',
    [['expect'], [started, 'nobody'], [ownResult(), 'session'], [result([MINE]), 'prompt, prompt_ended']],
  ],
  [
    'a result that names only the last of its prompts',
    [
      ['expect'],
      [started, 'nobody'],
      [result(undefined, { user_message_uuid: MINE }), 'prompt, prompt_ended'],
    ],
  ],
  [
    'a result that lists the prompt among others',
    [['expect'], [started, 'nobody'], [result([FOREIGN, MINE]), 'prompt, prompt_ended']],
  ],
  [
    'a result of another prompt',
    [
      ['expect'],
      [started, 'nobody'],
      [result([FOREIGN]), 'session'],
      [said('a'), 'prompt'],
      [result([MINE]), 'prompt, prompt_ended'],
    ],
  ],
  [
    'results that nobody waits for',
    [
      [result(), 'session'],
      [result([FOREIGN]), 'session'],
      [result([MINE]), 'session'],
    ],
  ],
  [
    'a second result of the same prompt',
    [['expect'], [started, 'nobody'], [result([MINE]), 'prompt, prompt_ended'], [result([MINE]), 'session']],
  ],
  [
    'a result of a shape that is not known',
    [['expect'], [started, 'nobody'], [raw({ type: 'result', surprise: true }), 'prompt, prompt_ended']],
  ],
  [
    'a result of a shape that is not known, which lists another prompt',
    [
      ['expect'],
      [started, 'nobody'],
      [raw({ type: 'result', user_message_uuids: [FOREIGN] }), 'session'],
      [result([MINE]), 'prompt, prompt_ended'],
    ],
  ],
  [
    'a result of a shape that is not known and lists a prompt, whose start was not told',
    [['expect'], [raw({ type: 'result', user_message_uuids: [MINE] }), 'prompt, prompt_ended']],
  ],
  [
    'an unknown message, which ends nothing',
    [
      ['expect'],
      [raw({ type: 'novelty' }), 'session'],
      [started, 'nobody'],
      [raw({ type: 'novelty' }), 'prompt'],
      [raw({ type: 'novelty', raw: { type: 'result' } }), 'prompt'],
      [result([MINE]), 'prompt, prompt_ended'],
    ],
  ],
  [
    'a prompt whose start was not told, but whose messages list it',
    [
      ['expect'],
      [raw({ type: 'system', subtype: 'init', session_id: SESSION, user_message_uuids: [MINE] }), 'prompt'],
      [said('a'), 'prompt'],
      [result([MINE]), 'prompt, prompt_ended'],
    ],
  ],
  [
    'a prompt whose start was not told at all, but for its result',
    [['expect'], [said('a'), 'session'], [result([MINE]), 'prompt, prompt_ended']],
  ],
  [
    'a /clear',
    [
      ['expect'],
      [started, 'nobody'],
      [raw({ type: 'conversation_reset', session_id: SESSION }), 'prompt'],
      [init(OTHER_SESSION), 'prompt'],
      [result([MINE], { local_command: 'clear', session_id: OTHER_SESSION }), 'prompt, prompt_cleared'],
    ],
  ],
  [
    'another local command',
    [['expect'], [started, 'nobody'], [result([MINE], { local_command: 'cost' }), 'prompt, prompt_ended']],
  ],
  [
    'a prompt that is dropped before its turn',
    [
      ['expect'],
      [queued, 'nobody'],
      [lifecycle(MINE, 'cancelled'), 'nobody, prompt_cancelled'],
      [lifecycle(MINE, 'cancelled'), 'nobody'],
      [init(), 'session, own_started'],
      [result([MINE]), 'session, own_ended'],
    ],
  ],
  [
    'a prompt that is dropped while a turn of its own goes on, which ends by itself',
    [
      ['expect'],
      [init(), 'session, own_started'],
      [lifecycle(MINE, 'cancelled'), 'nobody, prompt_cancelled'],
      [said('own'), 'session'],
      [ownResult(), 'session, own_ended'],
    ],
  ],
  [
    'a prompt that is completed before its turn: there will be none',
    [['expect'], [lifecycle(MINE, 'completed'), 'nobody, prompt_dropped']],
  ],
  [
    'a prompt in a state of an unknown name before its turn',
    [['expect'], [lifecycle(MINE, 'discarded'), 'nobody, prompt_dropped']],
  ],
  [
    'a prompt that is cancelled in its turn, whose result is still to come',
    [
      ['expect'],
      [started, 'nobody'],
      [lifecycle(MINE, 'cancelled'), 'nobody'],
      [said('a'), 'prompt'],
      [result([MINE], { is_error: true }), 'prompt, prompt_ended'],
    ],
  ],
  [
    'steps of other prompts',
    [
      [lifecycle(FOREIGN, 'started'), 'nobody'],
      [said('a'), 'session'],
      ['expect'],
      [lifecycle(FOREIGN, 'started'), 'nobody'],
      [said('b'), 'session'],
      [lifecycle(FOREIGN, 'cancelled'), 'nobody'],
      [started, 'nobody'],
      [lifecycle(FOREIGN, 'completed'), 'nobody'],
      [result([MINE]), 'prompt, prompt_ended'],
    ],
  ],
  [
    'a start that is told when nothing is expected',
    [
      [started, 'nobody'],
      [said('a'), 'session'],
    ],
  ],
  [
    'a prompt that could not be written, and then turns of the CLI’s own',
    [
      ['expect'],
      ['giveUp'],
      [init(), 'session, own_started'],
      [result(), 'session, own_ended'],
      [result([MINE]), 'session'],
    ],
  ],
  [
    'subagents of the prompt, of an earlier one, and within each other',
    [
      ['expect'],
      [started, 'nobody'],
      [calling('agent'), 'prompt'],
      [calling('inner', 'agent'), 'prompt'],
      [calling('earlier', 'elsewhere'), 'session'],
      [calling('deeper', 'inner'), 'prompt'],
      [calling('other', 'earlier'), 'session'],
      [calling('odd', 'inner', 'no record'), 'prompt'],
      [calling('within', 'odd'), 'prompt'],
      [raw({ type: 'novelty', parent_tool_use_id: 'elsewhere' }), 'session'],
      [raw({ type: 'novelty', parent_tool_use_id: 'within' }), 'prompt'],
      [raw({ type: 'assistant', message: { content: [{ type: 'tool_use', id: 'bare' }, null] } }), 'prompt'],
      [calling('under', 'bare'), 'prompt'],
      [raw({ type: 'tool_progress', parent_tool_use_id: 'deeper' }), 'prompt'],
      [raw({ type: 'tool_progress', parent_tool_use_id: 'elsewhere' }), 'session'],
      [result([MINE]), 'prompt, prompt_ended'],
      ['expect'],
      [started, 'nobody'],
      [calling('late', 'agent'), 'session'],
      [result([MINE]), 'prompt, prompt_ended'],
    ],
  ],
  [
    'a second init within the turn of a prompt',
    [
      ['expect'],
      [started, 'nobody'],
      [init(), 'prompt'],
      [init(), 'prompt'],
      [result(), 'prompt, prompt_ended'],
    ],
  ],
];

test.each(turns)('%s', (_name, rows) => {
  follow(rows);
});

test('a line that says of itself that it is unknown is no other, however deep it is', () => {
  const wrapped = (depth: number, inner: object): object => {
    let line = inner;
    for (let level = 0; level < depth; level += 1) line = { type: 'unknown', raw: line };
    return line;
  };
  const tracker = new TurnTracker();
  tracker.accept(frame(init()));
  for (const depth of [1, 100_000]) {
    expect(tracker.accept(frame(raw(wrapped(depth, { type: 'result' }))))).toEqual({ to: 'session' });
  }
  expect(tracker.inOwnTurn).toBe(true);
});

describe('the conversation', () => {
  const sessionOf = (message: Message) => new TurnTracker().accept(frame(message)).sessionId;

  test('is named by the init and by the result of a turn', () => {
    expect(sessionOf(init(OTHER_SESSION))).toBe(OTHER_SESSION);
    expect(sessionOf(result(undefined, { session_id: OTHER_SESSION }))).toBe(OTHER_SESSION);
    expect(sessionOf(raw({ type: 'result', session_id: OTHER_SESSION }))).toBe(OTHER_SESSION);
  });

  test('is not named by other messages, which may speak of another one, nor by what is no id', () => {
    expect(sessionOf(raw({ type: 'conversation_reset', session_id: SESSION }))).toBeUndefined();
    expect(sessionOf(raw({ type: 'system', subtype: 'status', session_id: SESSION }))).toBeUndefined();
    expect(sessionOf(result(undefined, { session_id: '' }))).toBeUndefined();
    expect(sessionOf(raw({ type: 'result', session_id: 4711 }))).toBeUndefined();
  });
});

/** What the CLI may say of turns that are not the prompt's, whole and in order. */
const foreignTurn = fc.constantFrom<readonly Frame[]>(
  [frame(init()), frame(said('own')), frame(ownResult())],
  [frame(init()), frame(said('own')), frame(result([FOREIGN]))],
  [lifecycle(FOREIGN, 'started'), frame(init()), frame(result([FOREIGN])), lifecycle(FOREIGN, 'completed')],
  [frame(init()), frame(result())],
  [lifecycle(FOREIGN, 'cancelled')],
  [frame(said('stray'))],
  [frame(raw({ type: 'novelty' }))],
);
const foreignResult = fc.constantFrom(frame(ownResult()), frame(result([FOREIGN])));

test('in whatever turns and strays a prompt lies, its own result ends it, and no other is given to it', () => {
  fc.assert(
    fc.property(
      fc.array(foreignTurn, { maxLength: 6 }),
      fc.array(fc.oneof(foreignResult, fc.constant(lifecycle(FOREIGN, 'completed')))),
      fc.array(foreignTurn, { maxLength: 6 }),
      fc.array(foreignTurn, { maxLength: 6 }),
      (before, within, meanwhile, after) => {
        const tracker = new TurnTracker();
        const own = (frames: readonly Frame[]) =>
          frames.map((each) => tracker.accept(each)).filter(({ to }) => to === 'prompt');
        expect(own(before.flat())).toEqual([]);
        tracker.expect(MINE);
        expect(own(meanwhile.flat())).toEqual([]);
        tracker.accept(started);
        expect(tracker.accept(frame(init())).to).toBe('prompt');
        expect(own(within)).toEqual([]);
        expect(tracker.accept(frame(said('answer'))).to).toBe('prompt');
        expect(tracker.accept(frame(result([MINE])))).toMatchObject({ to: 'prompt', event: 'prompt_ended' });
        expect(own(after.flat())).toEqual([]);
      },
    ),
    { numRuns: 500 },
  );
});

const anyFrame: fc.Arbitrary<Frame> = fc.oneof(
  fc.constantFrom(
    frame(init()),
    frame(said('a')),
    frame(raw({ type: 'novelty' })),
    frame(raw({ type: 'result' })),
    frame(result()),
    frame(result([MINE])),
    frame(result([FOREIGN])),
    frame(ownResult()),
  ),
  fc
    .tuple(
      fc.constantFrom(MINE, FOREIGN),
      fc.constantFrom('queued', 'started', 'completed', 'cancelled', '?'),
    )
    .map(([id, state]) => lifecycle(id, state)),
);

test('in any order of frames, a result that lists only other prompts, or is a task’s, is never the prompt’s', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(anyFrame, fc.constant('expect' as const)), { maxLength: 40 }), (steps) => {
      const tracker = new TurnTracker();
      let isExpected = false;
      for (const each of steps) {
        if (each === 'expect') {
          tracker.expect(MINE);
          isExpected = true;
          continue;
        }
        const { to, event } = tracker.accept(each);
        // What ends the prompt can be told once, and only while it is expected.
        if (event !== undefined && event.startsWith('prompt_')) {
          expect(isExpected).toBe(true);
          isExpected = false;
        }
        if (!isExpected && event === undefined) expect(to).not.toBe('prompt');
        if (each.kind === 'message' && each.message.type === 'result') {
          const { user_message_uuids: listed, origin } = each.message;
          const isForeign = listed === undefined ? origin !== undefined : !listed.includes(MINE);
          if (isForeign) expect(to).toBe('session');
        }
      }
    }),
    { numRuns: 1_000 },
  );
});
