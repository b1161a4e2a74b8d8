import { conversation as conversationOnDisk } from 'troupe/history';
import { text, toolUse } from 'troupe/testing';
import type { ConversationMessage } from 'troupe';
import { expect, it } from 'vitest';
import { realCli } from '../support/real-cli.js';

/** Who said what, without tool results and other blocks. */
const said = (messages: readonly ConversationMessage[]): string[] =>
  messages.map((message) => {
    if (message.type !== 'user' && message.type !== 'assistant') return message.type;
    const { content } = message.message;
    const words =
      typeof content === 'string'
        ? content
        : content.map((block) => (block.type === 'text' ? block.text : `<${block.type}>`)).join('');
    return `${message.type}: ${words}`;
  });

it('returns the messages of a conversation in their order, typed', async () => {
  await using cli = await realCli({ reply: (request) => `answer to ${request.lastUserText}` });
  const session = cli.start();
  await session.query('one');
  await session.query('two');
  const expected = ['user: one', 'assistant: answer to one', 'user: two', 'assistant: answer to two'];
  expect(said(await session.conversation())).toEqual(expected);
  expect(said(await cli.system.conversation(session.sessionId ?? ''))).toEqual(expected);
});

it('holds tool calls and their results', async () => {
  await using cli = await realCli({ reply: 'done' });
  cli.api.enqueue(toolUse('Bash', { command: 'echo from-the-shell' }));
  const session = cli.start({ allowedTools: ['Bash'] });
  await session.query('run it');
  const messages = await session.conversation();
  expect(said(messages)).toEqual([
    'user: run it',
    'assistant: <tool_use>',
    'user: <tool_result>',
    'assistant: done',
  ]);
  expect(JSON.stringify(messages[2])).toContain('from-the-shell');
});

it('goes through a compaction: what was said before it, the summary, and what came after', async () => {
  await using cli = await realCli({ reply: (request) => `answer to ${request.lastUserText}` });
  const session = cli.start();
  await session.query('one');
  await session.query('two');
  cli.api.enqueue(text('<summary>They counted.</summary>'));
  await session.query('/compact');
  await session.query('three');

  const messages = await session.conversation();
  const order = said(messages);
  const boundary = messages.findIndex((message) => message.type === 'system');
  expect(order.slice(0, boundary)).toEqual([
    'user: one',
    'assistant: answer to one',
    'user: two',
    'assistant: answer to two',
  ]);
  expect(messages[boundary + 1]).toMatchObject({ type: 'user', isCompactSummary: true });
  expect(order.slice(-2)).toEqual(['user: three', 'assistant: answer to three']);
});

it('follows the branch that a resume follows, when two processes spoke at once', async () => {
  await using cli = await realCli({ reply: (request) => `answer to ${request.lastUserText}` });
  const one = cli.start();
  await one.query('trunk');
  // Another host does not know of this one's claim: the file becomes two branches.
  const two = cli.otherSystem().startSession({ resume: one.sessionId });
  await two.query('left');
  await one.query('right');
  await two.stop();
  const { sessionId = '' } = one;
  await one.stop();

  const messages = await cli.system.conversation(sessionId);
  const resumed = cli.start({ resume: sessionId });
  await resumed.query('next');
  const branch = cli.api.requests.at(-1)?.userTexts.slice(0, -1) ?? [];
  expect(branch).toHaveLength(2);
  expect(said(messages).filter((line) => line.startsWith('user'))).toEqual(
    branch.map((line) => `user: ${line}`),
  );
});

it('finds the transcripts of the session’s own CLAUDE_CONFIG_DIR or HOME', async () => {
  await using cli = await realCli();
  const { CLAUDE_CONFIG_DIR: configDir, ...env } = cli.sandbox.options.env;
  const atHome = cli.start({ env: { ...env, CLAUDE_CONFIG_DIR: undefined } });
  await atHome.query('at home');
  expect(said(await atHome.conversation())).toEqual(['user: at home', 'assistant: ok']);

  const id = atHome.sessionId ?? '';
  const where = { env: { HOME: cli.sandbox.home, CLAUDE_CONFIG_DIR: undefined } };
  expect(said(await conversationOnDisk(id, where))).toEqual(['user: at home', 'assistant: ok']);
  await expect(conversationOnDisk(id, { env: { CLAUDE_CONFIG_DIR: configDir } })).rejects.toMatchObject({
    code: 'conversation_not_found',
  });
});

it('rejects for an unknown id, and before the first turn, instead of returning nothing', async () => {
  await using cli = await realCli();
  const unknown = '3f0c8e2a-96f4-4c0e-9a7e-0d5a54d4a001';
  await expect(cli.system.conversation(unknown)).rejects.toMatchObject({
    code: 'conversation_not_found',
    message: expect.stringContaining(unknown) as string,
  });
  const session = cli.start();
  await expect(session.conversation()).rejects.toMatchObject({ code: 'conversation_not_found' });
});
