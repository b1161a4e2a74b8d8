import type { Driver } from './driver.js';
import { begin, finish, type Scenario } from './scenarios.js';
import type { Stage } from './stage.js';

const plain = { subtype: 'interrupt' };
const cancelling = { subtype: 'interrupt', cancel_queued: true };

/** Begins a turn that stands still in the middle of a text. */
async function stall(stage: Stage, driver: Driver): Promise<void> {
  stage.stallsAfter('half ', 'a word');
  driver.write('A');
  await driver.until('a word');
}

async function stallWithOneWaiting(stage: Stage, driver: Driver): Promise<void> {
  await stall(stage, driver);
  driver.write('B');
  await driver.until('B queued');
}

const streaming = { includePartialMessages: true };

export const interrupts: Readonly<Record<string, Scenario>> = {
  'of a turn, with a prompt that waits and then runs': async (stage) => {
    const driver = await begin(stage, streaming);
    await stallWithOneWaiting(stage, driver);
    stage.says('two');
    const answer = await driver.control(plain);
    await driver.until('B completed');
    return [answer, essence(await finish(driver))];
  },

  'of a turn, with a prompt that waits and is cancelled': async (stage) => {
    const driver = await begin(stage, streaming);
    await stallWithOneWaiting(stage, driver);
    const answer = await driver.control(cancelling);
    await driver.until('A cancelled');
    return [answer, essence(await finish(driver))];
  },

  'of a text, and of the next turn nothing': async (stage) => {
    const driver = await begin(stage, streaming);
    await stall(stage, driver);
    const answer = await driver.control(plain);
    await driver.until('A cancelled');
    stage.says('two');
    await driver.ask('B');
    return [answer, essence(await finish(driver))];
  },

  'of a tool': async (stage) => {
    const driver = await begin(stage);
    const tool = stage.usesTool('never said');
    driver.write('A');
    await driver.until('tool_use');
    await tool.begun();
    const answer = await driver.control(cancelling);
    await driver.until('A cancelled');
    return [answer, await finish(driver)];
  },

  'of a message that has called a tool and goes on': async (stage) => {
    const driver = await begin(stage, streaming);
    stage.stallsBehindTool();
    driver.write('A');
    await driver.until('a word');
    const answer = await driver.control(plain);
    await driver.until('A cancelled');
    return [answer, withoutStream(await finish(driver))];
  },

  'of a turn that had taken another prompt in': async (stage) => {
    const driver = await begin(stage, streaming);
    const tool = stage.usesTool('half a word', { stalls: true });
    driver.write('A');
    await driver.until('tool_use(');
    driver.write('B');
    await driver.until('B queued');
    await tool.open();
    await driver.until('"half a word"');
    const answer = await driver.control(plain);
    await driver.until('A cancelled');
    return [answer, withoutStream(await finish(driver))];
  },

  'of nothing, and twice': async (stage) => {
    const driver = await begin(stage);
    const answers = [await driver.control(plain), await driver.control(cancelling)];
    stage.says('one');
    await driver.ask('A');
    answers.push(await driver.control(cancelling), await driver.control(plain));
    stage.says('two');
    await driver.ask('B');
    return [answers, await finish(driver)];
  },

  'of a turn of its own': async (stage) => {
    const driver = await begin(stage, streaming);
    await stage.wakes(driver, () => stage.stallsAfter('half ', 'a word'));
    await driver.until('a word');
    const answer = await driver.control(plain);
    await driver.until('result error');
    stage.says('two');
    await driver.ask('B');
    return [answer, essence(await finish(driver))];
  },
};

export const ownTurns: Readonly<Record<string, Scenario>> = {
  'while nothing is asked': async (stage) => {
    const driver = await begin(stage);
    await stage.wakes(driver, () => stage.says('It ended.'));
    await driver.until('result success');
    stage.says('two');
    await driver.ask('B');
    return essence(await finish(driver));
  },

  'with a prompt that waits for its end': async (stage) => {
    const driver = await begin(stage);
    let held = { open: () => Promise.resolve() };
    await stage.wakes(driver, () => (held = stage.saysLater('It ended.')));
    await driver.until('init');
    stage.says('two');
    driver.write('B');
    await driver.until('B queued');
    await held.open();
    await driver.until('B completed');
    return essence(await finish(driver));
  },

  'with a prompt that is folded in after a tool': async (stage) => {
    const driver = await begin(stage);
    let tool = { open: () => Promise.resolve() };
    await stage.wakes(driver, () => (tool = stage.usesTool('It ended.')));
    await driver.until('tool_use');
    driver.write('B');
    await driver.until('B queued');
    await tool.open();
    await driver.until('result success');
    return essence(await finish(driver));
  },
};

/** What is said of the tool itself is streamed, too, which is not compared. */
function withoutStream(log: readonly string[]): readonly string[] {
  return essence(log).filter((line) => !line.startsWith('stream '));
}

/** When an interrupt comes that follows a prompt: the real CLI is asked `at once`, and which it becomes is a race. */
export type Moment = 'at once' | 'after its start' | 'after its end';

/** An interrupt of a prompt that was only just written, the first of its process or a later one. */
export async function interruptOfNew(
  stage: Stage,
  { cancels, isFirst, moment }: { cancels: boolean; isFirst: boolean; moment: Moment },
): Promise<unknown> {
  const driver = await begin(stage);
  if (!isFirst) {
    stage.says('one');
    await driver.ask('A');
  }
  if (moment === 'after its start') stage.stallsAfter();
  else stage.says('two');
  driver.write('B');
  if (moment === 'after its start') await driver.until('[B]');
  if (moment === 'after its end') await driver.until('B completed');
  const answer = await driver.control(cancels ? cancelling : plain);
  await Promise.race([driver.until('B completed'), driver.until('B cancelled')]);
  return [answer, await finish(driver)];
}

/** Without what the stand-in does not say: that a stream is asked for, and all of a background task but its end. */
function essence(log: readonly string[]): readonly string[] {
  return log.filter((line) => !/^(status |task_updated|background_tasks_changed)/.test(line));
}
