import { randomUUID } from 'node:crypto';
import type { SessionOptions } from '../../../../src/protocol/options/session-options.js';
import type { StartingPoint } from '../../../../src/protocol/options/launch-arguments.js';
import { Driver, type DriverOptions } from './driver.js';
import type { Stage } from './stage.js';

/** What happens in a scenario; it returns what has to be the same on every stage. */
export type Scenario = (stage: Stage) => Promise<unknown>;

export const fresh = (sessionId: string = randomUUID()): StartingPoint => ({ kind: 'fresh', sessionId });
export const resume = (sessionId: string): StartingPoint => ({ kind: 'resume', sessionId });
export const fork = (parentSessionId: string, sessionId: string = randomUUID()): StartingPoint => ({
  kind: 'fork',
  parentSessionId,
  sessionId,
});

/** Starts a process and waits until it is ready. */
export async function begin(
  stage: Stage,
  {
    start = fresh(),
    names,
    serve,
    ...options
  }: { start?: StartingPoint } & DriverOptions & SessionOptions = {},
): Promise<Driver> {
  const driver = new Driver(stage.backend, { ...stage.options, ...options }, start, { names, serve });
  await driver.ready();
  return driver;
}

/** Ends a process that has no more to say. */
export async function finish(driver: Driver): Promise<readonly string[]> {
  await driver.stop(0);
  return driver.log;
}

/** A conversation of one turn, under an id that is called `ID`. */
export async function conversation(stage: Stage): Promise<{ id: string; promptId: string; first: Driver }> {
  const id = randomUUID();
  const first = await begin(stage, { start: fresh(id) });
  first.names.set(id, 'ID');
  stage.says('one');
  const promptId = await first.ask('A');
  await first.stop();
  return { id, promptId, first };
}
