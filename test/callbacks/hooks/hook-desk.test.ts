import { describe, expect, it } from 'vitest';
import { HookDesk } from '../../../src/callbacks/hooks/hook-desk.js';
import { isWithinCallback } from '../../../src/callbacks/run-callback.js';
import type { HookCallback, Hooks } from '../../../src/protocol/callbacks/index.js';

const NEVER = new AbortController().signal;

/** Asks a desk whose only hook of `PreToolUse` is this one. */
function asking(hook: unknown) {
  const reports: [what: string, fault: unknown][] = [];
  const of = {};
  const hooks: Hooks = { PreToolUse: [{ hooks: [hook as HookCallback<'PreToolUse'>] }] };
  const desk = new HookDesk({ of, hooks, report: (...told) => reports.push(told) });
  const request = {
    subtype: 'hook_callback',
    callback_id: 'hook_0',
    input: { hook_event_name: 'PreToolUse', tool_name: 'Bash', not_known_yet: 1 },
    tool_use_id: 'toolu_1',
  };
  const call = (more: object = {}, signal = NEVER) =>
    desk.call({ id: '1', request: { ...request, ...more }, signal });
  return { of, reports, request, call };
}

describe('a hook', () => {
  it('gets what the CLI says, to the last field, the id of the tool call, and the signal', async () => {
    const got: unknown[] = [];
    const { call, request } = asking((...args: unknown[]) => void got.push(...args));
    await call();
    expect(got).toEqual([request.input, 'toolu_1', { signal: NEVER }]);
  });

  it('need not belong to a tool call', async () => {
    const got: unknown[] = [];
    const { call } = asking((_: unknown, id: unknown) => void got.push(id));
    await call({ tool_use_id: null });
    await call({ tool_use_id: undefined });
    expect(got).toEqual([undefined, undefined]);
  });

  it('answers with what it says, at once or later; with nothing, the answer is empty', async () => {
    const output = { decision: 'block', reason: 'not now' };
    expect(await asking(() => output).call()).toEqual(output);
    expect(await asking(() => Promise.resolve(output)).call()).toEqual(output);
    expect(await asking(() => undefined).call()).toEqual({});
  });

  it.each<[what: string, hook: () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('the password');
      },
    ],
    ['rejects', () => Promise.reject(new Error('the password'))],
    ['returns a text', () => 'the password'],
    ['returns null', () => null],
    ['returns a list', () => ['the password']],
    ['returns a function', () => () => 'the password'],
    ['returns what JSON cannot hold', () => ({ reason: 1n })],
    ['returns what no output has', () => ({ password: 'the password' })],
    [
      'returns what throws when it is written',
      () => ({
        toJSON: () => {
          throw new Error('the password');
        },
      }),
    ],
  ])(
    'that %s is reported with its event, and the CLI is told no more than that it failed',
    async (_, hook) => {
      const { call, reports } = asking(hook);
      await expect(call()).rejects.toThrow(/^The hook failed\.$/);
      expect(reports).toEqual([['a hook of PreToolUse', expect.any(Error)]]);
    },
  );

  it('that returns an output of another event is reported, and the CLI is told, which is stricter than a failure', async () => {
    const output = { hookSpecificOutput: { hookEventName: 'Stop', additionalContext: 'x' } };
    const { call, reports } = asking(() => output);
    expect(await call()).toEqual(output);
    expect(reports).toEqual([['a hook of PreToolUse', new TypeError('It returned an output of Stop.')]]);
  });

  it('that fails after nobody waits for it any more has done nothing wrong', async () => {
    const withdrawal = new AbortController();
    const { call, reports } = asking(
      (_: unknown, __: unknown, { signal }: { signal: AbortSignal }) =>
        new Promise((__, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))),
    );
    const called = call({}, withdrawal.signal);
    withdrawal.abort();
    await expect(called).rejects.toThrow('The hook failed.');
    expect(reports).toEqual([]);
  });

  it('is known to be one for as long as somebody waits for it', async () => {
    const withdrawal = new AbortController();
    const within: boolean[] = [];
    const { call, of } = asking(async () => {
      within.push(isWithinCallback(of), isWithinCallback({}));
      withdrawal.abort();
      await Promise.resolve();
      within.push(isWithinCallback(of));
    });
    await call({}, withdrawal.signal);
    expect(within).toEqual([true, false, false]);
  });
});

it('what cannot be understood, and an id that stands for no hook, are refused', async () => {
  const { call, reports } = asking(() => ({}));
  await expect(call({ callback_id: 'hook_1' })).rejects.toThrow('No hook is registered as hook_1.');
  await expect(call({ callback_id: undefined })).rejects.toThrow();
  await expect(call({ input: 'Bash' })).rejects.toThrow();
  expect(reports).toEqual([]);
});
