import { isSessionError, type SessionError } from 'troupe';
import { expect, it } from 'vitest';
import { drawFrom } from '../../src/supervisor/core/back-off.js';
import { AT_ONCE, rowOf, supervisedCli, untilReady } from '../support/supervised-tree.js';
import { until } from '../support/until.js';

const SEED = 20_261_128;
const NAMES = ['a', 'b', 'c', 'd', 'e'] as const;
type Name = (typeof NAMES)[number];
/** These ask again by themselves. */
const RETRYING: readonly Name[] = ['d', 'e'];
const QUERIES = 200;
const KILLS = 15;

/** What became of one query. */
interface Asked {
  readonly name: Name;
  readonly text: string;
  answer?: string | undefined;
  error?: SessionError;
}

/** Numbers from 0 up to `below`, the same ones each time. */
function dice(): (below: number) => number {
  let seed = SEED;
  return (below) => {
    const drawn = drawFrom(seed);
    seed = drawn.seed;
    return Math.floor(drawn.draw * below);
  };
}

/** One that is being restarted has no process, and one that was just killed may be gone already. */
function shoot(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
  } catch (error) {
    expect(error).toMatchObject({ code: 'ESRCH' });
  }
}

it('200 queries to five sessions whose CLIs are killed at random: each settles once, none that waits is lost, and none is asked twice unless it is retried', async () => {
  await using cli = await supervisedCli({ reply: ({ lastUserText }) => `re: ${lastUserText}` });
  await using sup = await cli.system.startSupervisor({
    name: 'top',
    maxRestarts: 1_000,
    children: NAMES.map((name) => ({
      ...{ name, ...AT_ONCE, maxConsecutive: Infinity, retryInFlight: RETRYING.includes(name) },
    })),
  });
  const roll = dice();
  const settled: Asked[] = [];
  const ask = (text: string): Asked => {
    const name = NAMES[roll(NAMES.length)] ?? 'a';
    const asked: Asked = { name, text };
    sup
      .getSession(name)
      .query(text)
      .then(
        ({ result }) => (asked.answer = result),
        (error: unknown) => (asked.error = isSessionError(error) ? error : expect.unreachable(String(error))),
      )
      .finally(() => settled.push(asked));
    return asked;
  };
  const all = Array.from({ length: QUERIES }, (_, nth) => ask(`question-${nth}.`));
  for (let killed = 0; killed < KILLS; killed += 1) {
    const goal = settled.length + 1 + roll(2 * Math.floor(QUERIES / KILLS) - 2);
    await until(() => settled.length >= Math.min(goal, QUERIES));
    shoot(rowOf(sup, NAMES[roll(NAMES.length)] ?? 'a').pid);
  }
  await until(() => settled.length >= QUERIES);

  expect(new Set(settled).size).toBe(QUERIES);
  for (const { name, text, answer, error } of all) {
    const asked = cli.api.requests.filter(({ lastUserText }) => lastUserText === text).length;
    if (!RETRYING.includes(name)) expect([text, asked <= 1]).toEqual([text, true]);
    if (error) expect(error).toMatchObject({ code: 'crashed', sent: true, restarting: true });
    else expect([answer, asked > 0]).toEqual([`re: ${text}`, true]);
    if (RETRYING.includes(name)) expect(error).toBeUndefined();
  }
  const failed = all.filter(({ error }) => error);
  expect(failed.length).toBeGreaterThan(0);
  expect(failed.length).toBeLessThanOrEqual(KILLS);

  for (const name of NAMES) {
    await untilReady(sup, name);
    const mine = all.filter((each) => each.name === name);
    const texts = mine.map(({ text }) => text);
    const sent = [...new Set(cli.api.requests.map(({ lastUserText }) => lastUserText))];
    expect(sent.filter((text) => texts.includes(text))).toEqual(texts.filter((text) => sent.includes(text)));
    expect(settled.filter((each) => each.name === name && !each.error)).toEqual(
      mine.filter(({ error }) => !error),
    );
    // It remembers every answer, through all of its processes.
    expect((await sup.getSession(name).query('the last one')).result).toBe('re: the last one');
    const last = cli.api.requests.findLast(({ lastUserText }) => lastUserText === 'the last one');
    for (const { answer } of mine) if (answer !== undefined) expect(last?.holds(answer)).toBe(true);
  }
});
