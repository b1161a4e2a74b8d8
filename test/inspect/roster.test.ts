import { expect, test } from 'vitest';
import type { InspectedEvent } from '../../src/inspect/inspected-event.js';
import { Roster } from '../../src/inspect/roster.js';

const told = (type: InspectedEvent['type'], sessionId: string, status = 'active'): InspectedEvent => ({
  ...{ type, rootId: 'x:0', snapshot: { status } },
  actorRef: { id: 'a#1', sessionId, getSnapshot: () => undefined },
});

function rosterOf(...events: InspectedEvent[]): Roster {
  const roster = new Roster();
  for (const event of events) roster.note(event);
  return roster;
}

test('whoever is not there any more is told to have stopped', () => {
  const before = rosterOf(told('@xstate.actor', 'x:1'), told('@xstate.actor', 'x:2'));
  const missing = before.missingFrom(rosterOf(told('@xstate.actor', 'x:2')));
  expect(missing).toMatchObject([
    {
      type: '@xstate.snapshot',
      rootId: 'x:0',
      actorRef: { sessionId: 'x:1' },
      snapshot: { status: 'stopped' },
    },
  ]);
});

test.each(['done', 'error', 'stopped'])('whose end as %s was told is not told to have stopped', (status) => {
  const before = rosterOf(told('@xstate.actor', 'x:1'), told('@xstate.snapshot', 'x:1', status));
  expect(before.missingFrom(new Roster())).toEqual([]);
});

test('an actor that goes on is there as long as it does', () => {
  const before = rosterOf(
    told('@xstate.actor', 'x:1'),
    told('@xstate.event', 'x:1'),
    told('@xstate.snapshot', 'x:1'),
  );
  expect(before.missingFrom(new Roster())).toHaveLength(1);
});
