import type { AdapterSink } from '../../../../src/adapter/session-adapter.js';
import type { ControlRequestBody } from '../../../../src/protocol/wire/classify-line.js';
import type { Driver } from './driver.js';
import { calculator } from './calculator.js';
import { begin, finish, type Scenario } from './scenarios.js';

const asking = { permissionMode: 'default', canUseTool: 'ask' } as const;
const COMMAND = 'touch made; echo made';

/** A turn in which a tool is to be used, and how the host answers the question whether it may. */
function answering(serve: AdapterSink['serve']): Scenario {
  return async (stage) => {
    const driver = await begin(stage, { ...asking, serve });
    stage.callsBash(COMMAND, 'answer');
    await driver.ask('A');
    return await finish(driver);
  };
}

const never = (): Promise<never> => new Promise(() => undefined);

/** A turn that waits for the answer to a question, which has been asked. */
async function asked(stage: Parameters<Scenario>[0], options: object = asking): Promise<Driver> {
  const driver = await begin(stage, { ...options, serve: never });
  stage.callsBash(COMMAND, 'answer', 'hooks' in options ? 'hook_0' : undefined);
  driver.write('A');
  await driver.until('asks ');
  return driver;
}

export const permissions: Readonly<Record<string, Scenario>> = {
  'that are given': answering(() => Promise.resolve({ behavior: 'allow' })),
  'that are given for another input': answering(() =>
    Promise.resolve({ behavior: 'allow', updatedInput: { command: 'echo other' } }),
  ),
  'that are given with another mode': answering(() => {
    const update = { type: 'setMode', mode: 'acceptEdits', destination: 'session' };
    return Promise.resolve({ behavior: 'allow', updatedPermissions: [update] });
  }),
  'that are denied': answering(() => Promise.resolve({ behavior: 'deny', message: 'no' })),
  'that are denied, and the turn with it': answering(() =>
    Promise.resolve({ behavior: 'deny', message: 'no', interrupt: true }),
  ),
  'that are refused with an error': answering(() => Promise.reject(new Error('no way'))),
  'that are no answer': async (stage) => {
    const answers = [{}, { behavior: 'allow', updatedInput: 5 }, { behavior: 'deny' }, { behavior: 'maybe' }];
    const driver = await begin(stage, { ...asking, serve: () => Promise.resolve(answers.shift() ?? {}) });
    for (const name of ['A', 'B', 'C', 'D']) {
      stage.callsBash(COMMAND, 'answer');
      await driver.ask(name);
    }
    return await finish(driver);
  },

  'that are withdrawn by an interrupt': async (stage) => {
    const driver = await asked(stage);
    const answer = await driver.control({ subtype: 'interrupt', cancel_queued: true });
    await driver.until('A cancelled');
    return [answer, await finish(driver)];
  },
};

const preToolUse = { ...asking, hooks: { PreToolUse: [{ hooks: [() => ({})] }] } };

function hooked(...answers: readonly object[]): Scenario {
  return async (stage) => {
    const left = [...answers];
    const driver = await begin(stage, { ...preToolUse, serve: () => Promise.resolve({ ...left.shift() }) });
    stage.callsBash(COMMAND, 'answer', 'hook_0');
    await driver.ask('A');
    return await finish(driver);
  };
}

function decision(permissionDecision: string): object {
  const hookSpecificOutput = {
    hookEventName: 'PreToolUse',
    permissionDecision,
    permissionDecisionReason: 'a reason',
  };
  return { hookSpecificOutput };
}

export const hooks: Readonly<Record<string, Scenario>> = {
  'that have nothing to say': hooked({}, { behavior: 'allow' }),
  'that allow it': hooked(decision('allow')),
  'that deny it': hooked(decision('deny')),
  'that have the host asked': hooked(decision('ask'), { behavior: 'allow' }),
  'that answer nonsense': hooked({ hookSpecificOutput: 5 }, { behavior: 'allow' }),
  'that are withdrawn by an interrupt': async (stage) => {
    const driver = await asked(stage, preToolUse);
    const answer = await driver.control({ subtype: 'interrupt', cancel_queued: true });
    await driver.until('A cancelled');
    return [answer, await finish(driver)];
  },
};

const refused: readonly ControlRequestBody[] = [
  { subtype: 'mcp_toggle' },
  { subtype: 'mcp_toggle', serverName: 'nope', enabled: false },
  { subtype: 'mcp_toggle', serverName: 'calc' },
  { subtype: 'mcp_reconnect' },
  { subtype: 'mcp_reconnect', serverName: 'nope' },
  { subtype: 'mcp_reconnect', serverName: 'calc' },
  { subtype: 'mcp_set_servers' },
  { subtype: 'stop_task' },
  { subtype: 'stop_task', task_id: 'nope' },
  { subtype: 'background_tasks' },
  { subtype: 'set_max_thinking_tokens', max_thinking_tokens: 5, thinking_display: 'bogus' },
  { subtype: 'set_max_thinking_tokens', max_thinking_tokens: null, thinking_display: 'omitted' },
];

export const controls: Readonly<Record<string, Scenario>> = {
  'what is refused, and what has nothing to do': async (stage) => {
    const driver = await begin(stage, calculator());
    await statusOf(driver, 'calc connected');
    const answers: unknown[] = [];
    for (const request of refused) answers.push([request, await driver.control(request)]);
    return [answers, await finish(driver)];
  },

  'the servers of this host: turned off and on, and replaced': async (stage) => {
    const driver = await begin(stage, calculator());
    const toggle = { subtype: 'mcp_toggle', serverName: 'calc' };
    const set = (...names: string[]): ControlRequestBody => ({
      subtype: 'mcp_set_servers',
      servers: Object.fromEntries(names.map((name) => [name, { type: 'sdk', name }])),
    });
    const outcome = [await statusOf(driver, 'calc connected')];
    await driver.control({ ...toggle, enabled: false });
    outcome.push(await statusOf(driver, 'calc disabled'));
    await driver.control({ ...toggle, enabled: true });
    outcome.push(await statusOf(driver, 'calc connected'));
    const answers = [await driver.control(set('calc', 'two'))];
    outcome.push(await statusOf(driver, 'two connected'));
    answers.push(await driver.control(set('two')), await driver.control(set()));
    outcome.push(await statusOf(driver, ''));
    return [outcome, answers, await finish(driver)];
  },
};

/** The servers as soon as one is as wanted. */
async function statusOf(driver: Driver, wanted: string): Promise<string> {
  for (;;) {
    const { mcpServers } = (await driver.control({ subtype: 'mcp_status' })) as {
      mcpServers: readonly Readonly<Record<string, unknown>>[];
    };
    const all = mcpServers.map(
      ({ name, status, source }) => `${String(name)} ${String(status)} ${String(source)}`,
    );
    if (wanted === '' ? all.length === 0 : all.some((each) => each.startsWith(wanted))) return all.join();
  }
}
