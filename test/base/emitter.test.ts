import { describe, expect, test, vi } from 'vitest';
import { Emitter } from '../../src/base/emitter.js';
import { faultRecorder, settle } from './faults.js';

type Events = { state: [from: string, to: string]; message: [text: string] };

function setUp() {
  const report = faultRecorder();
  return { report, emitter: new Emitter<Events>(report) };
}

test('a listener is given the values of its own event, in the order of the events', () => {
  const { emitter } = setUp();
  const listener = vi.fn();
  emitter.on('state', listener);
  emitter.emit('state', 'ready', 'querying');
  emitter.emit('message', 'hello');
  emitter.emit('state', 'querying', 'ready');
  expect(listener.mock.calls).toEqual([
    ['ready', 'querying'],
    ['querying', 'ready'],
  ]);
});

test('listeners are called in the order they were added', () => {
  const { emitter } = setUp();
  const called: string[] = [];
  emitter.on('message', () => called.push('first'));
  emitter.on('message', () => called.push('second'));
  emitter.emit('message', 'hello');
  expect(called).toEqual(['first', 'second']);
});

test('an event without listeners does nothing', () => {
  const { emitter, report } = setUp();
  emitter.emit('message', 'hello');
  expect(report).not.toHaveBeenCalled();
});

describe('a listener that fails', () => {
  test('by a throw is reported by the name of its event, and the others are still called', () => {
    const { emitter, report } = setUp();
    const other = vi.fn();
    emitter.on('message', () => {
      throw new Error('broken');
    });
    emitter.on('message', other);
    emitter.emit('message', 'hello');
    expect(report.mock.calls).toEqual([["listener of 'message'", new Error('broken')]]);
    expect(other).toHaveBeenCalledExactlyOnceWith('hello');
  });

  test('by a rejection is reported by the name of its event', async () => {
    const { emitter, report } = setUp();
    emitter.on('message', () => Promise.reject(new Error('broken')));
    emitter.emit('message', 'hello');
    await settle();
    expect(report.mock.calls).toEqual([["listener of 'message'", new Error('broken')]]);
  });

  test('is called again for the next event', () => {
    const { emitter, report } = setUp();
    emitter.on('message', () => {
      throw new Error('broken');
    });
    emitter.emit('message', 'one');
    emitter.emit('message', 'two');
    expect(report).toHaveBeenCalledTimes(2);
  });
});

describe('unsubscribing', () => {
  test('stops the listener, and only that one', () => {
    const { emitter } = setUp();
    const stopped = vi.fn();
    const other = vi.fn();
    const stop = emitter.on('message', stopped);
    emitter.on('message', other);
    stop();
    emitter.emit('message', 'hello');
    expect(stopped).not.toHaveBeenCalled();
    expect(other).toHaveBeenCalledOnce();
  });

  test('stops one of two subscriptions of the same function, however often it is called', () => {
    const { emitter } = setUp();
    const listener = vi.fn();
    const stop = emitter.on('message', listener);
    emitter.on('message', listener);
    emitter.emit('message', 'to both');
    expect(listener).toHaveBeenCalledTimes(2);
    stop();
    stop();
    emitter.emit('message', 'to one');
    expect(listener).toHaveBeenCalledTimes(3);
  });

  test('takes effect at once where a listener before it does it during the event', () => {
    const { emitter } = setUp();
    const late = vi.fn();
    emitter.on('message', () => stopLate());
    const stopLate = emitter.on('message', late);
    emitter.emit('message', 'hello');
    expect(late).not.toHaveBeenCalled();
  });

  test('of a listener by itself does not keep the next from its event', () => {
    const { emitter } = setUp();
    const once = vi.fn(() => stop());
    const stop = emitter.on('message', once);
    const next = vi.fn();
    emitter.on('message', next);
    emitter.emit('message', 'one');
    emitter.emit('message', 'two');
    expect(once).toHaveBeenCalledOnce();
    expect(next).toHaveBeenCalledTimes(2);
  });
});

test('a listener that is added during an event hears only the next', () => {
  const { emitter } = setUp();
  const added = vi.fn();
  const stop = emitter.on('message', () => {
    emitter.on('message', added);
    stop();
  });
  emitter.emit('message', 'one');
  expect(added).not.toHaveBeenCalled();
  emitter.emit('message', 'two');
  expect(added).toHaveBeenCalledExactlyOnceWith('two');
});

test('a listener may emit again', () => {
  const { emitter } = setUp();
  const heard: string[] = [];
  emitter.on('message', (text) => {
    heard.push(text);
    if (text === 'one') emitter.emit('message', 'two');
  });
  emitter.emit('message', 'one');
  expect(heard).toEqual(['one', 'two']);
});
