import { describe, expect, test } from 'vitest';
import { HostCalls } from '../../../src/adapter/cli/host-calls.js';
import type { HostCall } from '../../../src/adapter/session-adapter.js';
import { deferred, type Deferred } from '../../../src/base/deferred.js';

type Answer = Readonly<Record<string, unknown>>;

/** Calls that wait for the test's answers, in order, and what was written. */
function waiting() {
  const calls: HostCall[] = [];
  const answers: Deferred<Answer>[] = [];
  const written: unknown[] = [];
  const hostCalls = new HostCalls(
    (call) => {
      const answer = deferred<Answer>();
      calls.push(call);
      answers.push(answer);
      return answer.promise;
    },
    (line) => written.push((JSON.parse(line) as { response: unknown }).response),
  );
  const accept = (...ids: string[]): void => ids.forEach((id) => hostCalls.accept(id, { subtype: 'ask' }));
  return { hostCalls, accept, calls, answers, written };
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const success = (id: string, response: object) => ({ subtype: 'success', request_id: id, response });

describe('what the CLI asks of its host', () => {
  test('is answered under its id, in any order', async () => {
    const { accept, calls, answers, written } = waiting();
    accept('a', 'b');
    expect(calls.map(({ id, request, signal }) => [id, request, signal.aborted])).toEqual([
      ['a', { subtype: 'ask' }, false],
      ['b', { subtype: 'ask' }, false],
    ]);
    answers[1]?.resolve({ n: 2 });
    await settle();
    answers[0]?.resolve({ n: 1 });
    await settle();
    expect(written).toEqual([success('b', { n: 2 }), success('a', { n: 1 })]);
  });

  test('is answered with the words of the fault where there is no answer', async () => {
    const { accept, answers, written } = waiting();
    accept('a', 'b');
    answers[0]?.reject(new Error('no way'));
    answers[1]?.reject('no error' as unknown as Error);
    await settle();
    expect(written).toEqual([
      { subtype: 'error', request_id: 'a', error: 'no way' },
      { subtype: 'error', request_id: 'b', error: 'no error' },
    ]);
  });

  test('is answered with an error where the answer cannot be written', async () => {
    const { accept, answers, written } = waiting();
    accept('a');
    answers[0]?.resolve({ big: 1n });
    await settle();
    expect(written).toMatchObject([{ subtype: 'error', request_id: 'a' }]);
  });

  test('and then withdraws fires its signal, and is not answered', async () => {
    const { hostCalls, accept, calls, answers, written } = waiting();
    accept('a', 'b');
    hostCalls.withdraw('a');
    hostCalls.withdraw('nobody asked');
    for (const answer of answers) answer.resolve({});
    await settle();
    expect(calls.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    expect(written).toEqual([success('b', {})]);
  });

  test('under one id twice is answered twice, and withdrawn at once', async () => {
    const { hostCalls, accept, calls, answers, written } = waiting();
    accept('a', 'a');
    for (const answer of answers) answer.resolve({});
    await settle();
    expect(written).toEqual([success('a', {}), success('a', {})]);
    accept('b', 'b');
    hostCalls.withdraw('b');
    expect(calls.map(({ signal }) => signal.aborted)).toEqual([false, false, true, true]);
  });

  test('goes nowhere once the process is gone, and its signal fires', async () => {
    const { hostCalls, accept, calls, answers, written } = waiting();
    accept('a');
    hostCalls.close();
    answers[0]?.resolve({});
    await settle();
    expect([calls[0]?.signal.aborted, written]).toEqual([true, []]);
  });

  test('and was answered fires no signal when the process ends', async () => {
    const { hostCalls, accept, calls, answers } = waiting();
    accept('a');
    answers[0]?.resolve({});
    await settle();
    hostCalls.withdraw('a');
    hostCalls.close();
    expect(calls[0]?.signal.aborted).toBe(false);
  });
});
