import { randomUUID } from 'node:crypto';
import type { SessionOptions } from '../../../../src/protocol/options/session-options.js';
import type { StartingPoint } from '../../../../src/protocol/options/launch-arguments.js';
import { Driver } from './driver.js';
import { Names } from './describe-frame.js';
import { begin, conversation, finish, fork, fresh, resume, type Scenario } from './scenarios.js';
import type { Stage } from './stage.js';

/** How a start ends that is stopped as soon as it is ready. */
async function tryStart(stage: Stage, start: StartingPoint, options: SessionOptions = {}): Promise<unknown> {
  const names = new Names();
  for (const [key, id] of Object.entries(start)) if (key !== 'kind') names.set(id, key);
  const driver = new Driver(stage.backend, { ...stage.options, ...options }, start, { names });
  const ready = await driver.ready().then(
    () => true,
    () => false,
  );
  const ending = ready ? await driver.stop() : await driver.ended();
  // The id in a failed start's result is the CLI's own affair.
  return { ready, ending, log: driver.log.map((line) => line.replace(/ \S+$/, '')) };
}

export const starts: Readonly<Record<string, Scenario>> = {
  'coming back to what does not exist': async (stage) => [
    await tryStart(stage, resume(randomUUID())),
    await tryStart(stage, resume('no-uuid')),
    await tryStart(stage, fork(randomUUID())),
  ],

  'under an id that is none': async (stage) => {
    const { id } = await conversation(stage);
    return [await tryStart(stage, fresh('no-uuid')), await tryStart(stage, fork(id, 'no-uuid'))];
  },

  'under an id that is taken: here, elsewhere, by a fork, and by one that was not asked yet': async (
    stage,
  ) => {
    const { id } = await conversation(stage);
    const { id: other } = await conversation(stage);
    const silent = randomUUID();
    const unasked = await begin(stage, { start: fresh(silent) });
    const outcome = [
      await tryStart(stage, fresh(id)),
      await tryStart(stage, fresh(id), { cwd: stage.elsewhere }),
      await tryStart(stage, fork(id, id)),
      await tryStart(stage, fork(id, other)),
      await tryStart(stage, fresh(silent)),
    ];
    await finish(unasked);
    return outcome;
  },

  'from another directory, and twice at once': async (stage) => {
    const { id } = await conversation(stage);
    const holder = await begin(stage, { start: resume(id) });
    const outcome = [
      await tryStart(stage, resume(id)),
      await tryStart(stage, resume(id), { cwd: stage.elsewhere }),
      await tryStart(stage, fork(id), { cwd: stage.elsewhere }),
    ];
    await finish(holder);
    return outcome;
  },

  'to come back to what was not kept': async (stage) => {
    const id = randomUUID();
    const driver = await begin(stage, { start: fresh(id), noSessionPersistence: true });
    stage.says('one');
    await driver.ask('A');
    await driver.stop();
    return tryStart(stage, resume(id));
  },
};

export const ends: Readonly<Record<string, Scenario>> = {
  'a stop: before a turn, after one, after one that failed, after one that was interrupted': async (
    stage,
  ) => {
    const drivers = [await begin(stage), await begin(stage), await begin(stage), await begin(stage)] as const;
    const [, asked, failed, interrupted] = drivers;
    stage.says('one');
    await asked.ask('A');
    stage.fails(400);
    await failed.ask('B');
    stage.stallsAfter();
    interrupted.write('C');
    await interrupted.until('init');
    await interrupted.control({ subtype: 'interrupt' });
    await interrupted.until('C cancelled');
    return Promise.all(drivers.map((driver) => driver.stop()));
  },

  'a stop in the middle of a turn, which is interrupted first': async (stage) => {
    const driver = await begin(stage);
    stage.stallsAfter();
    driver.write('A');
    await driver.until('init');
    return [await driver.stop(), driver.log];
  },

  'a kill: before it is ready, idle, and in the middle of a turn': async (stage) => {
    const early = new Driver(stage.backend, stage.options, fresh());
    const idle = await begin(stage);
    const busy = await begin(stage);
    stage.stallsAfter();
    busy.write('A');
    await busy.until('init');
    return [await early.stop(0), await idle.stop(0), await busy.stop(0), busy.log];
  },
};
