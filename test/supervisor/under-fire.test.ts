import fc from 'fast-check';
import { isSessionError, type Session, type SessionError, type Strategy } from 'troupe';
import { assistantMessage, type Script } from 'troupe/testing';
import { expect, test } from 'vitest';
import { delay } from '../../src/base/clock.js';
import { cameTo, grow, type Grove } from './fixture.js';

const NAMES = ['10', '9', 'c', 'd', 'e'] as const;
type Name = (typeof NAMES)[number];

type Act =
  | { readonly act: 'ask'; readonly name: Name; readonly pace: number }
  | { readonly act: 'crash' | 'restart' | 'stop' | 'clear'; readonly name: Name }
  | { readonly act: 'wait'; readonly time: number };

const name = fc.constantFrom(...NAMES);
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ act: fc.constant('ask'), name, pace: fc.constantFrom(0, 1, 20) }) },
  { weight: 4, arbitrary: fc.record({ act: fc.constant('crash'), name }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constantFrom('restart', 'stop', 'clear'), name }) },
  { weight: 5, arbitrary: fc.record({ act: fc.constant('wait'), time: fc.constantFrom(0, 1, 7, 60) }) },
);

const tree = fc.record({
  strategy: fc.constantFrom<Strategy>('one_for_one', 'one_for_all', 'rest_for_one'),
  retryInFlight: fc.boolean(),
  initial: fc.constantFrom(0, 10),
});
type Tree = typeof tree extends fc.Arbitrary<infer Shape> ? Shape : never;

/** What became of one query. */
interface Asked {
  readonly name: Name;
  readonly text: string;
  /** Its session was being stopped by hand, or had been, when it was asked or while it waited. */
  wasStopped: boolean;
  answer?: string | undefined;
  error?: SessionError;
}

/** Everything that is asked of a tree, and what came of it. */
class Fire {
  readonly #grove: Grove;
  readonly asked: Asked[] = [];
  /** Names of sessions in the order in which their queries were settled, with the texts. */
  readonly settled: Asked[] = [];
  readonly cleared = new Set<Name>();
  readonly #stopped = new Set<Name>();
  readonly others: Promise<unknown>[] = [];

  constructor(grove: Grove) {
    this.#grove = grove;
    for (const each of NAMES) {
      this.#session(each).on('state', (state) => {
        if (state === 'ready') this.#stopped.delete(each);
      });
    }
  }

  async carryOut(act: Act): Promise<void> {
    if (act.act === 'wait') return this.#grove.clock.advance(act.time);
    const { name } = act;
    switch (act.act) {
      case 'ask':
        return this.ask(name, act.pace);
      case 'crash':
        return this.#crash(name);
      case 'restart':
        return void this.others.push(cameTo(this.#grove.sup.restartSession(name)));
      case 'stop':
        this.#stopped.add(name);
        for (const each of this.asked) each.wasStopped ||= each.name === name && !this.settled.includes(each);
        return void this.others.push(cameTo(this.#session(name).stop()));
      case 'clear':
        this.cleared.add(name);
        return void this.others.push(cameTo(this.#session(name).clear()));
    }
  }

  ask(name: Name, pace: number): void {
    const text = `q${this.asked.length} ${pace}`;
    const asked: Asked = { name, text, wasStopped: this.#stopped.has(name) };
    this.asked.push(asked);
    this.#session(name)
      .query(asked.text)
      .then(
        ({ result }) => (asked.answer = result),
        (error: unknown) => (asked.error = isSessionError(error) ? error : expect.unreachable(String(error))),
      )
      .finally(() => this.settled.push(asked));
  }

  #crash(name: Name): void {
    if (this.#session(name).pid !== undefined) this.#grove.cliOf(name).crash();
  }

  #session(name: Name): Session {
    return this.#grove.sup.getSession(name);
  }
}

/** How often the model was asked this. */
function timesSent(grove: Grove, { text }: Asked): number {
  return grove.backend.requests.filter((request) => request.prompts.includes(text)).length;
}

function checkOne(grove: Grove, asked: Asked, retryInFlight: boolean): void {
  const { text, answer, error, wasStopped } = asked;
  const sent = timesSent(grove, asked);
  if (!retryInFlight) expect(sent).toBeLessThanOrEqual(1);
  if (!error) return expect([answer, sent > 0]).toEqual([`re: ${text}`, true]);
  expect(['crashed', 'restarted', ...(wasStopped ? ['stopped'] : [])]).toContain(error.code);
  // What was never sent is only lost with a session that was stopped by hand.
  if (error.sent !== true) expect([wasStopped, sent]).toEqual([true, 0]);
  if (!wasStopped) expect(error.restarting).toBe(true);
  if (retryInFlight && !wasStopped) expect(error.code).toBe('restarted');
}

function checkOrder(grove: Grove, { asked, settled }: Fire): void {
  for (const name of NAMES) {
    const mine = asked.filter((each) => each.name === name).map(({ text }) => text);
    const requested = grove.backend.requests.map(({ text }) => text);
    const sent = [...new Set(requested)].filter((text) => mine.includes(text));
    expect(sent).toEqual(mine.filter((text) => sent.includes(text)));
    const answered = settled.filter((each) => each.name === name && !each.error).map(({ text }) => text);
    expect(answered).toEqual(mine.filter((text) => answered.includes(text)));
  }
}

/** Each request holds what its session was told before, and nothing of any other one. */
function checkMemory(grove: Grove, { asked, cleared }: Fire): void {
  const known = new Map(asked.map((each) => [each.text, each]));
  const { requests } = grove.backend;
  const answered = new Map<Name, string[]>(NAMES.map((each) => [each, []]));
  for (const [at, { text, history }] of requests.entries()) {
    const query = known.get(text);
    if (!query) continue;
    const said = JSON.stringify(history);
    const mine = answered.get(query.name) ?? [];
    if (!cleared.has(query.name)) expect(mine.filter((each) => !said.includes(`"re: ${each}"`))).toEqual([]);
    const foreign = asked.filter((each) => each.name !== query.name && said.includes(`"re: ${each.text}"`));
    expect(foreign).toEqual([]);
    // One that is sent again was not answered before.
    const isLast = requests.findLastIndex((other) => other.text === text) === at;
    if (!query.error && isLast) mine.push(text);
  }
}

async function underFire(acts: readonly Act[], { strategy, retryInFlight, initial }: Tree): Promise<void> {
  const held: { grove?: Grove } = {};
  const script: Script = async function* ({ text }) {
    const clock = held.grove?.clock ?? expect.unreachable();
    await delay(clock, Number(text.split(' ')[1]));
    yield assistantMessage(`re: ${text}`);
  } as Script;
  const backOff = { initial, factor: 1 };
  const policy = { retryInFlight, backOff, maxConsecutive: Infinity, shutdown: 20 };
  const grove = await grow(
    { name: 'top', strategy, maxRestarts: 1_000, children: NAMES.map((each) => ({ name: each, ...policy })) },
    script,
  );
  held.grove = grove;
  const fire = new Fire(grove);
  for (const each of acts) await fire.carryOut(each);
  await grove.clock.advance(5_000);

  expect(fire.settled).toHaveLength(fire.asked.length);
  expect(new Set(fire.settled).size).toBe(fire.asked.length);
  for (const asked of fire.asked) checkOne(grove, asked, retryInFlight);
  checkOrder(grove, fire);
  checkMemory(grove, fire);
  for (const outcome of await Promise.all(fire.others))
    expect([undefined, 'stopped', 'crashed', 'restarted', 'interrupted']).toContain(outcome);

  // Whoever was not stopped by hand serves, and at the end nothing is left.
  for (const { name: each, status } of grove.sup.listSessions()) {
    if (status === 'stopped') continue;
    expect(status).toBe('idle');
    const last = cameTo(grove.sup.getSession(each ?? '').query(`last ${each} 0`));
    await grove.clock.advance(50);
    expect(await last).toBe(`re: last ${each} 0`);
  }
  const stopped = grove.sup.stop();
  await grove.clock.advance(500);
  await stopped;
  expect(grove.backend.adapters.filter(({ running }) => running)).toEqual([]);
  expect([grove.clock.pending, grove.reports.filter((each) => each.startsWith('Fault'))]).toEqual([0, []]);
}

test('whatever is killed, stopped, restarted or cleared: each query settles, none that waits is lost, no answer is shifted', async () => {
  const acts = fc.array(act, { minLength: 10, maxLength: 60, size: 'max' });
  await fc.assert(fc.asyncProperty(acts, tree, underFire), { numRuns: 120 });
});
