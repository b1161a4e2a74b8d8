import { describe, expect, test } from 'vitest';
import { SessionError } from '../../src/errors/session-error.js';
import type { CoreReport } from '../../src/supervisor/core/effect.js';
import type { Exit } from '../../src/supervisor/core/exit.js';
import { initialState } from '../../src/supervisor/core/state.js';
import { step } from '../../src/supervisor/core/step.js';
import { planTree } from '../../src/supervisor/plan-tree.js';
import { SupervisorLife } from '../../src/supervisor/supervisor-life.js';
import { createFakeClock } from '../../src/testing/fake-clock.js';
import { cameTo } from './fixture.js';
import { ASKED, CRASH, NotedSlot, notedSlots, planOf } from './slots.js';
import { Inspection } from '../../src/base/inspection.js';

/** What is broken from now on. */
interface Faults {
  inDecision?: Error;
  inReport?: Error;
}

/** One life over children in the hands of the test, which can break it. */
function live(ids: string) {
  const log: string[] = [];
  const clock = createFakeClock();
  const placed = notedSlots(ids, log);
  const fault: Faults = {};
  const ends: Exit[] = [];
  const held: { onReport: (report: CoreReport) => void } = { onReport: () => undefined };
  const { flags } = planTree({ name: 'top' }, {});
  const life = new SupervisorLife({
    path: 'top',
    placed,
    core: initialState(
      flags,
      [...placed.values()].map(({ plan }) => plan.spec),
      1,
    ),
    clock,
    inspection: new Inspection(() => undefined),
    place: { id: 'top#1', parent: undefined },
    decide: (...known) => {
      if (fault.inDecision) throw fault.inDecision;
      return step(...known);
    },
    hooks: {
      report: (report) => {
        if (fault.inReport) throw fault.inReport;
        held.onReport(report);
      },
      entered: () => undefined,
      started: () => log.push('started'),
      begun: () => undefined,
      down: () => undefined,
      forgotten: () => undefined,
      ended: (exit) => ends.push(exit),
    },
  });
  const slotOf = (id: string): NotedSlot => placed.get(id)?.slot ?? expect.unreachable();
  const up = (): void => {
    life.start();
    for (const { slot } of placed.values()) slot.ready();
    log.length = 0;
  };
  const terminate = (child: string): Promise<unknown> =>
    cameTo(life.call((id) => ({ verb: 'terminateChild', id, child })));
  return { life, clock, log, fault, ends, held, slotOf, up, terminate };
}

describe('a life', () => {
  test('starts its children one after the other, serves, and ends with them in reverse', () => {
    const { life, log, slotOf, ends } = live('10 9 1');
    life.start();
    for (const id of ['10', '9', '1']) slotOf(id).ready();
    expect([life.state, log]).toEqual(['running', ['10: begin', '9: begin', '1: begin', 'started']]);
    log.length = 0;
    life.stop();
    for (const id of ['1', '9', '10']) {
      expect([life.state, ends]).toEqual(['stopping', []]);
      slotOf(id).exit(ASKED);
    }
    expect(log).toEqual(['1: halt', '9: halt', '10: halt']);
    expect(ends).toMatchObject([{ kind: 'shutdown', error: { code: 'stopped' } }]);
  });

  test('that is stopped while it starts stops what it has begun, and begins no more', () => {
    const { life, log, slotOf, ends } = live('a b');
    life.start();
    life.stop();
    life.stop();
    expect([life.state, log]).toEqual(['stopping', ['a: begin', 'a: halt']]);
    slotOf('a').exit(ASKED);
    expect([ends.length, log]).toEqual([1, ['a: begin', 'a: halt']]);
  });

  test('can be told to kill what it has, and ends in good order', () => {
    const { life, log, slotOf, up, ends } = live('a b');
    up();
    life.kill();
    expect(log).toEqual(['b: halt', 'a: kill', 'b: kill']);
    for (const id of ['a', 'b']) slotOf(id).exit(ASKED);
    expect(ends).toHaveLength(1);
  });

  test('whose child fails within the call that begins it goes on', async () => {
    const { life, slotOf, up, clock, log } = live('a');
    up();
    slotOf('a').onBegin = (watcher) => watcher.exited(CRASH);
    slotOf('a').exit();
    await clock.advance(600);
    expect(log).toContain('a: begin');
    expect(life.core.children.get('a')?.phase.is).toBe('waiting');
  });
});

/** What breaks, when a child exits. */
const faults = [
  ['its decision throws', 'inDecision'],
  ['what carries a decision out throws', 'inReport'],
] as const;

describe.each(faults)('a life that fails: %s', (_, part) => {
  test('kills what it has, and is over when nothing of that is left', async () => {
    const { life, log, fault, slotOf, up, ends, clock, terminate } = live('a b c');
    up();
    fault[part] = new Error('a bug');
    slotOf('b').exit();
    expect(log.filter((line) => line.includes('kill'))).toEqual(['a: kill', 'c: kill']);
    expect([life.state, ends]).toEqual(['stopping', []]);
    const asked = terminate('c');
    slotOf('a').exit(ASKED);
    expect(ends).toEqual([]);
    slotOf('c').exit(ASKED);
    expect(ends).toMatchObject([
      { kind: 'abnormal', mendable: true, error: { code: 'crashed', path: 'top', cause: fault[part] } },
    ]);
    expect(ends[0]?.error.message).toMatch(/Supervisor 'top' failed: Error: a bug/);
    expect(await asked).toBe('crashed');
    expect(clock.pending).toBe(0);
  });

  test('is over once where all it has is gone within the call that kills it', () => {
    const { fault, slotOf, up, ends } = live('a b');
    up();
    slotOf('a').isPrompt = true;
    fault[part] = new Error('a bug');
    slotOf('b').exit();
    expect(ends).toHaveLength(1);
  });

  test('leaves no back-off behind', async () => {
    const { fault, slotOf, up, ends, clock } = live('a b');
    up();
    slotOf('a').exit();
    expect(clock.pending).toBe(1);
    fault[part] = new Error('a bug');
    slotOf('b').exit();
    expect([ends.length, clock.pending]).toEqual([1, 0]);
    await clock.advance(60_000);
    expect(ends).toHaveLength(1);
  });
});

test('a life whose first decision throws is over as soon as it is started', () => {
  const log: string[] = [];
  const ends: Exit[] = [];
  const ignore = (): void => undefined;
  const life = new SupervisorLife({
    path: 'top',
    placed: notedSlots('a', log),
    core: initialState(planTree({ name: 'top' }, {}).flags, [planOf('a').spec], 1),
    clock: createFakeClock(),
    inspection: new Inspection(() => undefined),
    place: { id: 'top#1', parent: undefined },
    decide: () => {
      throw new SessionError('protocol', 'a bug');
    },
    hooks: {
      report: ignore,
      entered: ignore,
      started: ignore,
      begun: ignore,
      down: ignore,
      forgotten: ignore,
      ended: (exit) => ends.push(exit),
    },
  });
  life.start();
  expect([ends.length, log]).toEqual([1, []]);
});

test('whoever calls a life that has just ended is told why it has', async () => {
  const { life, slotOf, up, terminate, log } = live('a');
  up();
  life.stop();
  slotOf('a').exit(ASKED);
  expect(await terminate('a')).toBe('stopped');
  const late = new NotedSlot('late', log);
  log.length = 0;
  expect(await cameTo(life.add({ plan: planOf('late'), slot: late }))).toBe('stopped');
  expect(log).toEqual(['late: release', 'late: end stopped by stopped']);
});

test('a call from within what is carried out is answered', async () => {
  const { held, slotOf, up, terminate } = live('a b');
  up();
  let asked: Promise<unknown> | undefined;
  held.onReport = ({ type }) => {
    if (type === 'child_terminated') asked = terminate('a');
  };
  slotOf('b').exit();
  slotOf('a').exit(ASKED);
  expect(await asked).toBeUndefined();
});
