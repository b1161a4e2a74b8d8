import { describe, expect, test } from 'vitest';
import { startProcess } from './fixture.js';

const never = new Promise<void>(() => undefined);

/** A reply that stands still and does not listen to its signal. */
async function* hanging(): AsyncGenerator<never> {
  await never;
}

describe('a request', () => {
  test('that is not answered times out, and has no effect', async () => {
    const host = await startProcess({
      script: hanging,
      behaviour: { ignores: ['interrupt', 'set_permission_mode'] },
    });
    host.write('hello');
    await host.settle();
    const before = host.told;
    const requests = [{ subtype: 'interrupt' }, { subtype: 'set_permission_mode', mode: 'plan' }];
    const answers = requests.map((request) => host.adapter.control(request, 300));
    const rejections = answers.map((answer) =>
      expect(answer).rejects.toMatchObject({ code: 'control_timeout' }),
    );
    await host.clock.advance(300);
    await Promise.all(rejections);
    expect(host.told).toEqual(before);
  });

  test('is heeded again when the test says so', async () => {
    const host = await startProcess({ script: hanging, behaviour: { ignoresInterrupts: true } });
    host.write('hello');
    await host.settle();
    host.adapter.behave({ ignoresInterrupts: false });
    await host.adapter.control({ subtype: 'interrupt' }, 300);
    await host.settle();
    expect(host.told.at(-1)).toBe('cancelled');
  });

  test('of the process is answered by the host with an error', async () => {
    const host = await startProcess();
    host.adapter.say({ type: 'control_request', request_id: 'r1', request: { subtype: 'can_use_tool' } });
    await host.settle();
    expect(JSON.parse(host.adapter.written.at(-1) ?? '')).toMatchObject({
      type: 'control_response',
      response: { subtype: 'error', request_id: 'r1' },
    });
    expect(host.told).toEqual([]);
  });
});

describe('what the host sees', () => {
  test('never comes within its own call', async () => {
    const host = await startProcess();
    host.write('hello');
    host.adapter.say({ type: 'prompt_suggestion', suggestion: 'one' });
    host.adapter.crash();
    expect([host.told, host.endings]).toEqual([[], []]);
    await host.settle();
    expect(host.endings).toHaveLength(1);
  });

  test('is counted where it is not known, and lost where it is noise', async () => {
    const host = await startProcess();
    host.adapter.say({ type: 'from_the_future', data: 1 });
    host.adapter.say('Debugger attached.');
    host.adapter.say('');
    host.adapter.say('{"type":"system","subtype":"nosuch"}');
    host.adapter.say({ type: 'keep_alive' });
    host.adapter.say({ type: 'control_cancel_request', request_id: 'r1' });
    await host.settle();
    expect(host.messages.map((message) => message.type === 'unknown' && message.raw)).toEqual([
      { type: 'from_the_future', data: 1 },
      { type: 'system', subtype: 'nosuch' },
    ]);
    expect(host.adapter.counts).toEqual({ unknownMessages: 2, noiseLines: 1, oversizedLines: 0 });
  });

  test('has its length on the wire', async () => {
    const host = await startProcess();
    host.adapter.say('{"type":"prompt_suggestion","suggestion":"é"}');
    await host.settle();
    expect(host.frames).toMatchObject([{ kind: 'message', bytes: 46 }]);
  });
});

test('a prompt on which the real CLI would end is refused, and not written', async () => {
  const host = await startProcess();
  const before = host.adapter.written.length;
  expect(() => host.adapter.write({ id: 'no-uuid', content: 'hello' })).toThrow(
    expect.objectContaining({ code: 'invalid_option' }),
  );
  expect(() => host.write('')).toThrow(expect.objectContaining({ code: 'invalid_option' }));
  await host.settle();
  expect([host.adapter.written.length - before, host.told]).toEqual([0, []]);
});

test('what a process is started with and sent is there to be looked at', async () => {
  const host = await startProcess({ options: { model: 'haiku', systemPrompt: 'Be brief.' } });
  host.write('hello');
  expect(host.adapter.arguments).toContain('--model=haiku');
  expect(host.adapter.written.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { type: 'control_request', request: { subtype: 'initialize', systemPrompt: ['Be brief.'] } },
    { type: 'user', message: { content: 'hello' } },
  ]);
});
