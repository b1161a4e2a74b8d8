import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sessionMachine, supervisorMachine } from 'troupe/machines';
import type { InspectedActor, InspectedEvent } from '../../../src/inspect/inspected-event.js';
import { EVENTS } from '../../../src/inspect/redaction/facts.js';
import { redactInspection } from '../../../src/inspect/redaction/redact-inspection.js';
import { planted, plantedDefinition } from './canaries.js';

function actor(id: string, config: unknown, snapshot: unknown = { status: 'active' }): InspectedActor {
  const _parent: InspectedActor = { id: 'system', sessionId: 'x:0', getSnapshot: () => snapshot };
  return { id, sessionId: 'x:1', logic: { config }, _parent, getSnapshot: () => snapshot };
}

/** Everything that can be got out of what is shown. */
function allOf(shown: InspectedEvent): string {
  return JSON.stringify([shown, shown.actorRef.getSnapshot(), shown.actorRef._parent?.getSnapshot()]);
}

test('an actor is shown with its name, its parent, its definition and its snapshot', () => {
  const shown = redactInspection({
    type: '@xstate.actor',
    rootId: 'x:0',
    actorRef: actor('assistant#2', sessionMachine.config, {
      status: 'active',
      value: 'ready',
      input: 'my secret',
    }),
  });
  expect(shown).toMatchObject({
    type: '@xstate.actor',
    rootId: 'x:0',
    actorRef: { id: 'assistant#2', sessionId: 'x:1', _parent: { id: 'system', sessionId: 'x:0' } },
  });
  expect(shown.actorRef.logic?.config).toMatchObject({ id: 'session', states: { ready: {} } });
  expect(shown.actorRef.getSnapshot()).toEqual({ status: 'active', value: 'ready' });
});

test('an event is shown with who sent it to whom', () => {
  const sourceRef = actor('adapter', () => undefined);
  const event = { type: 'query.sent', limit: 3, prompt: 'my secret' };
  const told: InspectedEvent = {
    type: '@xstate.event',
    rootId: 'x:0',
    actorRef: actor('a#1', {}),
    sourceRef,
    event,
  };
  expect(redactInspection(told)).toMatchObject({
    actorRef: { id: 'a#1' },
    sourceRef: { id: 'adapter' },
    event: { type: 'query.sent', limit: 3 },
  });
  expect(allOf(redactInspection(told))).not.toContain('secret');
});

test('a snapshot is shown with the event that led to it', () => {
  const told: InspectedEvent = {
    ...{ type: '@xstate.snapshot', rootId: 'x:0', actorRef: actor('a#1', sessionMachine.config) },
    ...{ event: { type: 'turn.ended' }, snapshot: { status: 'active', value: 'ready', output: 'my secret' } },
  };
  const shown = redactInspection(told);
  expect(shown).toMatchObject({
    event: { type: 'turn.ended' },
    snapshot: { status: 'active', value: 'ready' },
  });
  expect(allOf(shown)).not.toContain('secret');
});

const types = [...EVENTS.keys(), 'xstate.init', 'xstate.done.actor.adapter', 'xstate.error.actor.adapter'];
const event = fc
  .tuple(fc.option(fc.constantFrom(...(types as string[])), { freq: 9 }), planted)
  .map(([type, fields]) => (type === null ? fields : { ...(fields as object), type }));
const snapshot = fc
  .tuple(planted, planted)
  .map(([whole, context]) => ({ status: 'active', value: 'ready', context, ...(whole as object) }));
const config = fc
  .tuple(fc.constantFrom(sessionMachine.config, supervisorMachine.config), planted)
  .map(([machine, data]) => plantedDefinition(machine, { data }));
const told = fc.record({
  type: fc.constantFrom('@xstate.actor', '@xstate.event', '@xstate.snapshot'),
  ...{ rootId: fc.constant('x:0'), config, event, snapshot, more: planted },
});

test('whatever is put anywhere into events, snapshots and definitions, nothing of it is shown but what is known', () => {
  fc.assert(
    fc.property(told, ({ type, rootId, config, event, snapshot, more }) => {
      const actorRef = { ...actor('a#1', config, snapshot), more };
      const raw = { type, rootId, actorRef, sourceRef: actorRef, event, snapshot, more } as InspectedEvent;
      expect(allOf(redactInspection(raw))).not.toContain('CANARY');
    }),
    { numRuns: 1_000 },
  );
});
