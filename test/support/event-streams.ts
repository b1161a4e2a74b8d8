import type { EventGap, EventStream, EventStreamOptions, System, SystemEvent } from 'troupe';

/** As many events as are held, and whether the stream is at its end then. */
export async function heldIn(stream: EventStream): Promise<{ events: SystemEvent[]; isOver: boolean }> {
  const events: SystemEvent[] = [];
  for (;;) {
    const step = await Promise.race([stream.next(), nothingYet()]);
    if (step === undefined) return { events, isOver: false };
    if (step.done === true) return { events, isOver: true };
    events.push(step.value);
  }
}

/** Everything up to the end. */
export async function allOf(stream: EventStream): Promise<SystemEvent[]> {
  const events: SystemEvent[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

/** What happens in a system from now on, beside whatever else a test does. */
export interface Watch {
  readonly events: readonly SystemEvent[];
  /** In short. */
  readonly texts: () => string[];
  readonly isOver: () => boolean;
}

export function watch(system: System, options: EventStreamOptions = {}): Watch {
  const events: SystemEvent[] = [];
  let isOver = false;
  void (async () => {
    for await (const event of system.events(options)) events.push(event);
    isOver = true;
  })();
  return { events, texts: () => events.map(textOf), isOver: () => isOver };
}

/** In short, and without ids: `agents/a#1 query.ended ok`. */
export function textOf(event: SystemEvent): string {
  if (event.type === 'gap') return `gap ${event.from}-${event.to}`;
  return [`${event.path}#${event.incarnation}`, ...factsOf(event)].join(' ');
}

function factsOf(event: Exclude<SystemEvent, EventGap>): readonly unknown[] {
  switch (event.type) {
    case 'state':
      return [event.state === event.status ? event.state : `${event.state}/${event.status}`];
    case 'exited':
      return ['exited', event.code];
    case 'query.ended':
      return ['query.ended', event.outcome];
    case 'permission.asked':
      return ['asked', event.asks, event.toolName ?? ''];
    case 'permission.settled':
      return ['settled', event.outcome];
    case 'report':
      return [event.report, `${event.child}#${event.childIncarnation}`];
    default:
      return [event.type];
  }
}

/** What has happened to each query, in order, by its id: `accepted`, `started`, `ended ok`. */
export function queriesIn(events: readonly SystemEvent[]): ReadonlyMap<string, readonly string[]> {
  const queries = new Map<string, string[]>();
  for (const event of events) {
    if (!('query' in event)) continue;
    const happened = event.type.replace('query.', '');
    const text = event.type === 'query.ended' ? `${happened} ${event.outcome}` : happened;
    queries.set(event.query, [...(queries.get(event.query) ?? []), text]);
  }
  return queries;
}

function nothingYet(): Promise<undefined> {
  return new Promise((resolve) => void setImmediate(() => resolve(undefined)));
}
