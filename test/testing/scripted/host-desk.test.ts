import { expect, test } from 'vitest';
import { HostDesk } from '../../../src/testing/scripted/host-desk.js';
import { NOTHING_DECLARED } from '../../../src/testing/scripted/declared.js';
import { createFakeClock } from '../../../src/testing/index.js';

const request = { subtype: 'can_use_tool', tool_name: 'T', input: { a: 1 }, tool_use_id: 't' } as const;

/** A desk in the middle of a turn, and what it has said and done. */
function desk() {
  const lines: { readonly type: string; readonly request_id: string }[] = [];
  const done: string[] = [];
  const none = { has: () => false, isOfHost: () => false };
  const host = new HostDesk({
    clock: createFakeClock(),
    facts: () => ({ ...NOTHING_DECLARED, promptsForPermission: true, turnIsOpen: true, servers: none }),
    print: (line) => lines.push(line as (typeof lines)[number]),
    say: () => done.push('said'),
    cutTurn: () => done.push('cut'),
    setMode: (mode) => done.push(mode),
  });
  const answer = (id: string, response: Readonly<Record<string, unknown>>): void =>
    host.answer(id, { ok: true, response });
  return { host, lines, done, answer };
}

test('an answer is taken once; a second one, and one to nothing, are ignored', async () => {
  const { host, lines, done, answer } = desk();
  const asked = host.ask(request);
  const id = lines[0]?.request_id ?? '';
  const deny = { behavior: 'deny', message: 'no', interrupt: true };
  answer('nope', deny);
  answer(id, { behavior: 'allow' });
  answer(id, deny);
  expect([await asked, done, host.takeDenials()]).toEqual([{ behavior: 'allow' }, [], []]);
});

test('an answer to what was withdrawn is ignored, and the use counts as denied', async () => {
  const { host, lines, answer } = desk();
  const asked = host.ask(request);
  const id = lines[0]?.request_id ?? '';
  host.withdrawAll();
  answer(id, { behavior: 'allow' });
  await expect(asked).rejects.toThrow('withdrawn');
  expect(lines.map(({ type, request_id }) => [type, request_id])).toEqual([
    ['control_request', id],
    ['control_cancel_request', id],
  ]);
  expect(host.takeDenials()).toEqual([{ tool_name: 'T', tool_use_id: 't', tool_input: { a: 1 } }]);
});

test('a denial that ends the turn ends it unless it is that of a subagent', () => {
  const { host, lines, done, answer } = desk();
  for (const agent of [{}, { agent_id: 'x' }]) {
    void host.ask({ ...request, ...agent });
    answer(lines.at(-1)?.request_id ?? '', { behavior: 'deny', message: 'no', interrupt: true });
  }
  expect(done).toEqual(['cut']);
});

test('what is pending is told as it was asked', () => {
  const { host, lines, answer } = desk();
  void host.ask(request);
  expect(host.pending('can_use_tool')).toEqual(lines);
  expect(host.pending('request_user_dialog')).toEqual([]);
  answer(lines[0]?.request_id ?? '', { behavior: 'allow' });
  expect(host.pending('can_use_tool')).toEqual([]);
});

test('the end of its input denies what is pending', async () => {
  const { host } = desk();
  const asked = host.ask(request);
  host.endInput();
  expect(await asked).toMatchObject({
    behavior: 'deny',
    message: expect.stringContaining('Tool permission stream closed') as string,
  });
});
