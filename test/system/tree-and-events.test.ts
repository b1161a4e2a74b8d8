import fc from 'fast-check';
import type { EventStream, System } from 'troupe';
import { expect, test } from 'vitest';
import { watch } from '../support/event-streams.js';
import { Mirror } from './mirror.js';
import { RandomSystem, story, type Story } from './random-system.js';

/** A reader as slow as it is told to be, who keeps a picture as the docs say. */
class Dashboard {
  readonly done: Promise<void>;
  gaps = 0;
  #mirror: Mirror;
  #permits = 0;
  #wake: () => void = () => undefined;

  constructor(system: System, maxBuffered: number) {
    const stream = system.events({ maxBuffered });
    this.#mirror = new Mirror(system.inspectTree());
    this.done = this.#read(system, stream);
  }

  get mirror(): Mirror {
    return this.#mirror;
  }

  mayRead(count: number): void {
    this.#permits += count;
    this.#wake();
  }

  async #read(system: System, stream: EventStream): Promise<void> {
    await this.#permit();
    for await (const event of stream) {
      if (event.type === 'gap') {
        this.gaps += 1;
        this.#mirror = new Mirror(system.inspectTree());
      } else this.#mirror.take(event);
      await this.#permit();
    }
  }

  async #permit(): Promise<void> {
    while (this.#permits === 0) await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#permits -= 1;
  }
}

let gaps = 0;

async function tell(told: Story): Promise<void> {
  const random = new RandomSystem(told);
  const { system, clock, settle } = random.stage;
  const full = watch(system, { maxBuffered: 1_000_000 });
  await random.carryOut({ act: 'startTree' });
  await settle();
  const dashboards = [new Dashboard(system, 3), new Dashboard(system, 1_000)];
  for (const act of told.acts) {
    if (act.act === 'read') dashboards[act.reader]?.mayRead(act.count);
    else await random.carryOut(act);
    random.look();
  }
  await clock.advance(5_000);
  for (const dashboard of dashboards) dashboard.mayRead(Infinity);
  await settle();
  for (const { mirror } of dashboards) expect(mirror.rows).toEqual(new Mirror(random.look()).rows);
  const stopped = system.stop();
  await clock.advance(60_000);
  await stopped;
  await Promise.all(dashboards.map(({ done }) => done));
  gaps += dashboards[0]?.gaps ?? 0;

  const mirror = new Mirror();
  const events = full.events.values();
  for (const tree of [...random.looks, system.inspectTree()]) {
    while (mirror.seq < tree.seq) {
      const { value } = events.next();
      if (value === undefined || value.type === 'gap') throw new Error(`No event ${mirror.seq + 1}.`);
      mirror.take(value);
    }
    expect(mirror.rows).toEqual(new Mirror(tree).rows);
  }
  expect([mirror.rows, full.isOver()]).toEqual([[], true]);
}

test('the tree is what the events up to its number make of nothing, whenever it is looked at; and a slow reader catches up by it', async () => {
  await fc.assert(fc.asyncProperty(story, tell), { numRuns: 150 });
  expect(gaps).toBeGreaterThan(0);
});
