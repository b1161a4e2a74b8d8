import { describe, expect, test } from 'vitest';
import type { HostCall } from '../../src/adapter/session-adapter.js';
import { isQuestion } from '../../src/callbacks/questions/is-question.js';
import { checkAnswer } from '../../src/callbacks/questions/check-answer.js';
import { toolStage } from './questions/fixture.js';
import * as z from 'zod';

/** The answers that the host gives to requests of which the stand-in would send none. */
async function answersTo(...requests: readonly HostCall['request'][]): Promise<unknown[]> {
  const on = await toolStage({ canUseTool: 'ask' });
  const before = on.cli.written.length;
  for (const [index, request] of requests.entries()) {
    on.cli.say({ type: 'control_request', request_id: `r${index}`, request });
  }
  await on.settle();
  expect(on.session.pendingQuestions()).toEqual([]);
  return on.cli.written.slice(before).map((line) => (JSON.parse(line) as { response: unknown }).response);
}

describe('a request of the CLI', () => {
  test('that nobody knows is refused in words, under its id', async () => {
    expect(await answersTo({ subtype: 'brew_coffee' })).toEqual([
      { subtype: 'error', request_id: 'r0', error: 'Unsupported control request subtype: brew_coffee' },
    ]);
  });

  test('that cannot be understood is refused, and never becomes a question', async () => {
    const answers = await answersTo(
      { subtype: 'can_use_tool' },
      { subtype: 'can_use_tool', tool_name: 'Write', input: 'none', tool_use_id: 't' },
      { subtype: 'can_use_tool', tool_name: 'Write', input: {} },
    );
    expect(answers).toMatchObject(answers.map((_, index) => ({ subtype: 'error', request_id: `r${index}` })));
    expect(answers).toHaveLength(3);
  });

  test('with fields of a later CLI is a question all the same', async () => {
    const on = await toolStage(
      { canUseTool: () => ({ behavior: 'allow' }) },
      { fields: { brand_new: { a: 1 } } },
    );
    await on.session.query('a');
    expect(on.told).toEqual(['done']);
  });
});

test.each([
  ['can_use_tool', true],
  ['elicitation', true],
  ['request_user_dialog', true],
  ['hook_callback', false],
  ['mcp_message', false],
])('%s is a question to a person: %s', (subtype, expected) => {
  expect(isQuestion({ subtype })).toBe(expected);
});

test('an answer is taken as it was given; a wrong one is refused by its place, without what it says', () => {
  const schema = z.object({ deep: z.object({ text: z.string() }) });
  const given = { deep: { text: 'a' }, more: 1 };
  // What is undefined is not on the wire.
  const allow = z.strictObject({ text: z.string() });
  expect(() => checkAnswer(allow, { text: '', more: undefined }, 'one')).not.toThrow();
  expect(checkAnswer(schema, given, 'one')).toBe(given);
  expect(() => checkAnswer(schema, { deep: { text: 5 } }, 'one')).toThrow(
    expect.objectContaining({
      code: 'invalid_option',
      option: 'answer',
      message: "An answer must be one, as JSON. It is wrong at 'deep.text'.",
    }) as Error,
  );
  expect(() => checkAnswer(schema, { ...given, more: 1n }, 'one')).toThrow('An answer must be one, as JSON.');
});
