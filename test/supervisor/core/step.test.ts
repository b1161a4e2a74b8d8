import { describe, expect, test } from 'vitest';
import type { Effect } from '../../../src/supervisor/core/effect.js';
import type { Call, CoreEvent } from '../../../src/supervisor/core/event.js';
import { initialState } from '../../../src/supervisor/core/state.js';
import { step } from '../../../src/supervisor/core/step.js';
import { exitOf, flagsOf, specOf } from './core-fixture.js';
import { stepped } from './stepped.js';

const begin: CoreEvent = { type: 'begin' };
const stop: CoreEvent = { type: 'stop' };
const ready = (id: string, incarnation = 1): CoreEvent => ({ type: 'child.ready', id, incarnation });
const crashed = (id: string, incarnation = 1): CoreEvent => ({
  type: 'child.exited',
  id,
  incarnation,
  exit: exitOf('abnormal'),
});
const ended = (id: string, incarnation = 1): CoreEvent => ({
  type: 'child.exited',
  id,
  incarnation,
  exit: exitOf('shutdown'),
});
const call = (call: Call): CoreEvent => ({ type: 'call', call });
const restart = (id: number, child: string): CoreEvent =>
  call({ verb: 'restartChild', id, child, live: true });
const terminate = (id: number, child: string): CoreEvent => call({ verb: 'terminateChild', id, child });

/** The effects in short: what is done to whom, and how calls are answered. */
function brief(effects: readonly Effect[]): readonly string[] {
  return effects.flatMap((effect) => {
    if (effect.type === 'reply') {
      const { answer } = effect;
      return [`${effect.call}: ${answer.is === 'refused' ? answer.word : answer.is}`];
    }
    if (effect.type === 'start' || effect.type === 'stop') return [`${effect.type} ${effect.id}`];
    return effect.type === 'ended' ? ['ended'] : [];
  });
}

test('a step leaves the state it is given as it was', () => {
  const state = initialState(flagsOf(), [specOf('a')], 1);
  const before = { ...state, children: state.children.toArray() };
  step(state, begin, 0);
  expect({ ...state, children: state.children.toArray() }).toEqual(before);
});

test.each([ready('a', 7), crashed('a', 0), { type: 'child.due', id: 'a', incarnation: 1 } as const, begin])(
  'what is not so, or not any more, changes nothing: %o',
  (event) => {
    const { state } = stepped([specOf('a')], [begin, ready('a')]);
    const next = step(state, event, 0);
    expect(next.effects).toEqual([]);
    expect(next.state).toEqual(state);
  },
);

describe('calls about one child', () => {
  test('are served in order: a stop behind a restart that waits does not pass it', () => {
    const a = [begin, ready('a'), terminate(1, 'a'), restart(2, 'a'), terminate(3, 'a')];
    const first = stepped([specOf('a')], [...a, ended('a')]);
    expect(brief(first.effects)).toEqual(['1: ok', 'start a', 'stop a']);
    const second = step(first.state, ended('a', 2), 0);
    expect(brief(second.effects)).toEqual(['2: stopped', '3: ok']);
  });

  test('keep their order also where they wait for the others to be started', () => {
    const spec = specOf('b');
    const start = call({ verb: 'startChild', id: 1, spec });
    const { effects } = stepped([specOf('a')], [begin, start, terminate(2, 'b'), ready('a')]);
    expect(brief(effects)).toEqual(['start b', 'stop b']);
  });

  test('that wait are refused when the supervisor ends, before its end is told (S39)', () => {
    const events = [begin, ready('a'), terminate(1, 'a'), restart(2, 'a'), stop, ended('a')];
    expect(brief(stepped([specOf('a')], events).effects)).toEqual(['1: ok', '2: shutdown', 'ended']);
  });

  test('of which each restarts a group that waits are all answered', () => {
    const specs = ['a', 'b'].map((id) =>
      specOf(id, { backOff: { initial: 9, factor: 1, max: 9, jitter: 0 } }),
    );
    const waiting = [begin, ready('a'), ready('b'), crashed('a'), ended('b')];
    const tried = [restart(1, 'b'), crashed('a', 2), restart(2, 'b'), ready('a', 3)];
    const { state, effects } = stepped(specs, [...waiting, ...tried, ready('b', 2)], {
      strategy: 'one_for_all',
    });
    // The second is a restart of its own.
    expect(brief(effects)).toEqual(['1: ok', 'stop b']);
    const again = step(step(state, ended('b', 2), 0).state, ready('b', 3), 0);
    expect(brief(again.effects)).toEqual(['2: ok']);
  });
});

test('a group that fails takes up a child that is being restarted by hand, and starts it in its turn', () => {
  const events = [begin, ready('a'), ready('b'), restart(1, 'b'), crashed('a')];
  const { state, effects } = stepped([specOf('a'), specOf('b')], [...events, ended('b')], {
    strategy: 'one_for_all',
  });
  expect(brief(effects)).toEqual(['start a']);
  const next = step(state, ready('a', 2), 0);
  expect(brief(next.effects)).toEqual(['start b']);
  expect(brief(step(next.state, ready('b', 2), 0).effects)).toEqual(['1: ok']);
});

describe('failures in a row', () => {
  const failures = (events: readonly CoreEvent[], stableAfter: number): number | undefined => {
    const specs = [specOf('a', { stableAfter }), specOf('b')];
    return stepped(specs, [begin, ready('a'), ready('b'), ...events], {
      strategy: 'one_for_all',
      maxRestarts: 9,
    }).state.children.get('a')?.failures;
  };
  const failed = [crashed('a'), ended('b'), ready('a', 2), ready('b', 2)];
  const stoppedWithB = [crashed('b', 2), ended('a', 2)];

  test('are forgotten when a child that was up for long enough is stopped with its group', () => {
    expect(failures([...failed, ...stoppedWithB], 0)).toBe(0);
    expect(failures([...failed, ...stoppedWithB], 1)).toBe(1);
  });

  test('are forgotten when a child is started by hand', () => {
    expect(failures([...failed, restart(1, 'a')], Infinity)).toBe(0);
    expect(failures(failed, Infinity)).toBe(1);
  });
});
