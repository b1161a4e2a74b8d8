import { describe, expect, test } from 'vitest';
import type { Message } from '../../../src/protocol/messages/index.js';
import {
  assistantMessage,
  localCommandResult,
  resultMessage,
  streamedText,
  textDelta,
  type Script,
} from '../../../src/testing/index.js';
import { startProcess } from './fixture.js';

const never = new Promise<never>(() => undefined);

describe('a reply', () => {
  test('given as a text is one message and its result', async () => {
    const host = await startProcess({ script: ({ text }) => `You said: ${text}` });
    const id = host.write('hello');
    await host.settle();
    expect(host.told).toEqual(['queued', 'started', 'init', 'assistant', 'result completed', 'completed']);
    expect(host.messages.at(-1)).toMatchObject({ result: 'You said: hello', user_message_uuids: [id] });
  });

  test('given as a text is streamed where the session wants that, and only there', async () => {
    const host = await startProcess({ options: { includePartialMessages: true } });
    host.write('hello');
    await host.settle();
    expect(host.messages.filter(({ type }) => type === 'stream_event')).toHaveLength(6);
    const without = await startProcess();
    without.backend.enqueue(streamedText('ok'));
    without.write('hello');
    await without.settle();
    expect(without.told).not.toContain('stream_event');
  });

  test('that has a result ends with it, whatever comes behind', async () => {
    const host = await startProcess();
    host.backend.enqueue([
      resultMessage({ structured_output: { firstName: 'Ada' } }),
      assistantMessage('too late'),
    ]);
    host.write('hello');
    await host.settle();
    expect(host.told).not.toContain('assistant');
    expect(host.messages.at(-1)).toMatchObject({ type: 'result', structured_output: { firstName: 'Ada' } });
  });

  test('without a message does not repeat the text of the turn before', async () => {
    const host = await startProcess();
    host.backend.enqueue('one', []);
    for (const text of ['a', 'b']) {
      host.write(text);
      await host.settle();
    }
    expect(host.messages.at(-1)).toMatchObject({ type: 'result', result: '' });
  });

  test('to a command that the CLI knows by itself comes from the script', async () => {
    const host = await startProcess({ script: () => [localCommandResult('usage', '$0')] });
    host.write('/usage');
    await host.settle();
    expect(host.messages.at(-1)).toMatchObject({ local_command: 'usage', num_turns: 0, result: '$0' });
  });

  test.each<[what: string, script: Script]>([
    ['a script that never answers', () => never],
    ['a source that stands still', stuck],
    ['a source that heeds its signal by throwing', heedful],
  ])('is ended by an interrupt: %s', async (_, script) => {
    const host = await startProcess();
    host.backend.enqueue(script);
    host.write('hello');
    await host.settle();
    await host.adapter.control({ subtype: 'interrupt', cancel_queued: true }, 1_000);
    await host.settle();
    expect(host.told.slice(-2)).toEqual(['result aborted_streaming', 'cancelled']);
    host.write('and now?');
    await host.settle();
    expect(host.messages.at(-1)).toMatchObject({ is_error: false, result: 'ok' });
    expect(host.endings).toEqual([]);
  });

  test('is cleaned up when it is left: at its result, by an interrupt, by a crash', async () => {
    let begun = 0;
    let open = 0;
    async function* flow(last: Message): AsyncGenerator<Message> {
      begun += 1;
      open += 1;
      try {
        yield last;
        for (;;) yield await Promise.resolve(textDelta('more'));
      } finally {
        open -= 1;
      }
    }
    const hasBegun = async (count: number): Promise<void> => {
      while (begun < count) await Promise.resolve();
    };
    const host = await startProcess();
    host.backend.enqueue(flow(resultMessage()), flow(textDelta('one')), flow(textDelta('two')));
    host.write('a');
    await host.settle();
    expect([begun, open]).toEqual([1, 0]);
    host.write('b');
    await hasBegun(2);
    await host.adapter.control({ subtype: 'interrupt' }, 1_000);
    await host.settle();
    expect([begun, open]).toEqual([2, 0]);
    host.write('c');
    await hasBegun(3);
    host.adapter.crash();
    await host.settle();
    expect([begun, open]).toEqual([3, 0]);
  });

  test.each<[what: string, script: Script]>([
    ['a script that throws', () => Promise.reject(new Error('a typo in the test'))],
    ['a source that throws', broken],
  ])('that fails ends the process, with the fault on stderr: %s', async (_, script) => {
    const host = await startProcess({ script });
    host.write('hello');
    await host.settle();
    expect(host.endings).toMatchObject([{ exit: { exitCode: 1 }, error: undefined }]);
    expect(host.endings[0]?.stderrTail).toContain('a typo in the test');
  });
});

async function* stuck(): AsyncGenerator<Message> {
  yield await never;
}

async function* heedful({ signal }: { readonly signal: AbortSignal }): AsyncGenerator<Message> {
  await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
  yield textDelta('never said');
}

async function* broken(): AsyncGenerator<Message> {
  yield assistantMessage('so far so good');
  await Promise.reject(new Error('a typo in the test'));
}
