import { expect, test } from 'vitest';
import { SessionError } from '../../../src/errors/session-error.js';
import { redactEvent } from '../../../src/inspect/redaction/redact-event.js';

const crash = new SessionError('crashed', 'It said: my secret', {
  signal: 'SIGKILL',
  stderrTail: 'my secret',
  sessionId: 'my secret',
});

test('an event is shown with what is harmless of it', () => {
  expect(redactEvent({ type: 'query.sent', limit: 300, prompt: 'my secret' })).toEqual({
    type: 'query.sent',
    limit: 300,
  });
  expect(redactEvent({ type: 'process.stop', reason: 'unresponsive' })).toEqual({
    type: 'process.stop',
    reason: 'unresponsive',
  });
});

test('an exit is shown by its code, and by how the process ended', () => {
  const exit = { exitCode: undefined, signal: 'SIGKILL' };
  expect(redactEvent({ type: 'adapter.exited', exit, error: crash })).toEqual({
    type: 'adapter.exited',
    exit: { signal: 'SIGKILL' },
    error: { code: 'crashed', signal: 'SIGKILL' },
  });
  const ofChild = { kind: 'abnormal', mendable: true, forced: false, error: crash };
  expect(redactEvent({ type: 'child.exited', id: 'anna', incarnation: 2, exit: ofChild })).toEqual({
    type: 'child.exited',
    id: 'anna',
    incarnation: 2,
    exit: { ...ofChild, error: { code: 'crashed', signal: 'SIGKILL' } },
  });
});

test('an error of somebody else’s is not shown, whatever it calls itself', () => {
  const unknown = Object.assign(new SessionError('crashed', ''), { code: 'my secret' });
  expect(redactEvent({ type: 'adapter.exited', error: unknown })).toEqual({
    type: 'adapter.exited',
    error: { code: '[redacted]' },
  });
  for (const error of [new Error('my secret'), { code: 'crashed' }, 'my secret', null])
    expect(redactEvent({ type: 'adapter.exited', error })).toEqual({
      type: 'adapter.exited',
      error: '[redacted]',
    });
});

test('what a supervisor has done is shown as effects and reports, by child', () => {
  const effects = [
    { type: 'report', report: { type: 'child_terminated', child: 'anna', incarnation: 1, exit: crash } },
    { type: 'comes.back', id: 'anna', at: 500 },
    { type: 'reply', call: 7, answer: { is: 'start_failed', exit: crash } },
    { type: 'a new one', secret: 'my secret' },
  ];
  expect(redactEvent({ type: 'carry.out', effects })).toEqual({
    type: 'carry.out',
    effects: [
      { type: 'report', report: { type: 'child_terminated', child: 'anna', incarnation: 1 } },
      { type: 'comes.back', id: 'anna', at: 500 },
      { type: 'reply' },
      { type: '[redacted]' },
    ],
  });
});

test('a call is shown without the spec, which holds options', () => {
  const call = { verb: 'startChild', id: 3, spec: { id: 'anna', systemPrompt: 'my secret' } };
  expect(redactEvent({ type: 'call', call })).toEqual({
    type: 'call',
    call: { verb: 'startChild', id: 3 },
  });
});

test('XState’s own events are shown by type, without input and output', () => {
  expect(redactEvent({ type: 'xstate.init', input: 'my secret' })).toEqual({ type: 'xstate.init' });
  expect(redactEvent({ type: 'xstate.done.actor.adapter', output: 'my secret' })).toEqual({
    type: 'xstate.done.actor.adapter',
  });
});

test.each([{ type: 'my secret', limit: 1 }, { type: 12 }, 'my secret', undefined, null])(
  'an event that is not known is not shown: %j',
  (event) => {
    expect(redactEvent(event)).toEqual({ type: '[redacted]' });
  },
);
