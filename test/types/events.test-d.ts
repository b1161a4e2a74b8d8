import type { EventGap, SessionState, SessionStatus, SystemEvent } from 'troupe';
import { expectTypeOf, test } from 'vitest';

type Type = SystemEvent['type'];
type EventOf<T extends Type> = Extract<SystemEvent, { readonly type: T }>;

type Handlers = { [T in Type]: (event: EventOf<T>) => void };

declare const event: SystemEvent;
declare const handlers: Handlers;

/** The types of which there is no event to take out. */
type Inseparable = { [T in Type]: [EventOf<T>] extends [never] ? T : never }[Type];

test('the events of each type can be taken out by it', () => {
  expectTypeOf<Inseparable>().toBeNever();
  expectTypeOf<{ [T in Type]: Exclude<EventOf<T>['type'], T> }[Type]>().toBeNever();
  expectTypeOf<EventOf<'query.started'>['query']>().toBeString();
  expectTypeOf<EventOf<'gap'>>().toEqualTypeOf<EventGap>();
});

test('each type may have a handler of its own', () => {
  const some: Pick<Handlers, 'added' | 'state' | 'context_lost' | 'query.accepted' | 'report'> = {
    added: ({ tags }) => expectTypeOf(tags).toEqualTypeOf<readonly string[]>(),
    state: ({ nextRestart }) => expectTypeOf(nextRestart).toEqualTypeOf<number | undefined>(),
    context_lost: ({ sessionId }) => expectTypeOf(sessionId).toBeString(),
    'query.accepted': ({ query }) => expectTypeOf(query).toBeString(),
    report: ({ childIncarnation }) => expectTypeOf(childIncarnation).toBeNumber(),
  };
  const handle = <T extends Type>(type: T, told: EventOf<T>): void => handlers[type](told);
  expectTypeOf(some).toBeObject();
  expectTypeOf(handle).toBeFunction();
});

test('what was dealt with before is not asked for again', () => {
  if (event.type === 'gap' || event.type === 'added' || event.type === 'query.accepted') return;
  if (event.type === 'identified') {
    expectTypeOf(event.sessionId).toBeString();
    return;
  }
  switch (event.type) {
    case 'removed':
    case 'begun':
    case 'exited':
    case 'state':
    case 'restarted':
    case 'context_lost':
    case 'query.started':
    case 'query.ended':
    case 'permission.asked':
    case 'permission.settled':
    case 'report':
      return;
    default:
      expectTypeOf(event).toBeNever();
  }
});

test('what is added has all that a row begins with', () => {
  if (event.type !== 'added' || event.kind !== 'session') return;
  expectTypeOf(event.state).toEqualTypeOf<SessionState>();
  expectTypeOf(event.status).toEqualTypeOf<SessionStatus>();
});
