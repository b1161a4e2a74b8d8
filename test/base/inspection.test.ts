import { createActor, createMachine, fromCallback, type AnyActorRef } from 'xstate';
import { expect, test, vi } from 'vitest';
import { Inspection } from '../../src/base/inspection.js';
import type { ShownActor } from '../../src/base/shown-actor.js';
import { faultRecorder, settle } from '../session/fixture.js';

interface Shown {
  readonly type: string;
  readonly rootId: string;
  readonly actorRef: ShownActor;
  readonly sourceRef?: ShownActor;
  readonly event?: { readonly type: string };
  readonly snapshot?: { readonly status: string; readonly value?: unknown };
}

const lamp = createMachine({
  id: 'lamp',
  invoke: { id: 'bulb', src: fromCallback(() => () => undefined) },
  initial: 'off',
  states: {
    off: { on: { turn: 'on' } },
    on: { on: { turn: 'off', burst: 'gone' } },
    gone: { type: 'final' },
  },
});

function setting() {
  const report = faultRecorder();
  const inspection = new Inspection(report);
  const enter = (id: string, parent?: AnyActorRef) => {
    const actor = createActor(lamp);
    const entry = inspection.enter(actor, { id, parent: parent?.sessionId });
    actor.start();
    return { actor, leave: () => entry.leave() };
  };
  const observe = () => {
    const seen: Shown[] = [];
    const complete = vi.fn();
    const detach = inspection.attach({ next: (event) => seen.push(event as Shown), complete });
    return { seen, complete, detach, actors: () => seen.flatMap(nameOfNew) };
  };
  return { inspection, report, enter, observe };
}

const nameOfNew = ({ type, actorRef }: Shown): string[] =>
  type === '@xstate.actor' ? [pathOf(actorRef)] : [];
const pathOf = ({ id, _parent }: ShownActor): string => (_parent ? `${pathOf(_parent)}/${id}` : id);
const watchedBy = (actor: AnyActorRef) => vi.spyOn(actor.system, 'inspect');

test('roots, and what they invoke, are shown as one tree under the system', () => {
  const { enter, observe } = setting();
  const { seen, actors } = observe();
  const top = enter('top#1').actor;
  enter('inner#1', top);
  expect(actors()).toEqual([
    'system',
    'system/top#1',
    'system/top#1/bulb',
    'system/top#1/inner#1',
    'system/top#1/inner#1/bulb',
  ]);
  expect(new Set(seen.map(({ rootId }) => rootId))).toEqual(new Set([seen[0]?.actorRef.sessionId]));
});

test('an observer that comes late is shown the same tree first, and then what happens', () => {
  const { enter, observe } = setting();
  const early = observe();
  const top = enter('top#1').actor;
  enter('inner#1', top);
  top.send({ type: 'turn' });
  const late = observe();
  expect(late.actors()).toEqual(early.actors());
  expect(
    late.seen.filter(({ type }) => type === '@xstate.snapshot').map(({ snapshot }) => snapshot?.value),
  ).toEqual(['on', undefined, 'off', undefined]);
  const already = late.seen.length;
  top.send({ type: 'turn' });
  expect(late.seen.slice(already).map(({ type }) => type)).toContain('@xstate.event');
  expect(late.seen.slice(already)).toEqual(early.seen.slice(-(late.seen.length - already)));
});

test('an actor is shown as the same object each time, by whichever observer, and nothing of it could steer', () => {
  const { enter, observe } = setting();
  const [one, other] = [observe(), observe()];
  const { actor } = enter('top#1');
  actor.send({ type: 'turn' });
  const shown = new Set([...one.seen, ...other.seen].map(({ actorRef }) => actorRef));
  expect([...shown].map(({ id }) => id)).toEqual(['system', 'top#1', 'bulb']);
  for (const each of shown) {
    for (const verb of ['send', 'stop', 'start', 'subscribe', 'system'])
      expect(each).not.toHaveProperty(verb);
  }
  const top = [...shown].find(({ id }) => id === 'top#1');
  expect([top?.sessionId, top?.logic]).toEqual([actor.sessionId, lamp]);
  const { value, tags, context } = actor.getSnapshot();
  expect(top?.getSnapshot()).toEqual({
    status: 'active',
    value,
    tags,
    context: { ...context, link: undefined },
    output: undefined,
    error: undefined,
  });
});

test('while nobody observes, XState has no observer either', () => {
  const { enter, observe } = setting();
  const first = createActor(lamp);
  const watched = watchedBy(first);
  const { inspection } = setting();
  inspection.enter(first, { id: 'one', parent: undefined });
  expect(watched).not.toHaveBeenCalled();

  const { actor } = enter('top#1');
  const look = watchedBy(actor);
  const unsubscribed = vi.fn();
  look.mockReturnValue({ unsubscribe: unsubscribed });
  const [one, other] = [observe(), observe()];
  expect(look).toHaveBeenCalledOnce();
  one.detach();
  expect(unsubscribed).not.toHaveBeenCalled();
  other.detach();
  other.detach();
  expect(unsubscribed).toHaveBeenCalledOnce();
  observe();
  expect(look).toHaveBeenCalledTimes(2);
});

test('an observer that has left is shown nothing more, and the others are', () => {
  const { enter, observe } = setting();
  const [left, stays] = [observe(), observe()];
  const { actor } = enter('top#1');
  left.detach();
  const [before, already] = [left.seen.length, stays.seen.length];
  actor.send({ type: 'turn' });
  enter('late#1');
  expect(left.seen).toHaveLength(before);
  expect(stays.seen.length).toBeGreaterThan(already);
});

test('the end of an actor that has left is still shown, but not to those who come later', () => {
  const { enter, observe } = setting();
  const { seen } = observe();
  const { actor, leave } = enter('top#1');
  actor.subscribe({ complete: leave });
  actor.send({ type: 'turn' });
  actor.send({ type: 'burst' });
  expect(seen.at(-1)?.snapshot).toMatchObject({ status: 'done', value: 'gone' });
  expect(observe().actors()).toEqual([]);
});

test('one that throws or rejects is reported once, and goes on being shown; the others do not notice', async () => {
  const { inspection, report, enter, observe } = setting();
  const broken = new Error('broken');
  const fails = vi
    .fn<(event: object) => unknown>()
    .mockImplementationOnce(() => {
      throw broken;
    })
    .mockRejectedValueOnce(broken);
  inspection.attach(fails);
  const { seen } = observe();
  enter('top#1').actor.send({ type: 'turn' });
  await settle();
  expect(report.mock.calls).toEqual([['inspector', broken]]);
  expect(fails.mock.calls.map(([event]) => (event as Shown).type)).toEqual(seen.map(({ type }) => type));
});

test('an observer is told when the system has stopped, also one that comes after that', () => {
  const { inspection, report, enter, observe } = setting();
  const { complete, seen } = observe();
  enter('top#1');
  const already = seen.length;
  inspection.complete();
  inspection.complete();
  expect([complete.mock.calls.length, observe().complete.mock.calls.length]).toEqual([1, 1]);
  inspection.attach({
    next: () => undefined,
    complete: () => {
      throw new Error('at the end');
    },
  });
  expect(report).toHaveBeenCalledOnce();
  enter('late#1');
  expect(seen).toHaveLength(already);
});

test('one that leaves and comes again at each event is told of each once', () => {
  const { inspection, enter } = setting();
  const seen: unknown[] = [];
  const look = (event: object): void => {
    seen.push((event as Shown).event?.type);
    leave();
    leave = inspection.attach((next) => {
      if ((next as Shown).event?.type === 'turn') look(next);
    });
  };
  let leave = inspection.attach((event) => {
    if ((event as Shown).event?.type === 'turn') look(event);
  });
  const { actor } = enter('top#1');
  actor.send({ type: 'turn' });
  // `@xstate.event`, `@xstate.microstep` and `@xstate.snapshot`.
  expect(seen).toEqual(['turn', 'turn', 'turn']);
});

test('an observer that acts on what it is shown is never shown an older state after a newer one', () => {
  const { inspection, enter } = setting();
  const { actor } = enter('top#1');
  const states: unknown[] = [];
  inspection.attach((event) => {
    const { type, actorRef, snapshot } = event as Shown;
    if (type === '@xstate.actor' && actorRef.id === 'top#1') actor.send({ type: 'turn' });
    if (type === '@xstate.snapshot' && actorRef.id === 'top#1') states.push(snapshot?.value);
  });
  expect(new Set(states)).toEqual(new Set(['on']));
});

/** Every object that can be reached, but for definitions, which are code. */
function reachable(from: object): object[] {
  const found = new Set<object>();
  const open: unknown[] = [from];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null || found.has(next)) continue;
    found.add(next);
    open.push(
      ...Object.entries(next).flatMap(([key, value]) => (key === '_transitions' ? [] : [value as unknown])),
    );
  }
  return [...found];
}

test('one that is detached by another as the system stops is not told of that', () => {
  const { inspection } = setting();
  const complete = vi.fn();
  const leave: { second?: () => void } = {};
  inspection.attach({ next: () => undefined, complete: () => leave.second?.() });
  leave.second = inspection.attach({ next: () => undefined, complete });
  inspection.complete();
  expect(complete).not.toHaveBeenCalled();
});

test('neither the input of an actor nor what it works with is in what is shown', () => {
  const { inspection, observe } = setting();
  const worker = createMachine({
    id: 'worker',
    context: ({ input }) => ({ link: input as object, kept: 1 }),
    invoke: {
      id: 'hand',
      src: fromCallback(() => undefined),
      input: ({ context }): object => (context as { readonly link: object }).link,
    },
  });
  const link = { secret: 'a secret' };
  const { seen } = observe();
  const actor = createActor(worker, { input: link });
  inspection.enter(actor, { id: 'one', parent: undefined });
  actor.start();
  expect(seen.length).toBeGreaterThan(4);
  actor.stop();
  const told = seen.map((shown) => ({ ...shown, actorRef: undefined, sourceRef: undefined }));
  expect(told.map(({ type }) => type)).toContain('@xstate.action');
  expect(JSON.stringify(told)).not.toContain('secret');
  expect(reachable(told).filter((each) => 'send' in each)).toEqual([]);
  expect(seen.findLast(({ snapshot }) => snapshot)?.snapshot).toMatchObject({ context: { kept: 1 } });
});

test('what an observer is shown of a step, it is shown within whatever the actor tells others in', () => {
  const { inspection } = setting();
  const actor = createActor(lamp);
  let depth = 0;
  const depths = new Set<number>();
  inspection.enter(actor, { id: 'one', parent: undefined }, (tell) => {
    depth += 1;
    tell();
    depth -= 1;
  });
  inspection.attach(() => undefined);
  inspection.attach((event) => (event as Shown).event?.type === 'turn' && depths.add(depth));
  actor.start();
  actor.send({ type: 'turn' });
  expect(depths).toEqual(new Set([1]));
});

test('observers may come and go while one is being told', () => {
  const { inspection, enter } = setting();
  const seen: string[] = [];
  const leave = inspection.attach(({ type }: Shown) => {
    seen.push(`first ${type}`);
    leave();
    inspection.attach((event) => seen.push(`second ${(event as Shown).type}`));
  });
  enter('top#1');
  expect(seen.filter((each) => each.startsWith('first'))).toEqual(['first @xstate.actor']);
  expect(seen.filter((each) => each.startsWith('second')).length).toBeGreaterThan(3);
});
