import { randomUUID } from 'node:crypto';
import { isSessionError } from '../../../../src/errors/session-error.js';
import type { Where } from '../../../../src/adapter/session-adapter.js';
import type { Driver } from './driver.js';
import { begin, conversation, fork, fresh, resume, type Scenario } from './scenarios.js';
import type { Stage } from './stage.js';

/** What is kept of a conversation, with names for its ids. */
async function recorded(stage: Stage, id: string, { names }: Driver, where: Where = {}): Promise<unknown> {
  try {
    const messages = await stage.backend.readConversation(id, { ...stage.options, ...where });
    return messages.map((message) => {
      if (message.type !== 'user' && message.type !== 'assistant') return message.type;
      const { type, uuid, session_id: sessionId, timestamp, parent_tool_use_id: parent } = message;
      const { role, content } = message.message;
      const spoken = names.in(JSON.stringify({ uuid, role, content }));
      const isOwn = sessionId === id;
      return [type, spoken.replace(/"uuid":"[0-9a-f-]{36}"/, 'some uuid'), isOwn, typeof timestamp, parent];
    });
  } catch (error) {
    return isSessionError(error) ? error.code : error;
  }
}

async function latest(stage: Stage, { names }: Driver, where: Where = {}): Promise<unknown> {
  const id = await stage.backend.latestConversation({ ...stage.options, ...where });
  return id === undefined ? id : names.in(id);
}

export const records: Readonly<Record<string, Scenario>> = {
  'from the first prompt on, with an interrupted turn': async (stage) => {
    const id = randomUUID();
    const driver = await begin(stage, { start: fresh(id), includePartialMessages: true });
    driver.names.set(id, 'ID');
    const before = [await recorded(stage, id, driver), await latest(stage, driver)];
    stage.says('one');
    await driver.ask('A');
    stage.stallsAfter('half');
    driver.write('B');
    await driver.until('"half"');
    await driver.control({ subtype: 'interrupt' });
    await driver.until('B cancelled');
    await driver.stop();
    return [before, await recorded(stage, id, driver), await latest(stage, driver)];
  },

  'of a tool': async (stage) => {
    const id = randomUUID();
    const driver = await begin(stage, { start: fresh(id) });
    await stage.usesTool('answer').open();
    await driver.ask('A');
    await driver.stop();
    const messages = await stage.backend.readConversation(id, stage.options);
    return messages.map((message) =>
      message.type === 'user' || message.type === 'assistant'
        ? typeof message.message.content === 'string' || message.message.content.map(({ type }) => type)
        : message.type,
    );
  },

  'of a fork, whose origin stays as it is': async (stage) => {
    const { id, first } = await conversation(stage);
    const forkId = randomUUID();
    const driver = await begin(stage, { start: fork(id, forkId), names: first.names });
    driver.names.set(forkId, 'FORK');
    const before = await recorded(stage, forkId, driver);
    stage.says('two');
    await driver.ask('B');
    await driver.stop();
    return [
      before,
      await recorded(stage, id, driver),
      await recorded(stage, forkId, driver),
      await latest(stage, driver),
    ];
  },

  'from another directory, where they are found and not the latest': async (stage) => {
    const { id, first } = await conversation(stage);
    const where = { cwd: stage.elsewhere };
    const before = [await recorded(stage, id, first, where), await latest(stage, first, where)];
    const driver = await begin(stage, { start: resume(id), names: first.names, ...where });
    stage.says('two');
    await driver.ask('B');
    await driver.stop();
    return [
      before,
      await recorded(stage, id, driver),
      await latest(stage, driver),
      await latest(stage, driver, where),
    ];
  },

  'in another configuration, where they are not found': async (stage) => {
    const { id, first } = await conversation(stage);
    const env = { ...stage.options.env, CLAUDE_CONFIG_DIR: '/nowhere' };
    return [await recorded(stage, id, first, { env }), await latest(stage, first, { env })];
  },

  'of sessions that keep nothing': async (stage) => {
    const { id, first } = await conversation(stage);
    const other = randomUUID();
    const options = { noSessionPersistence: true, names: first.names };
    const back = await begin(stage, { start: resume(id), ...options });
    const silent = await begin(stage, { start: fresh(other), ...options });
    stage.says('two');
    await back.ask('B');
    stage.says('three');
    await silent.ask('C');
    await Promise.all([back.stop(), silent.stop()]);
    return [
      await recorded(stage, id, first),
      await recorded(stage, other, first),
      await latest(stage, first),
    ];
  },

  'around a clear': async (stage) => {
    const id = randomUUID();
    const driver = await begin(stage, { start: fresh(id) });
    driver.names.set(id, 'ID');
    stage.says('one');
    await driver.ask('A');
    const promptId = await driver.ask('B', '/clear');
    await driver.stop();
    const cleared = await stage.backend.latestConversation(stage.options);
    driver.names.set(cleared ?? '', 'CLEARED');
    driver.names.set(promptId, 'B');
    return [await recorded(stage, id, driver), await recorded(stage, cleared ?? '', driver), cleared === id];
  },
};
