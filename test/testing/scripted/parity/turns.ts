import { begin, conversation, finish, fork, resume, type Scenario } from './scenarios.js';

export const turns: Readonly<Record<string, Scenario>> = {
  'two prompts, one after the other': async (stage) => {
    const driver = await begin(stage);
    stage.says('one');
    stage.says('two');
    await driver.ask('A');
    await driver.ask('B', [{ type: 'text', text: 'in blocks' }]);
    return finish(driver);
  },

  'partial messages': async (stage) => {
    const driver = await begin(stage, { includePartialMessages: true });
    stage.says('short');
    await driver.ask('A');
    // Beside the model's stream the CLI tells that it asks for one.
    return (await finish(driver)).filter((line) => !line.startsWith('status'));
  },

  'prompts written while a turn runs, a command among them': async (stage) => {
    const driver = await begin(stage);
    const held = stage.saysLater('one');
    stage.says('two and three');
    stage.says('four');
    driver.write('A');
    await driver.until('init');
    for (const name of ['B', 'C']) driver.write(name);
    driver.write('D', '/clear');
    driver.write('E');
    await driver.until('E queued');
    await held.open();
    await driver.until('E completed');
    return finish(driver);
  },

  'merged prompts as the model is asked them': async (stage) => {
    const driver = await begin(stage);
    const held = stage.saysLater('one');
    stage.says('two and three');
    driver.write('A');
    await driver.until('init');
    driver.write('B');
    driver.write('C');
    await driver.until('C queued');
    await held.open();
    await driver.until('C completed');
    await finish(driver);
    return stage.lastPrompts().join('\n').split(/\n+/);
  },

  'a tool, and a prompt that comes while it runs': async (stage) => {
    const driver = await begin(stage);
    const tool = stage.usesTool('answer');
    driver.write('A');
    await driver.until('tool_use');
    driver.write('B');
    await driver.until('B queued');
    await tool.open();
    await driver.until('A completed');
    return finish(driver);
  },

  'a uuid that the process knows: of the last turn, of the running one, of one that waits': async (stage) => {
    const driver = await begin(stage);
    stage.says('one');
    const first = await driver.ask('A');
    driver.write('A', 'again', first);
    const held = stage.saysLater('two');
    stage.says('three');
    const second = driver.write('B');
    await driver.until('init', 2);
    driver.write('B', 'again', second);
    const third = driver.write('C');
    driver.write('C', 'again', third);
    await driver.until('C queued');
    await held.open();
    await driver.until('C completed');
    return finish(driver);
  },

  'a uuid that is on record: in a resumed conversation, and in a fork of it': async (stage) => {
    const { id, promptId, first } = await conversation(stage);
    const resumed = await begin(stage, { start: resume(id), names: first.names });
    resumed.write('A', 'again', promptId);
    await resumed.until('A completed');
    const forked = await begin(stage, { start: fork(id), names: first.names });
    stage.says('two');
    forked.write('A', 'again', promptId);
    await forked.until('A completed');
    return [await finish(resumed), await finish(forked)];
  },

  'what the model is told after a resume, by a fork, and after a clear': async (stage) => {
    const { id, first } = await conversation(stage);
    const told: unknown[] = [];
    for (const start of [resume(id), fork(id)]) {
      const driver = await begin(stage, { start, names: first.names });
      stage.says('two');
      await driver.ask('B');
      told.push(driver.log.at(-2), stage.lastPrompts());
      await driver.ask('C', '/clear');
      stage.says('three');
      await driver.ask('D');
      told.push(stage.lastPrompts().filter((text) => !text.includes('local-command')));
      await finish(driver);
    }
    return told;
  },

  'the ways to clear, and what looks like one': async (stage) => {
    const driver = await begin(stage);
    stage.says('one');
    stage.says('two');
    await driver.ask('A', '/clear');
    await driver.ask('B', ' /clear');
    await driver.ask('C', '/clear please');
    await driver.ask('D', '/new');
    await driver.ask('E', '/reset');
    await driver.ask('F', [{ type: 'text', text: '/clear' }]);
    await driver.ask('G', '/nosuchcommand');
    return finish(driver);
  },

  'an API that fails, and the turn after it': async (stage) => {
    const driver = await begin(stage);
    const statuses = [400, 401, 403, 404, 429, 500, 529];
    for (const status of statuses) {
      stage.fails(status);
      await driver.ask(`E${status}`);
    }
    stage.says('fine');
    await driver.ask('A');
    return [driver.log, await driver.stop()];
  },
};
