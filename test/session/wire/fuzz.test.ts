import { randomInt } from 'node:crypto';
import type { Message } from 'troupe';
import { expect, test } from 'vitest';
import { all, result, said } from './fixture.js';
import { Dice, fuzzedLine, STRANGE_REQUEST } from './fuzz-lines.js';
import { rawCli, type RawCli } from './raw-cli.js';

const NEWLINE = Buffer.from('\n');
const SESSION = '3f0c8e2a-96f4-4c0e-9a7e-0d5a54d4a001';

/** `TROUPE_FUZZ_SEED=… npx vitest run test/session/wire/fuzz.test.ts` repeats a run. */
const seed = Number(process.env.TROUPE_FUZZ_SEED ?? randomInt(2 ** 32));

const TURNS = 100;
/** Per turn: before its prompt, behind its prompt, and behind each of its messages. */
const PLACES = 10;
const LINES_AT_A_PLACE = 1_000;

const messagesOf = (turn: number, promptId: string): object[] => [
  { type: 'system', subtype: 'init', session_id: SESSION, user_message_uuids: [promptId] },
  ...['one', '{"type":"result"}', '\u2028😀'].map((text) => said(`${turn}: ${text}`)),
  { type: 'stream_event', event: { type: 'ping' }, turn },
  { type: 'rate_limit_event', rate_limit_info: { status: 'allowed' }, turn },
  result({ result: `answer ${turn}`, session_id: SESSION, user_message_uuids: [promptId] }),
];

/** Pushes valid lines with fuzzed ones behind each, cut anywhere. */
class Feeder {
  asked = 0;
  fuzzed = 0;
  readonly #cli: RawCli;
  readonly #dice: Dice;

  constructor(cli: RawCli, dice: Dice) {
    this.#cli = cli;
    this.#dice = dice;
  }

  push(...valid: readonly object[]): void {
    const pieces: Buffer[] = [];
    for (const message of valid) pieces.push(Buffer.from(JSON.stringify(message)), NEWLINE, ...this.#fuzz());
    if (valid.length === 0) pieces.push(...this.#fuzz());
    const whole = Buffer.concat(pieces);
    for (let at = 0; at < whole.length;) {
      const size = 1 + this.#dice.roll(this.#dice.roll(20) === 0 ? 10 : 65_536);
      this.#cli.push(whole.subarray(at, at + size));
      at += size;
    }
  }

  *#fuzz(): Generator<Buffer> {
    for (let count = 0; count < LINES_AT_A_PLACE; count += 1) {
      const line = fuzzedLine(this.#dice);
      if (line.toString() === STRANGE_REQUEST) this.asked += 1;
      this.fuzzed += 1;
      yield line;
      yield NEWLINE;
    }
  }
}

async function run(cli: RawCli, feeder: Feeder): Promise<void> {
  const { session, lines } = cli;
  for (let turn = 0; turn < TURNS; turn += 1) {
    feeder.push();
    expect(session.state).toBe('ready');
    const reading = all(session.stream(`question ${turn}`));
    const id = await cli.prompt();
    feeder.push();
    expect(session.state).toBe('querying');
    const messages = messagesOf(turn, id);
    feeder.push({ type: 'command_lifecycle', command_uuid: id, state: 'started' }, ...messages);
    const known = (await reading).filter(({ type }: Message) => type !== 'unknown');
    expect(known).toEqual(messages);
  }
  expect(lines.filter(({ type }) => type === 'user')).toHaveLength(TURNS);
  expect(lines.filter(({ request }) => request).map(({ request }) => request?.subtype)).toEqual([
    'initialize',
  ]);
  const answers = lines.filter(({ response }) => response?.request_id === 'strange');
  expect(answers.map(({ response }) => response?.subtype)).toEqual(Array(feeder.asked).fill('error'));
  expect([session.state, session.sessionId, cli.reports]).toEqual(['ready', SESSION, []]);
  expect(session.counts.noiseLines).toBeGreaterThan(feeder.fuzzed / 10);
  expect(session.counts.unknownMessages).toBeGreaterThan(feeder.fuzzed / 10);
}

test('a million fuzzed lines between those of a hundred turns neither end, feed nor disturb any of them', async () => {
  await using cli = await rawCli();
  const feeder = new Feeder(cli, new Dice(seed));
  try {
    await run(cli, feeder);
  } catch (fault) {
    throw new Error(`The seed was ${seed}, after ${feeder.fuzzed} fuzzed lines.`, { cause: fault });
  }
  expect(feeder.fuzzed).toBe(TURNS * PLACES * LINES_AT_A_PLACE);
});
