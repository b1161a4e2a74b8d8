import type { Session, SessionError } from 'troupe';
import { paused, toolUse } from 'troupe/testing';
import { expect, it } from 'vitest';
import { processesWith, sleepOfItsOwn } from '../support/processes.js';
import type { RealCli } from '../support/real-cli.js';
import { startControl, type StartControl } from '../support/start-control.js';
import {
  AT_ONCE,
  changedSince,
  kill,
  processesOf,
  rowOf,
  supervisedCli,
  untilReady,
} from '../support/supervised-tree.js';
import { until } from '../support/until.js';
import { failure } from './crash-moments.js';

interface Theatre {
  readonly cli: RealCli;
  readonly starts: StartControl;
  readonly victim: Session;
  /** Kills the victim. */
  readonly kill: () => void;
}

/** Has the victim killed at a moment; resolves to the error of what was in flight, if anything was. */
type Moment = (theatre: Theatre) => Promise<SessionError | undefined>;

const idle: Moment = ({ kill }) => {
  kill();
  return Promise.resolve(undefined);
};

const streaming: Moment = async ({ cli, victim, kill }) => {
  const story = paused(['once ', 'upon ', 'a time']);
  cli.api.enqueue(story);
  story.release();
  const pieces = victim.stream('in flight').textDeltas();
  await pieces.next();
  kill();
  return failure(pieces.next());
};

const inATool: Moment = async ({ cli, victim, kill }) => {
  const command = sleepOfItsOwn();
  cli.api.enqueue(toolUse('Bash', { command: `touch begun & ${command}`, description: 'wait' }));
  const failed = failure(victim.query('in flight'));
  await until(() => processesWith(command).length > 0);
  kill();
  const error = await failed;
  expect(processesWith(command)).toEqual([]);
  return error;
};

const starting: Moment = async ({ starts, kill }) => {
  starts.order('wait');
  kill();
  const pid = await until(() => starts.waiting[0]);
  starts.order('go');
  process.kill(pid, 'SIGKILL');
  return undefined;
};

it.each<readonly [moment: string, moment: Moment, incarnation: number]>([
  ['while it is idle', idle, 2],
  ['while it streams', streaming, 2],
  ['while a tool runs', inATool, 2],
  ['and again while it starts', starting, 3],
])('a session that is killed %s comes back and remembers', async (_, moment, incarnation) => {
  await using cli = await supervisedCli({
    defaults: { includePartialMessages: true, allowedTools: ['Bash'] },
  });
  const starts = startControl(cli.sandbox);
  await using sup = await cli.system.startSupervisor({
    name: 'team',
    children: [{ name: 'sibling' }, { name: 'victim', ...starts.options, ...AT_ONCE }],
  });
  const victim = sup.getSession('victim');
  await victim.query('first');
  const before = processesOf(sup);

  const error = await moment({ cli, starts, victim, kill: () => kill(sup, 'victim') });
  if (error) expect(error).toMatchObject({ code: 'crashed', sent: true, restarting: true });
  await untilReady(sup, 'victim', incarnation - 1);
  await victim.query('last');

  expect(cli.api.requests.at(-1)?.userTexts.at(0)).toBe('first');
  expect(cli.api.requests.at(-1)?.lastUserText).toBe('last');
  expect(rowOf(sup, 'victim').incarnation).toBe(incarnation);
  expect(changedSince(before, sup)).toEqual(['victim']);
});
