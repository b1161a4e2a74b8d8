import { toolUse } from 'troupe/testing';
import { describe, expect, it } from 'vitest';
import { realCli } from '../support/real-cli.js';
import { ALLOW, DENY, modeOf, nextPermission, toolResults } from './asking.js';

const QUESTION = {
  question: 'Which colour?',
  header: 'Colour',
  options: [
    { label: 'Red', description: 'Like a rose.' },
    { label: 'Blue', description: 'Like the sea.' },
  ],
  multiSelect: false,
};
const ANSWERED = {
  behavior: 'allow',
  updatedInput: { questions: [QUESTION], answers: { 'Which colour?': 'Blue' } },
} as const;

describe('AskUserQuestion', () => {
  it('is put to canUseTool, and the answer reaches the model', async () => {
    await using cli = await realCli();
    cli.api.enqueue(toolUse('AskUserQuestion', { questions: [QUESTION] }));
    const asked: unknown[] = [];
    const session = cli.start({
      canUseTool: (tool, input, { requiresUserInteraction }) => {
        asked.push([tool, input, requiresUserInteraction]);
        return ANSWERED;
      },
    });
    await session.query('go');
    expect(asked).toEqual([['AskUserQuestion', { questions: [QUESTION] }, true]]);
    expect(toolResults(cli.api)).toMatchObject([
      { isError: false, text: expect.stringContaining('Blue') as string },
    ]);
  });

  it('is answered by its id', async () => {
    await using cli = await realCli();
    cli.api.enqueue(toolUse('AskUserQuestion', { questions: [QUESTION] }));
    const session = cli.start({ canUseTool: 'ask' });
    const announced = nextPermission(session);
    const answer = session.query('go');
    cli.system.answerQuestion((await announced).id, ANSWERED);
    await answer;
    expect(toolResults(cli.api)).toMatchObject([
      { isError: false, text: expect.stringContaining('Blue') as string },
    ]);
  });
});

describe('ExitPlanMode', () => {
  it.each([
    ['that is allowed ends the planning', ALLOW, 'default'],
    ['that is denied does not, and the model is told why', DENY, 'plan'],
  ] as const)('%s', async (_, answer, mode) => {
    await using cli = await realCli();
    cli.api.enqueue(toolUse('ExitPlanMode', { plan: 'Do it.' }));
    const session = cli.start({ permissionMode: 'plan', canUseTool: () => answer });
    await session.query('go');
    const [told] = toolResults(cli.api);
    expect(told?.isError).toBe(answer.behavior === 'deny');
    if (answer.behavior === 'deny') expect(told?.text).toContain(answer.message);
    expect(await modeOf(session)).toBe(mode);
  });
});
