import { randomUUID } from 'node:crypto';
import { isSessionError } from '../../../../src/errors/session-error.js';
import type { PromptContent } from '../../../../src/protocol/messages/index.js';
import type { ControlRequestBody } from '../../../../src/protocol/wire/classify-line.js';
import type { Driver } from './driver.js';
import { begin, finish, type Scenario } from './scenarios.js';

const CHECKPOINTS = { CLAUDE_CODE_ENABLE_SDK_FILE_CHECKPOINTING: 'true' };

/** The answers to requests, each with what was said around it. */
async function answers(driver: Driver, requests: readonly ControlRequestBody[]): Promise<unknown[]> {
  const all: unknown[] = [];
  for (const request of requests) all.push([request, await driver.control(request)]);
  return all;
}

const settings: readonly ControlRequestBody[] = [
  ...['haiku', 'sonnet', 'opus', 'claude-sonnet-4-5-20250929', null, undefined, '', 5].map((model) => ({
    subtype: 'set_model',
    model,
  })),
  ...['plan', 'plan', 'acceptEdits', 'manual', 'dontAsk', 'bogus', 'bypassPermissions', 5, null].map(
    (mode) => ({
      subtype: 'set_permission_mode',
      mode,
    }),
  ),
  { subtype: 'set_permission_mode', permission_mode: 'plan' },
  { subtype: 'set_permission_mode' },
  ...[5000, null, undefined, 'many', 0.5].map((tokens) => ({
    subtype: 'set_max_thinking_tokens',
    max_thinking_tokens: tokens,
  })),
  { subtype: 'mcp_status' },
  ...['bogus', 'get_server_info', 'toString'].map((subtype) => ({ subtype })),
];

function rewinds(messageId: string): readonly ControlRequestBody[] {
  return [{}, { dry_run: true }, { dryRun: true }].map((how) => ({
    subtype: 'rewind_files',
    user_message_id: messageId,
    ...how,
  }));
}

export const requests: Readonly<Record<string, Scenario>> = {
  'before the first turn, without the right to bypass': async (stage) => {
    const options = { permissionMode: undefined, allowDangerouslySkipPermissions: undefined };
    const driver = await begin(stage, options);
    const given = await answers(driver, [...settings, ...rewinds(randomUUID())]);
    return [given.map(withoutIds), await finish(driver)];
  },

  'in the middle of a turn, the handshake a second time among them': async (stage) => {
    const driver = await begin(stage, { env: { ...stage.options.env, ...CHECKPOINTS } });
    const held = stage.saysLater('one');
    const promptId = driver.write('A');
    await driver.until('init');
    const given = await answers(driver, [
      { subtype: 'set_permission_mode', mode: 'plan' },
      { subtype: 'set_permission_mode', mode: 'bypassPermissions' },
      { subtype: 'set_model', model: 'haiku' },
    ]);
    await driver.adapter.control({ subtype: 'initialize' }, 30_000);
    await held.open();
    await driver.until('A completed');
    given.push(await answers(driver, [...rewinds(promptId), ...rewinds(randomUUID())]));
    return [given.map(withoutIds), await finish(driver)];
  },

  'that are prompts, and that no CLI would survive': async (stage) => {
    const driver = await begin(stage);
    const refused = (content: unknown, id: string = randomUUID()): unknown => {
      try {
        driver.adapter.write({ id, content: content as PromptContent });
        return 'written';
      } catch (error) {
        return isSessionError(error) ? error.code : error;
      }
    };
    const outcome = ['', [], 5, undefined, [{ type: 'text' }], [{ type: 'bogus' }]].map((bad) =>
      refused(bad),
    );
    outcome.push(refused('fine', 'no-uuid'));
    stage.says('one');
    await driver.ask('A');
    return [outcome, await finish(driver)];
  },
};

function withoutIds(answer: unknown): unknown {
  return JSON.stringify(answer).replaceAll(/[0-9a-f-]{36}/g, 'some id');
}
