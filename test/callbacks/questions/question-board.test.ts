import type { PermissionQuestion, Question } from 'troupe';
import { expect, it } from 'vitest';
import { QuestionBoard } from '../../../src/callbacks/questions/question-board.js';

const question = (id: string, kind: Question['kind'] = 'permission', answers: unknown[] = []): Question =>
  ({ id, kind, answer: (answer: unknown) => answers.push(answer) }) as unknown as PermissionQuestion;

it('lists what is pending in the order in which it was asked, and permissions by themselves', () => {
  const board = new QuestionBoard();
  const [one, two, three] = [question('1'), question('2', 'dialog'), question('3')];
  for (const each of [one, two, three]) board.add(each);
  expect(board.all).toEqual([one, two, three]);
  expect(board.permissions).toEqual([one, three]);
  board.remove(one);
  expect(board.all).toEqual([two, three]);
});

it('answers by the id, and what is not there not at all', () => {
  const board = new QuestionBoard();
  const answers: unknown[] = [];
  board.add(question('1', 'dialog', answers));
  board.answer('1', { behavior: 'cancelled' });
  expect(answers).toEqual([{ behavior: 'cancelled' }]);
  expect(() => board.answer('2', { behavior: 'cancelled' })).toThrow(
    expect.objectContaining({ code: 'not_pending' }) as Error,
  );
});

it('keeps a question when an earlier one of the same id is settled', () => {
  const board = new QuestionBoard();
  const [first, second] = [question('same'), question('same')];
  board.add(first);
  board.add(second);
  board.remove(first);
  expect(board.all).toEqual([second]);
});
