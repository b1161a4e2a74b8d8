import type { SessionError, Strategy } from 'troupe';
import { delayed } from 'troupe/testing';
import { expect, it } from 'vitest';
import { deferred } from '../../src/base/deferred.js';
import {
  AT_ONCE,
  changedSince,
  kill,
  processesOf,
  supervisedCli,
  untilReady,
} from '../support/supervised-tree.js';

const NAMES = ['outside', 'one', 'two'] as const;

/** The answer, or why there is none. */
const outcomeOf = (asked: Promise<{ readonly result?: string }>): Promise<string | undefined> =>
  asked.then(
    ({ result }) => result,
    (error: unknown) => (error as SessionError).code,
  );

it.each<readonly [strategy: Strategy, victim: 'one' | 'two', changed: readonly string[]]>([
  ['one_for_one', 'one', ['one']],
  ['one_for_all', 'two', ['one', 'two']],
  ['rest_for_one', 'one', ['one', 'two']],
  ['rest_for_one', 'two', ['two']],
])(
  '%s: when %s is killed in a turn, %j come back and remember, what waited is answered in order, and no other process changes',
  async (strategy, victim, changed) => {
    const held = deferred();
    await using cli = await supervisedCli({
      reply: ({ lastUserText: asked }) =>
        asked.startsWith('held') ? delayed(held.promise, `re: ${asked}`) : `re: ${asked}`,
    });
    const [one, two] = [
      { name: 'one', ...AT_ONCE },
      { name: 'two', ...AT_ONCE },
    ] as const;
    await using sup = await cli.system.startSupervisor({
      name: 'team',
      children: [{ name: 'outside' }, { type: 'supervisor', name: 'pair', strategy, children: [one, two] }],
    });
    await Promise.all(NAMES.map((name) => sup.getSession(name).query(`I am ${name}`)));
    const inFlight = NAMES.map((name) => outcomeOf(sup.getSession(name).query(`held ${name}`)));
    const waiting = NAMES.map((name) =>
      ['second', 'third'].map((nth) => outcomeOf(sup.getSession(name).query(`${nth} ${name}`))),
    );
    await cli.api.waitForRequests(6);
    const before = processesOf(sup);

    kill(sup, victim);
    await Promise.all(changed.map((name) => untilReady(sup, name, 1)));
    held.resolve();

    for (const [index, name] of NAMES.entries()) {
      const cut = name === victim ? 'crashed' : 'restarted';
      expect(await inFlight[index]).toBe(changed.includes(name) ? cut : `re: held ${name}`);
      expect(await Promise.all(waiting[index] ?? [])).toEqual([`re: second ${name}`, `re: third ${name}`]);
      const said = [`I am ${name}`, `second ${name}`, `third ${name}`];
      const last = cli.api.requests.findLast(({ lastUserText }) => lastUserText === said.at(-1));
      expect(last?.userTexts.filter((text) => said.includes(text))).toEqual(said);
      expect(last?.holds(`re: I am ${name}`)).toBe(true);
    }
    expect(changedSince(before, sup)).toEqual(changed);
  },
);
