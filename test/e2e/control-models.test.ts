import { describe, expect, it } from 'vitest';
import { gate, toolUse } from 'troupe/testing';
import { realCli } from '../support/real-cli.js';

/** One whose requests say how many tokens it may think with; newer ones decide by themselves. */
const BUDGETED = 'claude-sonnet-4-5-20250929';

describe('setModel', () => {
  it('changes the model of the next request, and without an argument goes back to the CLI’s default', async () => {
    await using cli = await realCli();
    const { api } = cli;
    const unset = cli.start();
    await unset.query('the default');
    const session = cli.start({ model: 'haiku' });
    await session.query('as started');
    const { model } = await session.setModel('sonnet');
    await session.query('as set');
    await session.setModel();
    await session.query('the default again');
    const [byDefault, started, set, again] = api.requests.map((request) => request.model);
    expect([started, set, again]).toEqual([expect.stringContaining('haiku'), model, byDefault]);
    expect(model).toContain('sonnet');
    expect(await session.control('get_settings')).toMatchObject({ applied: { model: byDefault } });
  });

  it('in the middle of a turn changes the model of its later requests', async () => {
    await using cli = await realCli();
    const { api } = cli;
    const first = gate(toolUse('Bash', { command: 'true', description: 'nothing' }));
    api.enqueue(first, 'done');
    const session = cli.start({ model: 'haiku', allowedTools: ['Bash'] });
    const answer = session.query('go');
    await first.reached;
    await session.setModel('sonnet');
    first.open();
    expect(await answer).toMatchObject({ result: 'done' });
    expect(api.requests.map((request) => request.model)).toEqual([
      expect.stringContaining('haiku'),
      expect.stringContaining('sonnet'),
    ]);
  });
});

describe('setMaxThinkingTokens', () => {
  it('changes how much the next request may think; null goes back to what the session was started with', async () => {
    await using cli = await realCli();
    const session = cli.start({ model: BUDGETED, maxThinkingTokens: 5000 });
    await session.query('as started');
    for (const tokens of [4000, 0, null]) {
      await session.setMaxThinkingTokens(tokens);
      await session.query(String(tokens));
    }
    await session.setMaxThinkingTokens(3000, 'summarized');
    await session.query('shown in short');
    expect(cli.api.requests.map((request) => request.body.thinking)).toMatchObject([
      { budget_tokens: 5000 },
      { budget_tokens: 4000 },
      { type: 'disabled' },
      { budget_tokens: 5000 },
      { budget_tokens: 3000, display: 'summarized' },
    ]);
  });

  it('is refused in the CLI’s own words where it is no number of tokens', async () => {
    await using cli = await realCli();
    const session = cli.start();
    await expect(session.setMaxThinkingTokens('many' as unknown as number)).rejects.toMatchObject({
      code: 'control_failed',
      message: expect.stringContaining('max_thinking_tokens must be an integer') as unknown,
    });
  });
});
