import { describe, expect, test } from 'vitest';
import { SessionError } from '../../src/errors/session-error.js';
import { Children, type ChildrenEvent } from '../../src/supervisor/children.js';
import { createFakeClock } from '../../src/testing/fake-clock.js';
import { cameTo } from './fixture.js';
import { CRASH, notedSlots, NotedSlot, planOf } from './slots.js';

/** Children whose supervisor is the test: what they report is in `sent`. */
function setUp(ids: string) {
  const log: string[] = [];
  const sent: ChildrenEvent[] = [];
  const clock = createFakeClock();
  const placed = notedSlots(ids, log);
  const note = (what: string, id: string): void => void log.push(`hook: ${what} ${id}`);
  const children = new Children({
    path: 'top',
    placed,
    clock,
    hooks: {
      report: ({ type, child }) => note(type, child),
      started: () => note('started', ''),
      down: (id, why) => note(`down by ${why}`, id),
      begun: (id) => note('begun', id),
      forgotten: (id) => note('forgotten', id),
    },
  });
  children.send = (event) => sent.push(event);
  const slotOf = (id: string): NotedSlot => placed.get(id)?.slot ?? expect.unreachable();
  const offer = (id: string) => {
    const slot = new NotedSlot(id, log);
    return { slot, added: cameTo(children.add({ plan: planOf(id), slot })) };
  };
  return { children, clock, sent, log, slotOf, offer, news: () => log.splice(0) };
}

const reason = new SessionError('gave_up', 'it gave up');

describe('a start', () => {
  test('begins the child, whose events carry the number of that incarnation', () => {
    const { children, sent, log, slotOf } = setUp('a');
    children.carryOut({ type: 'start', id: 'a', incarnation: 3 });
    expect(log).toEqual(['hook: begun a', 'a: begin']);
    slotOf('a').ready();
    slotOf('a').exit();
    expect(sent).toEqual([
      { type: 'child.ready', id: 'a', incarnation: 3 },
      { type: 'child.exited', id: 'a', incarnation: 3, exit: CRASH },
    ]);
  });

  test('that fails within the call is told all the same, and nothing is alive after it', () => {
    const { children, sent, slotOf } = setUp('a');
    slotOf('a').onBegin = (watcher) => watcher.exited(CRASH);
    children.carryOut({ type: 'start', id: 'a', incarnation: 1 });
    expect(sent).toMatchObject([{ type: 'child.exited' }]);
    expect(children.isSomeAlive).toBe(false);
  });

  test('takes the child in that a call had brought along', () => {
    const { children, sent, offer } = setUp('a');
    const { slot } = offer('b');
    expect(sent).toMatchObject([{ type: 'call', call: { verb: 'startChild', spec: { id: 'b' } } }]);
    expect([...children.placed.keys()]).toEqual(['a']);
    children.carryOut({ type: 'start', id: 'b', incarnation: 1 });
    expect(children.placed.get('b')?.slot).toBe(slot);
  });

  test('of a child that there is not does nothing', () => {
    const { children, log } = setUp('a');
    children.carryOut({ type: 'start', id: 'nobody', incarnation: 1 });
    expect([log, children.isSomeAlive]).toEqual([[], false]);
  });
});

describe('between two incarnations', () => {
  test.each([
    [{ type: 'stop', id: 'a', incarnation: 1 }, ['a: halt']],
    [{ type: 'comes.back', id: 'a', at: 50 }, ['a: suspend until 50']],
    [{ type: 'comes.back', id: 'a', at: undefined }, ['a: suspend']],
    [
      { type: 'is.down', id: 'a', why: 'asked', exit: CRASH, forgotten: false },
      ['hook: down by asked a', 'a: end stopped by stopped'],
    ],
    [
      { type: 'is.down', id: 'a', why: 'ended', exit: CRASH, forgotten: false },
      ['hook: down by ended a', 'a: end stopped by crashed'],
    ],
    [
      { type: 'is.down', id: 'a', why: 'gave_up', exit: CRASH, forgotten: false },
      ['hook: down by gave_up a', 'a: end gaveUp by crashed'],
    ],
    [
      { type: 'is.down', id: 'a', why: 'ended', exit: { ...CRASH, error: reason }, forgotten: false },
      ['hook: down by ended a', 'a: end gaveUp by gave_up'],
    ],
    [{ type: 'is.down', id: 'a', why: 'supervisor', exit: CRASH, forgotten: false }, []],
    [
      { type: 'is.down', id: 'a', why: 'ended', exit: CRASH, forgotten: true },
      ['hook: down by ended a', 'a: release', 'a: end stopped by crashed'],
    ],
    [
      { type: 'is.down', id: 'a', why: 'ended', exit: CRASH, forgotten: true },
      ['hook: down by ended a', 'a: release', 'a: end stopped by crashed'],
    ],
    [{ type: 'forget', id: 'a' }, ['a: release', 'hook: forgotten a']],
    [{ type: 'report', report: { type: 'started', child: 'a', incarnation: 1 } }, ['hook: started a']],
    [{ type: 'started' }, ['hook: started ']],
  ] as const)('%j is carried out as %j', (effect, done) => {
    const { children, log } = setUp('a');
    children.carryOut(effect);
    expect(log).toEqual(done);
  });

  test('what is forgotten is a child no more', () => {
    const { children } = setUp('a b');
    children.carryOut({ type: 'forget', id: 'a' });
    expect([...children.placed.keys()]).toEqual(['b']);
  });
});

test('delays are kept for each child and for the group, and can be given up', async () => {
  const { children, sent, clock } = setUp('a b round');
  children.carryOut({ type: 'arm', id: 'a', incarnation: 2, at: 10 });
  children.carryOut({ type: 'arm', id: 'b', incarnation: 1, at: 20 });
  children.carryOut({ type: 'arm', id: 'round', incarnation: 1, at: 30 });
  children.carryOut({ type: 'arm.round', at: 40 });
  children.carryOut({ type: 'disarm', id: 'b' });
  await clock.advance(40);
  expect(sent).toEqual([
    { type: 'child.due', id: 'a', incarnation: 2 },
    { type: 'child.due', id: 'round', incarnation: 1 },
    { type: 'round.due' },
  ]);
  children.carryOut({ type: 'arm.round', at: 50 });
  children.carryOut({ type: 'disarm.round' });
  expect(clock.pending).toBe(0);
});

describe('a call', () => {
  test('is made under an id of its own, and answered by that', async () => {
    const { children, sent } = setUp('a');
    const ask = () => cameTo(children.call((id) => ({ verb: 'terminateChild', id, child: 'a' })));
    const asked = [ask(), ask(), ask()];
    const ids = sent.map((event) => (event.type === 'call' ? event.call.id : expect.unreachable()));
    const [one = 0, two = 0, three = 0] = ids;
    children.carryOut({ type: 'reply', call: two, answer: { is: 'refused', word: 'restarting' } });
    children.carryOut({
      type: 'reply',
      call: three,
      answer: { is: 'start_failed', exit: CRASH },
    });
    children.carryOut({ type: 'reply', call: one, answer: { is: 'ok' } });
    expect(await Promise.all(asked)).toEqual([undefined, 'restarting', 'start_failed']);
  });

  test('that is refused gives up the names of the child that it brought along', async () => {
    const { children, offer, news } = setUp('a');
    const { added } = offer('b');
    children.carryOut({ type: 'reply', call: 1, answer: { is: 'refused', word: 'max_children' } });
    expect(news()).toEqual(['b: release', 'b: end stopped by max_children']);
    expect(await added).toBe('max_children');
  });
});

describe('the end', () => {
  test('answers whoever waits, lets what was brought along go, and leaves no timer', async () => {
    const { children, clock, offer, news } = setUp('a');
    const { added } = offer('b');
    const asked = cameTo(children.call((id) => ({ verb: 'deleteChild', id, child: 'a' })));
    children.carryOut({ type: 'arm', id: 'a', incarnation: 1, at: 10 });
    children.close(reason);
    expect(news()).toEqual(['b: release', 'b: end stopped by gave_up']);
    expect(await Promise.all([added, asked])).toEqual(['gave_up', 'gave_up']);
    expect(clock.pending).toBe(0);
  });

  test('by force kills those that have an incarnation, and no others', () => {
    const { children, slotOf, news } = setUp('a b c');
    for (const id of ['a', 'b']) children.carryOut({ type: 'start', id, incarnation: 1 });
    slotOf('a').exit();
    news();
    children.killAll();
    expect(news()).toEqual(['b: kill']);
    expect(children.isSomeAlive).toBe(true);
    slotOf('b').exit();
    expect(children.isSomeAlive).toBe(false);
  });
});
