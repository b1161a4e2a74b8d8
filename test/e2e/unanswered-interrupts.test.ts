import { hang } from 'troupe/testing';
import { expect, it } from 'vitest';
import { goBetween, type Rule } from '../support/go-between.js';
import { processesUnder } from '../support/processes.js';
import { realCli } from '../support/real-cli.js';
import { skippingClock } from '../support/skipping-clock.js';

/** What gets lost on the way, and how the query in flight ends then. */
const losses: readonly (readonly [name: string, lost: Rule, inFlight: string])[] = [
  ['which the CLI never gets', { lane: 'fromHost', what: 'drop', text: '"interrupt"' }, 'unresponsive'],
  ['whose answer never comes', { lane: 'fromCli', what: 'drop', text: '"control_response"' }, 'interrupted'],
  ['after which no result comes', { lane: 'fromCli', what: 'drop', text: '"type":"result"' }, 'unresponsive'],
];

it.each(losses)('an interrupt %s ends with the process, and says so', async (_, lost, inFlight) => {
  const clock = skippingClock();
  await using cli = await realCli({ reply: () => hang(), system: { clock } });
  await using between = await goBetween(cli.sandbox);
  const session = cli.start(between.options);
  const left = session.query('left');
  const waiting = session.query('waiting');
  for (const asked of [left, waiting]) asked.catch(() => undefined);
  await cli.api.waitForRequests(1);
  await between.rule(lost);

  const both = [session.interrupt(), session.interrupt()];
  await between.until('dropped', lost.text);
  if (inFlight === 'interrupted') await expect(left).rejects.toMatchObject({ code: 'interrupted' });
  expect(session.state).toBe('querying');
  clock.skip(10_000);

  expect(await Promise.all(both)).toEqual(['killed', 'killed']);
  expect(processesUnder(cli.sandbox.root)).toEqual([]);
  expect(session.state).toBe('stopped');
  await expect(left).rejects.toMatchObject({ code: inFlight });
  await expect(waiting).rejects.toMatchObject({ code: 'unresponsive', signal: 'SIGKILL', sent: false });
  expect(cli.api.requests).toHaveLength(1);
});
