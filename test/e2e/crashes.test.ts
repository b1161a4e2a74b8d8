import type { SessionError } from 'troupe';
import { paused } from 'troupe/testing';
import { describe, expect, it } from 'vitest';
import { goBetween, type Death } from '../support/go-between.js';
import { processesUnder } from '../support/processes.js';
import { realCli } from '../support/real-cli.js';
import { until } from '../support/until.js';
import { heldMoments, openMoments } from './crash-moments.js';

const moments = { ...openMoments, ...heldMoments };
type Moment = keyof typeof moments;

/** How the process ends that the host knows: the CLI itself, or a go-between that leaves the CLI behind. */
const ways: readonly (readonly [way: Death, who: 'the CLI' | 'a go-between', exit: object])[] = [
  ['SIGKILL', 'the CLI', { signal: 'SIGKILL', exitCode: undefined }],
  ['SIGTERM', 'the CLI', { signal: undefined, exitCode: 143 }],
  ['SIGKILL', 'a go-between', { signal: 'SIGKILL', exitCode: undefined }],
  ['SIGTERM', 'a go-between', { signal: 'SIGTERM', exitCode: undefined }],
  ['exit 0', 'a go-between', { signal: undefined, exitCode: 0 }],
];

const WORDS = 'last words of the process';

const cells = ways.flatMap(([way, who, exit]) =>
  (Object.keys(moments) as Moment[])
    .filter((moment) => (way === 'exit 0' ? true : moment in openMoments === (who === 'the CLI')))
    .map((moment) => ({ way, who, exit, moment })),
);

describe.each(cells)('when $who dies by $way, $moment', ({ way, who, exit, moment }) => {
  it('fails what was asked with how it ended, is stopped, and leaves nothing', async () => {
    await using cli = await realCli();
    await using between = who === 'the CLI' ? undefined : await goBetween(cli.sandbox);
    const {
      session,
      inFlight,
      waiting,
      also = [],
      die,
    } = await moments[moment]({
      cli,
      between,
      start: (options) => cli.start({ ...options, ...between?.options, name: 'assistant' }),
    });
    const started = moment !== 'before the handshake';
    const { sessionId } = session;
    const crashes: SessionError[] = [];
    const left: number[][] = [];
    session.on('crashed', (error) => {
      crashes.push(error);
      left.push(processesUnder(cli.sandbox.root));
    });
    expect(processesUnder(cli.sandbox.root)).toContain(between?.cliPid ?? session.pid);
    const requests = cli.api.requests.length;

    between?.say(WORDS);
    if (die) die(way);
    else if (between) between.die(way);
    else process.kill(session.pid ?? 0, way);

    await until(() => session.state === 'stopped');
    expect(left).toEqual([[]]);
    const facts = {
      code: started ? 'crashed' : 'start_failed',
      ...exit,
      stderrTail: between ? WORDS : '',
      sessionName: 'assistant',
      sessionId,
    };
    expect(crashes).toMatchObject([facts]);
    if (inFlight) expect(await inFlight).toMatchObject({ ...facts, sent: true });
    for (const error of await Promise.all(waiting)) expect(error).toMatchObject({ ...facts, sent: false });
    for (const [settled, to] of also) expect(await settled).toBe(to);
    await expect(session.query('too late')).rejects.toMatchObject({ ...facts, sent: false });
    expect(sessionId).toEqual(started ? expect.any(String) : undefined);
    expect(cli.api.requests).toHaveLength(requests);
  });
});

describe.each(ways.filter(([, who]) => who === 'a go-between'))(
  'a reader who is busy at a death by %s',
  (way) => {
    it('still gets all that had come, and then the error, once', async () => {
      await using cli = await realCli();
      await using between = await goBetween(cli.sandbox);
      const story = paused(['once ', 'upon ', 'a ', 'time']);
      cli.api.enqueue(story);
      story.release(3);
      const session = cli.start({ ...between.options, includePartialMessages: true });
      const pieces = session.stream('first').textDeltas();
      const heard = [await pieces.next()];
      await between.until('passed', '"a "');
      between.die(way);
      await until(() => session.state === 'stopped');
      heard.push(await pieces.next(), await pieces.next());
      expect(heard.map(({ value }) => value)).toEqual(['once ', 'upon ', 'a ']);
      await expect(pieces.next()).rejects.toMatchObject({ code: 'crashed', sent: true });
      expect(await pieces.next()).toEqual({ done: true, value: undefined });
    });
  },
);
