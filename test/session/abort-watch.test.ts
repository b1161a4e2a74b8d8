import { getEventListeners } from 'node:events';
import { expect, test, vi } from 'vitest';
import { onAbort } from '../../src/session/abort-watch.js';

const listenersOf = (signal: AbortSignal) => getEventListeners(signal, 'abort').length;

test('everyone who watches a signal is told once, in the order of their coming', () => {
  const controller = new AbortController();
  const told: string[] = [];
  onAbort(controller.signal, () => told.push('a'));
  onAbort(controller.signal, () => told.push('b'));
  controller.abort();
  controller.abort();
  expect(told).toEqual(['a', 'b']);
});

test('however many watch a signal, it has one listener, and none when the last has left', () => {
  const { signal } = new AbortController();
  const leaves = Array.from({ length: 50 }, () => onAbort(signal, () => undefined));
  expect(listenersOf(signal)).toBe(1);
  for (const leave of leaves) leave();
  expect(listenersOf(signal)).toBe(0);
});

test('who has left is not told, also where another one sends him away while it fires', () => {
  const controller = new AbortController();
  const told = vi.fn();
  const leaves: (() => void)[] = [];
  onAbort(controller.signal, () => leaves.forEach((leave) => leave()));
  leaves.push(onAbort(controller.signal, told), onAbort(controller.signal, told));
  leaves[0]?.();
  controller.abort();
  expect(told).not.toHaveBeenCalled();
});

test('leaving twice does not send those away who came since', () => {
  const controller = new AbortController();
  const told = vi.fn();
  const leave = onAbort(controller.signal, told);
  leave();
  onAbort(controller.signal, told);
  leave();
  controller.abort();
  expect(told).toHaveBeenCalledOnce();
});

test('signals are told apart', () => {
  const [one, other] = [new AbortController(), new AbortController()];
  const told = vi.fn();
  onAbort(one.signal, told);
  other.abort();
  expect(told).not.toHaveBeenCalled();
});
