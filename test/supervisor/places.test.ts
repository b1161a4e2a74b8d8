import { expect, test } from 'vitest';
import { SessionError } from '../../src/errors/session-error.js';
import { Places } from '../../src/supervisor/places.js';
import { NotedSlot, planOf } from './slots.js';

/** The places of a plan with these children, in slots that note what is done with them. */
function places(ids: string) {
  const log: string[] = [];
  /** Ids that cannot be placed. */
  const taken = new Set<string>();
  const placed = new Places(
    ids.split(' ').map((id) => planOf(id)),
    (plan) => {
      if (taken.has(plan.spec.id)) throw new SessionError('name_taken', 'somebody else has it');
      log.push(`${plan.spec.id}: place`);
      return { plan, slot: new NotedSlot(plan.spec.id, log) };
    },
  );
  const ids_ = (): string[] => placed.specs.map(({ id }) => id);
  return { placed, log, taken, ids: ids_, news: () => log.splice(0) };
}

const reason = new SessionError('shutdown', 'it ends');

test('each child is placed once, however often the places are filled', () => {
  const { placed, log } = places('10 9 1');
  placed.fill();
  placed.fill();
  expect(log).toEqual(['10: place', '9: place', '1: place']);
});

test('where one cannot be placed, those that were placed with it give their names up, and the others stay', () => {
  const { placed, taken, ids, news } = places('a b c d');
  placed.fill();
  for (const id of ['a', 'b', 'c']) placed.forgotten(id);
  taken.add('c');
  news();
  expect(() => placed.fill()).toThrow('somebody else has it');
  expect(news()).toEqual(['a: place', 'b: place', 'a: release', 'b: release']);
  expect(ids()).toEqual(['d']);
  taken.clear();
  placed.fill();
  expect(ids()).toEqual(['a', 'b', 'c', 'd']);
});

test('what was stopped by hand, failed to start by hand, or gave up, stays down until it is begun', () => {
  const { placed } = places('a b c d');
  placed.fill();
  placed.down('a', 'asked');
  placed.down('b', 'gave_up');
  placed.down('c', 'failed');
  placed.down('d', 'ended');
  expect(Object.fromEntries(placed.downs)).toEqual({ a: 'asked', b: 'gave_up', c: 'failed' });
  placed.begun('b');
  expect([...placed.downs.keys()]).toEqual(['a', 'c']);
});

test('one that was forgotten because it ended is placed again, and one that was stopped or deleted is not', () => {
  const { placed, ids } = places('ended stopped deleted');
  placed.fill();
  placed.down('ended', 'ended');
  placed.forgotten('ended');
  placed.down('stopped', 'asked');
  placed.forgotten('stopped');
  placed.forgotten('deleted');
  placed.deleted('deleted');
  expect(ids()).toEqual([]);
  placed.fill();
  expect(ids()).toEqual(['ended']);
});

test('nothing is remembered of one that was no part of the plan and is lost', () => {
  const { placed } = places('a');
  placed.fill();
  placed.down('added', 'asked');
  placed.lost('added');
  expect([...placed.downs.keys()]).toEqual([]);
});

test('only what is not down already waits with its supervisor, or ends with it', () => {
  const { placed, news } = places('a b');
  placed.fill();
  placed.down('a', 'asked');
  news();
  placed.suspend(70);
  placed.suspend(undefined);
  placed.end(reason, 'gaveUp');
  expect(news()).toEqual(['b: suspend until 70', 'b: suspend', 'b: end gaveUp by shutdown']);
  placed.release();
  expect(news()).toEqual(['a: release', 'b: release']);
});
