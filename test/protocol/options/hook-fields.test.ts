import { expect, test } from 'vitest';
import type { Hooks } from '../../../src/protocol/callbacks/index.js';
import { registerHooks } from '../../../src/protocol/options/hook-fields.js';

const [first, second, third] = [() => ({}), () => ({ continue: true }), () => ({ continue: false })] as const;

const hooks: Hooks = {
  PreToolUse: [
    { matcher: 'Bash', hooks: [first, second], timeout: 5, onFailure: 'block' },
    { hooks: [third] },
  ],
  Stop: [{ hooks: [first] }],
  SessionEnd: [],
  Setup: undefined,
};

test('the CLI is told ids in place of callbacks, and everything else of a matcher', () => {
  expect(registerHooks(hooks).fields).toStrictEqual({
    PreToolUse: [
      { matcher: 'Bash', timeout: 5, onFailure: 'block', hookCallbackIds: ['hook_0', 'hook_1'] },
      { hookCallbackIds: ['hook_2'] },
    ],
    Stop: [{ hookCallbackIds: ['hook_3'] }],
  });
});

test('an id stands for one callback of one event, also where it is given twice', () => {
  expect(registerHooks(hooks).registered).toStrictEqual([
    { id: 'hook_0', event: 'PreToolUse', callback: first },
    { id: 'hook_1', event: 'PreToolUse', callback: second },
    { id: 'hook_2', event: 'PreToolUse', callback: third },
    { id: 'hook_3', event: 'Stop', callback: first },
  ]);
});

test('the same options have the same ids, whoever asks', () => {
  expect(registerHooks(hooks)).toStrictEqual(registerHooks(hooks));
});

test.each([undefined, {}, { Stop: [] }, { Stop: undefined }])('there is none in %o', (none) => {
  expect(registerHooks(none)).toStrictEqual({ fields: {}, registered: [] });
});
