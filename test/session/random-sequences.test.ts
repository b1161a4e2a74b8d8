import fc from 'fast-check';
import type { Message, QueryOptions, ResultMessage, Session, SystemEvent } from 'troupe';
import { assistantMessage, toolResultMessage, toolUseBlock } from 'troupe/testing';
import { expect, test } from 'vitest';
import { delay, type Clock } from '../../src/base/clock.js';
import { resultErrorCode } from '../../src/protocol/judge-result.js';
import { queriesIn, watch } from '../support/event-streams.js';
import { codeOf, nameOf } from './fixture.js';
import { controlsOf, promptIdsOf, stage, type Stage } from './live-fixture.js';

/** How a reader goes about an answer. `at` counts messages, 0 is before the first; `after` is in ms. */
type Reading =
  | { readonly way: 'whole' | 'abortedBefore' }
  | { readonly way: 'break' | 'throw'; readonly at: number }
  | { readonly way: 'timeout' | 'inactivityTimeout' | 'abort' | 'return'; readonly after: number };

interface Ask {
  readonly act: 'ask';
  readonly pace: number;
  readonly usesTool: boolean;
  readonly reading: Reading;
  readonly priority: number;
}

type Act =
  | Ask
  | { readonly act: 'own'; readonly pace: number; readonly usesTool: boolean }
  | { readonly act: 'clear' | 'interrupt' }
  | { readonly act: 'wait'; readonly time: number };

const time = fc.constantFrom(0, 1, 2, 3, 5);
const whole = fc.constant<Reading>({ way: 'whole' });
const leaving: fc.Arbitrary<Reading> = fc.oneof(
  fc.constant<Reading>({ way: 'abortedBefore' }),
  fc.record({ way: fc.constantFrom('break', 'throw'), at: fc.nat(2) }),
  fc.record({ way: fc.constantFrom('timeout', 'inactivityTimeout', 'abort', 'return'), after: time }),
);
/** Nothing but an interrupt ends such a turn; it is only for readers who leave by themselves. */
const FOR_EVER = Infinity;
const asking = (reading: fc.Arbitrary<Reading>): fc.Arbitrary<Ask> =>
  fc
    .record({
      act: fc.constant('ask'),
      pace: fc.oneof({ weight: 4, arbitrary: time }, { weight: 1, arbitrary: fc.constant(FOR_EVER) }),
      usesTool: fc.boolean(),
      reading,
      priority: fc.constantFrom(-1, 0, 1),
    })
    .map((ask) => (ask.pace === FOR_EVER && !('after' in ask.reading) ? { ...ask, pace: 5 } : ask));
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: asking(fc.oneof(whole, leaving)) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('own'), pace: time, usesTool: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constantFrom('clear', 'interrupt') }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('wait'), time }) },
);
/** In each of them at least one query is left, or would be, while another one waits. */
const sequence = fc
  .tuple(fc.array(act, { maxLength: 12 }), asking(leaving), asking(whole))
  .map(([acts, left, waiting]) => [...acts, left, waiting]);

/** What the model says: two texts, and between them it may use a tool, at which waiting prompts are folded in. */
async function* answer(clock: Clock, to: string, pace: number, usesTool: boolean): AsyncGenerator<Message> {
  await delay(clock, pace);
  yield assistantMessage(`first of ${to}`);
  const call = toolUseBlock('Bash');
  if (usesTool) yield assistantMessage([call]);
  await delay(clock, pace);
  if (usesTool) yield toolResultMessage(call.id, 'done');
  yield assistantMessage(`second of ${to}`);
}

/** What a reader got. */
interface Got {
  readonly texts: string[];
  readonly results: ResultMessage[];
  end: string;
}

const THROWN = new Error('thrown in the loop');

async function readAs(reading: Reading, session: Session, text: string, clock: Clock, priority: number) {
  const controller = new AbortController();
  if (reading.way === 'abortedBefore') controller.abort();
  if (reading.way === 'abort') void delay(clock, reading.after).then(() => controller.abort());
  const options: QueryOptions = {
    priority,
    signal: controller.signal,
    ...((reading.way === 'timeout' || reading.way === 'inactivityTimeout') && {
      [reading.way]: reading.after,
    }),
  };
  const got: Got = { texts: [], results: [], end: 'end' };
  const messages = session.stream(text, options)[Symbol.asyncIterator]();
  if (reading.way === 'return') void delay(clock, reading.after).then(() => messages.return?.());
  if ('at' in reading && reading.at === 0) void messages.next();
  let count = 0;
  const leaves = (): boolean => 'at' in reading && reading.at === count;
  try {
    if (leaves()) await messages.return?.();
    for await (const message of { [Symbol.asyncIterator]: () => messages }) {
      if (nameOf(message).includes(' of ')) got.texts.push(nameOf(message));
      if (message.type === 'result') got.results.push(message);
      count += 1;
      if (leaves() && reading.way === 'throw') throw THROWN;
      if (leaves()) break;
    }
  } catch (error) {
    got.end = error === THROWN ? 'thrown' : codeOf(error);
  }
  return got;
}

const CODES: Partial<Record<Reading['way'], string>> = {
  abortedBefore: 'aborted',
  abort: 'aborted',
  timeout: 'timeout',
  inactivityTimeout: 'inactivity_timeout',
  throw: 'thrown',
};

/** What may have come of a query, whoever else did what meanwhile. */
function check(got: Got, text: string, { way }: Reading, all: Stage, others: readonly string[]): void {
  const id = promptIdsOf(all.cli).get(text);
  const mine = [`first of ${text}`, `second of ${text}`];
  // One that was folded into a turn of the CLI's own is answered by what comes behind the tool.
  const isFolded = got.texts.every((each) => /^second of own/.test(each)) && got.texts.length === 1;
  expect(isFolded ? mine : [...got.texts, ...mine.slice(got.texts.length)]).toEqual(mine);
  expect(got.results.length).toBeLessThanOrEqual(1);
  for (const { user_message_uuids: named } of got.results) expect(named).toContain(id);
  expect(['end', CODES[way], ...others]).toContain(got.end);
  if (way === 'abortedBefore') expect([id, got.end]).toEqual([undefined, 'aborted']);
  if (way !== 'whole' || others.length > 0) return;
  expect([got.results[0]?.is_error, got.texts.length]).toEqual([false, isFolded ? 1 : 2]);
}

interface Pace {
  readonly takesUpAfter: number;
  readonly readAfter: number;
}

async function carryOut(acts: readonly Act[], pace: Pace, isStopped: boolean): Promise<void> {
  const all = stage(({ text }) => {
    const [, pace, tool] = text.split(' ');
    return answer(all.clock, text, Number(pace), tool === 'tool');
  });
  all.backend.behave({ takesUpAfter: pace.takesUpAfter });
  const { events } = watch(all.system, { content: true });
  const outcomes: [text: string, got: Got][] = [];
  const session = all.start({ timeout: 1_000 });
  const heard: string[] = [];
  session.on('message', (message) => heard.push(nameOf(message)));
  await session.ready();
  all.cli.behave({ readAfter: pace.readAfter });
  let [asked, owned, interrupts] = [0, 0, 0];

  const ask = async ({ pace, usesTool, reading, priority }: Ask): Promise<void> => {
    const text = `q${(asked += 1)} ${pace} ${usesTool ? 'tool' : 'plain'}`;
    const interruptsBefore = interrupts;
    const got = await readAs(reading, session, text, all.clock, priority);
    outcomes.push([text, got]);
    const isInterrupted = interrupts > interruptsBefore;
    check(got, text, reading, all, [
      ...(isInterrupted ? ['interrupted'] : []),
      ...(isStopped ? ['stopped'] : []),
    ]);
  };
  /** A clear may be interrupted behind a turn of the CLI's own. */
  const clear = async (): Promise<void> => {
    const code = await session.clear().catch(codeOf);
    expect([undefined, interrupts > 0 && 'interrupted', isStopped && 'stopped']).toContain(code);
  };

  let unsettled = 0;
  const failures: unknown[] = [];
  const follow = (promise: Promise<unknown>): void => {
    unsettled += 1;
    promise.catch((fault: unknown) => failures.push(fault)).finally(() => (unsettled -= 1));
  };
  for (const next of acts) {
    if (next.act === 'ask') follow(ask(next));
    if (next.act === 'own') {
      follow(all.cli.ownTurn(answer(all.clock, `own ${(owned += 1)}`, next.pace, next.usesTool)));
    }
    if (next.act === 'clear') follow(clear());
    if (next.act === 'interrupt') {
      interrupts += 1;
      follow(session.interrupt());
    }
    if (next.act === 'wait') await all.clock.advance(next.time);
  }
  if (isStopped) follow(session.stop());
  await all.clock.advance(900);
  if (failures.length > 0) throw failures[0];
  expect(unsettled).toBe(0);

  const firstWords = heard.filter((each) => each.startsWith('first of'));
  const isUndisturbed = !isStopped && !controlsOf(all.cli).includes('interrupt');
  const own = Array.from({ length: owned }, (_, index) => `first of own ${index + 1}`);
  expect(isUndisturbed ? firstWords : own.filter((each) => firstWords.includes(each))).toEqual(
    isUndisturbed ? own : firstWords,
  );
  if (!isStopped) {
    const last = session.query('last 0 plain');
    await all.clock.advance(100);
    const id = promptIdsOf(all.cli).get('last 0 plain');
    expect(await last).toMatchObject({ result: 'second of last 0 plain', user_message_uuids: [id] });
  }
  expect([session.queued, all.clock.pending, all.reports]).toEqual([0, 0, []]);
  const stopped = session.stop();
  await all.clock.advance(100);
  await stopped;
  for (const happened of queriesIn(events).values())
    expect(happened.join(', ')).toMatch(/^accepted, (started, )?ended [a-z_]+$/);
  for (const [text, got] of outcomes) expect(outcomesOf(got)).toContain(outcomeOf(events, text));
}

/** What may be told of a query by whose reader that was got; `undefined` where it was never accepted. */
function outcomesOf({ end, results: [result] }: Got): readonly unknown[] {
  if (end === 'stopped') return ['stopped', undefined];
  if (end !== 'end' && end !== 'thrown') return [end];
  if (result) return [result.is_error ? resultErrorCode(result) : 'ok'];
  // Who leaves may leave the result behind, too.
  return ['left', 'ok', 'interrupted', undefined];
}

function outcomeOf(events: readonly SystemEvent[], prompt: string): string | undefined {
  const accepted = events.find((event) => event.type === 'query.accepted' && event.prompt === prompt);
  if (accepted?.type !== 'query.accepted') return undefined;
  const ended = events.find((event) => event.type === 'query.ended' && event.query === accepted.query);
  return ended?.type === 'query.ended' ? ended.outcome : 'none';
}

test('whatever readers do, no answer is shifted, none is missing, nobody waits for ever, and each accepted query is told to end, once', async () => {
  const isStopped = fc.oneof(
    { weight: 5, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  );
  await fc.assert(
    fc.asyncProperty(sequence, fc.record({ takesUpAfter: time, readAfter: time }), isStopped, carryOut),
    { numRuns: 2_000 },
  );
});
