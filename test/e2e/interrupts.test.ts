import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Message, QueryStream } from 'troupe';
import { apiError, hang, paused, toolUse, type ReceivedRequest, type ReplyLike } from 'troupe/testing';
import { describe, expect, it } from 'vitest';
import { goBetween } from '../support/go-between.js';
import { processesWith, sleepOfItsOwn } from '../support/processes.js';
import { realCli } from '../support/real-cli.js';
import { until } from '../support/until.js';

/** What the CLI tells the model of an interrupt. */
const MARK = '[Request interrupted by user]';
const TOOL_MARK = '[Request interrupted by user for tool use]';

const echo = ({ lastUserText }: ReceivedRequest): ReplyLike =>
  lastUserText.startsWith('left') ? hang() : `re: ${lastUserText}`;

const promptsOf = (request: ReceivedRequest | undefined): readonly string[] | undefined =>
  request?.userTexts.map((text) => text.trim());

/** Reads a stream into a list, from now on. */
function follow(stream: QueryStream): { readonly heard: Message[]; readonly end: Promise<void> } {
  const heard: Message[] = [];
  const read = async (): Promise<void> => {
    for await (const message of stream) heard.push(message);
  };
  return { heard, end: read() };
}

const textIn = (messages: readonly Message[]): string => JSON.stringify(messages);

const answerTo = (text: string) => ({ is_error: false, result: `re: ${text}` });

describe('an interrupt', () => {
  it('in the middle of a text ends it there, and the query that waits gets its own answer', async () => {
    await using cli = await realCli({ reply: echo });
    const story = paused(['once ', 'upon ', 'a time']);
    cli.api.enqueue(story);
    story.release(2);
    const session = cli.start({ includePartialMessages: true });
    const { heard, end } = follow(session.stream('first'));
    const waiting = session.query('waiting');
    await until(() => textIn(heard).includes('upon '));
    expect(await session.interrupt()).toBe('interrupted');
    await end;
    expect(heard.at(-1)).toMatchObject({ type: 'result', terminal_reason: 'aborted_streaming' });
    expect(await cli.api.requests[0]?.outcome).toBe('aborted');
    expect(await waiting).toMatchObject(answerTo('waiting'));
    expect(promptsOf(cli.api.requests[1])).toEqual(['first', MARK, 'waiting']);
    expect(cli.api.requests[1]?.holds('once upon ')).toBe(true);
    expect(await session.query('next')).toMatchObject(answerTo('next'));
    expect(promptsOf(cli.api.requests[2])).toEqual(['first', MARK, 'waiting', 'next']);
  });

  it('in the middle of a tool ends the command too, and the model is told', async () => {
    await using cli = await realCli({ reply: echo });
    const command = sleepOfItsOwn();
    cli.api.enqueue(toolUse('Bash', { command: `touch begun & ${command}`, description: 'wait' }));
    const session = cli.start({ allowedTools: ['Bash'] });
    const { heard, end } = follow(session.stream('first'));
    const waiting = session.query('waiting');
    await until(() => processesWith(command).length > 0);
    expect(await session.interrupt()).toBe('interrupted');
    await end;
    expect(heard.at(-1)).toMatchObject({ type: 'result', terminal_reason: 'aborted_tools' });
    await until(() => processesWith(command).length === 0);
    expect(await waiting).toMatchObject(answerTo('waiting'));
    expect(promptsOf(cli.api.requests[1])).toEqual(['first', TOOL_MARK, 'waiting']);
    expect(cli.api.requests[1]?.toolResults).toMatchObject([{ isError: true }]);
    expect(await session.query('next')).toMatchObject(answerTo('next'));
  });

  it.each([500, 529])('while the CLI repeats requests that the API answers %i ends that', async (status) => {
    await using cli = await realCli({ reply: echo, maxRetries: 8 });
    cli.api.setReply(apiError(status));
    const session = cli.start();
    const { heard, end } = follow(session.stream('first'));
    const waiting = session.query('waiting');
    await until(() => textIn(heard).includes('"api_retry"'));
    session.on('state', () => cli.api.setReply(echo));
    expect(await session.interrupt()).toBe('interrupted');
    await end;
    expect(heard.at(-1)).toMatchObject({ type: 'result', terminal_reason: 'aborted_streaming' });
    expect(await waiting).toMatchObject(answerTo('waiting'));
    expect(promptsOf(cli.api.requests.at(-1))).toEqual(['first', MARK, 'waiting']);
    expect(await session.query('next')).toMatchObject(answerTo('next'));
  });

  it('right after a query was asked ends that one and no other, sixty times in a row', async () => {
    await using cli = await realCli({ reply: echo });
    const session = cli.start();
    await session.ready();
    for (let round = 0; round < 60; round += 1) {
      const left = session.query(`left ${round}`);
      left.catch(() => undefined);
      // The CLI has queued it, taken it up, sent it on: the later, the further.
      for (let turn = 0; turn < round % 12; turn += 1) await nextTurn();
      expect(await session.interrupt()).toBe('interrupted');
      await expect(left).rejects.toMatchObject({ code: 'interrupted' });
      expect(await session.query(`next ${round}`)).toMatchObject(answerTo(`next ${round}`));
    }
    const asked = promptsOf(cli.api.requests.at(-1)) ?? [];
    expect(asked.filter((text) => text.startsWith('next'))).toEqual(
      Array.from({ length: 60 }, (_, round) => `next ${round}`),
    );
  });

  it('right after the first query of a process ends that one and no other', async () => {
    await using cli = await realCli({ reply: echo });
    for (let round = 0; round < 5; round += 1) {
      await using session = cli.start();
      await session.ready();
      const left = session.query(`left ${round}`);
      left.catch(() => undefined);
      for (let turn = 0; turn < round; turn += 1) await nextTurn();
      expect(await session.interrupt()).toBe('interrupted');
      await expect(left).rejects.toMatchObject({ code: 'interrupted' });
      expect(await session.query(`next ${round}`)).toMatchObject(answerTo(`next ${round}`));
      expect(promptsOf(cli.api.requests.at(-1))?.at(-1)).toBe(`next ${round}`);
    }
  });

  it('of an idle session finds nothing, however often it is asked, and does not meet the next query', async () => {
    await using cli = await realCli({ reply: echo });
    const session = cli.start();
    const interruptTwice = () => Promise.all([session.interrupt(), session.interrupt()]);
    await session.ready();
    expect(await interruptTwice()).toEqual(['nothing_running', 'nothing_running']);
    expect(await session.query('one')).toMatchObject(answerTo('one'));
    expect(await interruptTwice()).toEqual(['nothing_running', 'nothing_running']);
    expect(await session.query('two')).toMatchObject(answerTo('two'));
    await session.clear();
    expect(await interruptTwice()).toEqual(['nothing_running', 'nothing_running']);
    expect(session.state).toBe('cleared');
    expect(await session.query('three')).toMatchObject(answerTo('three'));
    expect(cli.api.requests.map(({ lastUserText }) => lastUserText)).toEqual(['one', 'two', 'three']);
    expect(cli.api.requests.map((request) => request.holds('one'))).toEqual([true, true, false]);
  });

  it('that is asked twice ends one turn, and not the one after it', async () => {
    await using cli = await realCli({ reply: echo });
    const session = cli.start();
    const left = session.query('left');
    const waiting = session.query('waiting');
    await cli.api.waitForRequests(1);
    const both = [session.interrupt(), session.interrupt()];
    await expect(left).rejects.toMatchObject({ code: 'interrupted' });
    expect(await waiting).toMatchObject(answerTo('waiting'));
    expect(await Promise.all(both)).toEqual(['interrupted', 'interrupted']);
    expect(promptsOf(cli.api.requests[1])).toEqual(['left', MARK, 'waiting']);
  });

  it('that comes when the turn has just ended by itself finds nothing, and the answer stands', async () => {
    await using cli = await realCli({ reply: echo });
    await using between = await goBetween(cli.sandbox);
    await between.rule({ lane: 'fromCli', what: 'hold', text: '"type":"result"' });
    const session = cli.start(between.options);
    const first = session.query('first');
    const waiting = session.query('waiting');
    await between.until('held', '"type":"result"');
    const interrupted = session.interrupt();
    // Behind the result, as that is held.
    await between.until('held', '"control_response"');
    between.release();
    expect(await interrupted).toBe('nothing_running');
    expect(await first).toMatchObject(answerTo('first'));
    expect(await waiting).toMatchObject(answerTo('waiting'));
    expect(cli.api.requests.map(promptsOf)).toEqual([['first'], ['first', 'waiting']]);
  });
});
