import { describe, expect, test } from 'vitest';
import { OpenQuestion } from '../../../src/callbacks/questions/open-question.js';
import { SessionError } from '../../../src/errors/session-error.js';

function open(): OpenQuestion<string> {
  return new OpenQuestion('q1', (given) => {
    if (typeof given === 'string') return given;
    throw new SessionError('invalid_option', 'An answer must be a text.');
  });
}

const notPending = expect.objectContaining({ code: 'not_pending' }) as Error;

describe('a question', () => {
  test('that was answered is over, and its signal says so to whoever else was asked', async () => {
    const question = open();
    question.answer('yes');
    expect([question.isOpen, question.signal.aborted, await question.outcome]).toEqual([false, true, 'yes']);
  });

  test('that its callback has concluded is over, without a signal to that callback', async () => {
    const question = open();
    question.conclude('yes');
    expect([question.isOpen, question.signal.aborted, await question.outcome]).toEqual([false, false, 'yes']);
  });

  test('that was withdrawn has no outcome, and its signal fires', async () => {
    const question = open();
    question.withdraw();
    expect([question.isOpen, question.signal.aborted]).toEqual([false, true]);
    await expect(question.outcome).rejects.toMatchObject({ code: 'not_pending' });
  });

  test('stays open where it is given what is no answer', () => {
    const question = open();
    for (const give of [() => question.answer(5), () => question.conclude(5)]) {
      expect(give).toThrow(expect.objectContaining({ code: 'invalid_option' }) as Error);
    }
    expect([question.isOpen, question.signal.aborted]).toEqual([true, false]);
  });
});

const ends = {
  answered: (question: OpenQuestion<string>) => question.answer('first'),
  concluded: (question: OpenQuestion<string>) => question.conclude('first'),
  'given up': (question: OpenQuestion<string>) => question.giveUp('first', 'late'),
};

test.each(Object.entries(ends))('a question that was %s is settled by nothing else', async (_, end) => {
  const question = open();
  end(question);
  const { aborted } = question.signal;
  expect(() => question.answer('late')).toThrow(notPending);
  for (const late of ['late', 5]) question.conclude(late);
  question.giveUp('late', 'failed');
  question.withdraw();
  expect([await question.outcome, question.signal.aborted]).toEqual(['first', aborted]);
});
