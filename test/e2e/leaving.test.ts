import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ResultMessage } from 'troupe';
import type { ReceivedRequest, ReplyLike } from 'troupe/testing';
import { expect, it } from 'vitest';
import { processTable } from '../../src/process/process-table.js';
import { processesWith } from '../support/processes.js';
import { realCli } from '../support/real-cli.js';
import { skippingClock } from '../support/skipping-clock.js';
import { until } from '../support/until.js';
import { departures, type Departure } from './departures.js';

const ROUNDS = 50;

const promptOf = (request: ReceivedRequest): string => request.lastUserText.trim();

/** A session, and a model that answers each prompt with its own words unless it is told otherwise. */
async function answeringSession() {
  const clock = skippingClock();
  const replies = new Map<string, ReplyLike>();
  const reply = (request: ReceivedRequest): ReplyLike =>
    replies.get(promptOf(request)) ?? `re: ${promptOf(request)}`;
  const cli = await realCli({ reply, system: { clock } });
  const session = cli.start({ allowedTools: ['Bash'], includePartialMessages: true });
  await session.ready();
  return { cli, clock, session, answer: (prompt: string, given: ReplyLike) => replies.set(prompt, given) };
}

/** The requests of a round: of the prompts that were sent, in their order, each once. */
function expectedRequests({ isSent }: Departure, index: number, seen: readonly string[]): readonly string[] {
  const first = {
    true: [`left ${index}`],
    false: [`instead of left ${index}`],
    undefined: seen.filter((prompt) => prompt === `left ${index}`).slice(0, 1),
  }[String(isSent)];
  return [...(first ?? []), `waiting ${index}`, `next ${index}`];
}

it('gives the query that waits its own answer, and the next one too, whichever way a stream is left, 50 times in a row', async () => {
  const { cli, clock, session, answer } = await answeringSession();
  await using closing = cli;
  const { api, sandbox } = closing;
  const { pid } = session;

  for (let index = 0; index < ROUNDS; index += 1) {
    // The step is prime to their number: all of them come, and neighbours differ from round to round.
    const departure = departures[(index * 7) % departures.length] as Departure;
    const round = `${index}: ${departure.name}`;
    const folder = join(sandbox.root, `round-${index}`);
    await mkdir(folder);
    const requestsBefore = api.requests.length;
    const asked: Promise<ResultMessage>[] = [];
    const prompt = `left ${index}`;
    const askAnother = (): void => void asked.push(session.query(`waiting ${index}`));

    const seen = await departure.leave({ session, clock, prompt, folder, answer, askAnother });
    expect([round, ...seen]).toEqual([round, ...departure.seen(prompt)]);
    const answers = await Promise.all([...asked, session.query(`next ${index}`)]);
    const texts = answers.map(({ result }) => result);
    expect([round, ...texts]).toEqual([round, `re: waiting ${index}`, `re: next ${index}`]);

    const requests = api.requests.slice(requestsBefore);
    const prompts = requests.map(promptOf);
    expect([round, ...prompts]).toEqual([round, ...expectedRequests(departure, index, prompts)]);
    if (departure.isSent !== undefined) {
      const held = requests.at(-1)?.userTexts.some((text) => text.trim() === prompt);
      expect([round, held]).toEqual([round, departure.isSent]);
    }
    expect([round, session.state, session.queued]).toEqual([round, 'ready', 0]);
  }

  const spoken = api.requests.at(-1)?.userTexts.map((text) => text.trim()) ?? [];
  const answered = Array.from({ length: ROUNDS }, (_, index) => [`waiting ${index}`, `next ${index}`]);
  expect(spoken.filter((text) => /^(waiting|next) /.test(text))).toEqual(answered.flat());
  expect(session.pid).toBe(pid);
  expect(processTable.list()).toHaveLength(1);
  await until(() => processesWith(join(sandbox.root, 'round-')).length === 0);
  expect([api.faults, api.refusals]).toEqual([[], []]);
});
