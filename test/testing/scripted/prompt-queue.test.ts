import { describe, expect, test } from 'vitest';
import { PromptQueue } from '../../../src/testing/scripted/prompt-queue.js';

function queueOf(...contents: string[]): PromptQueue {
  const queue = new PromptQueue((id) => id === 'recorded');
  for (const content of contents) queue.accept({ id: content, content });
  return queue;
}

const idsOf = (prompts: readonly { readonly id: string }[]): string[] => prompts.map(({ id }) => id);

describe('the prompts that wait', () => {
  test('are one turn, up to a slash command, which is one by itself', () => {
    const queue = queueOf('a', 'b', '/usage', '/clear', 'c');
    const turns = [queue.take(), queue.take(), queue.take(), queue.take(), queue.take()];
    expect(turns.map(idsOf)).toEqual([['a', 'b'], ['/usage'], ['/clear'], ['c'], []]);
  });

  test('join a running turn up to a slash command', () => {
    const queue = queueOf('a', '/usage', 'b');
    expect(idsOf(queue.takePlain())).toEqual(['a']);
    expect(idsOf(queue.takePlain())).toEqual([]);
    expect(queue.ids).toEqual(['/usage', 'b']);
  });

  test('are dropped all at once, and named', () => {
    const queue = queueOf('a', '/usage', 'b');
    expect(queue.cancel()).toEqual(['a', '/usage', 'b']);
    expect(queue.ids).toEqual([]);
  });
});

describe('a prompt', () => {
  test('is taken once, also when it has had its turn or was dropped', () => {
    const queue = queueOf('a', 'b');
    const again = { id: 'a', content: 'another text' };
    expect(queue.accept(again)).toBe('known');
    queue.take();
    expect(queue.accept(again)).toBe('known');
    queue.accept({ id: 'c', content: 'c' });
    queue.cancel();
    expect(queue.accept({ id: 'c', content: 'c' })).toBe('known');
    expect(queue.ids).toEqual([]);
  });

  test('that is on record is told from one that the process knows', () => {
    expect(queueOf().accept({ id: 'recorded', content: 'a' })).toBe('recorded');
  });

  test('is no slash command by a slash that does not come first', () => {
    expect(idsOf(queueOf('a', ' /clear', 'and/or').take())).toHaveLength(3);
  });
});
