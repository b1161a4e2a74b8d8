import { describe, expect, it } from 'vitest';
import { isAlive, processesWith } from '../support/processes.js';
import { until } from '../support/until.js';
import { background, inShort, promptOf, read, transcriptOf } from './background.js';

/** How a query of `prompt` is answered that has its turn for itself. */
const answerTo = (prompt: string): readonly string[] => ['init', `re: ${prompt}`, `result: re: ${prompt}`];

describe('a turn that the CLI begins when a command in the background ends', () => {
  it('arrives at the `message` event, with what was said between turns, and feeds no query', async () => {
    await using own = await background();
    const { session, heard, cli } = own;
    const states: string[] = [];
    session.on('message', (message) => states.push(`${session.state} ${inShort(message)}`));
    await own.wake('It ended.');
    await own.untilHeard('result: It ended.');
    expect(states).toContain('ready task_notification');
    expect(states).toContain('querying result: It ended.');
    expect(heard.slice(heard.indexOf('init'))).toEqual(['init', 'It ended.', 'result: It ended.']);
    expect(cli.api.requests.at(-1)?.holdsAnywhere('<task-notification>')).toBe(true);
    const before = heard.length;
    expect(await read(session.stream('mine'))).toEqual(answerTo('mine'));
    expect(heard.slice(before)).toEqual([]);
  });

  it('comes behind the turn of a query in which the command ended, and before or behind that of the next', async () => {
    await using own = await background();
    const { session, cli } = own;
    const mine = own.text('mine, and mine alone');
    cli.api.enqueue(mine.reply);
    const seen: string[] = [];
    const reading = session
      .stream('mine')
      .tap((message) => seen.push(inShort(message)))
      .run();
    await mine.reached();
    const next = read(session.stream('next'));
    cli.api.setReply((request) => (promptOf(request) === 'next' ? 're: next' : 'It ended.'));
    await own.wake();
    await until(() => seen.includes('task_notification'));
    await mine.open();
    await reading;
    expect(seen.filter((each) => /^(mine|It|re|result)/.test(each))).toEqual([
      'mine, and mine alone',
      'result: mine, and mine alone',
    ]);
    expect(await next).toEqual(answerTo('next'));
    await own.untilHeard('result: It ended.');
  });

  it('is waited for by a query that is asked meanwhile', async () => {
    await using own = await background();
    const { session, wire } = own;
    const held = own.text('It ended.');
    await own.wakeHeard(held);
    const mine = read(session.stream('mine'));
    await held.open();
    expect(await mine).toEqual(answerTo('mine'));
    const steps = wire.said.map((frame) =>
      frame.kind === 'lifecycle' ? frame.state : inShort(frame.message),
    );
    expect(steps.lastIndexOf('queued')).toBeGreaterThan(steps.indexOf('result: It ended.'));
  });

  it('goes on when a query leaves that waits for it', async () => {
    await using own = await background();
    const { session, cli } = own;
    const held = own.text('It ended.');
    await own.wakeHeard(held);
    const controller = new AbortController();
    const left = session.query('left', { signal: controller.signal });
    const returned = session.stream('returned')[Symbol.asyncIterator]();
    const first = returned.next();
    const waiting = session.query('waiting');
    controller.abort();
    await expect(left).rejects.toMatchObject({ code: 'aborted' });
    await returned.return?.();
    expect(await first).toEqual({ done: true, value: undefined });
    await held.open();
    await expect(waiting).resolves.toMatchObject({ result: 're: waiting' });
    expect(own.heard).toContain('result: It ended.');
    expect(await cli.api.requests.at(-2)?.outcome).toBe('answered');
    expect(cli.api.requests.map(promptOf)).toEqual(['launch', 'launch', 'launch', 'waiting']);
    expect(cli.api.requests.at(-1)?.holdsAnywhere('left')).toBe(false);
  });

  it('can be interrupted, and the next query is answered', async () => {
    await using own = await background();
    const { session, cli } = own;
    const held = own.text('never said');
    await own.wakeHeard(held);
    expect(await session.interrupt()).toBe('interrupted');
    expect(own.heard.at(-1)).toBe('result: aborted_streaming');
    expect(await cli.api.requests.at(-1)?.outcome).toBe('aborted');
    expect(await read(session.stream('next'))).toEqual(answerTo('next'));
  });

  it('is over when the conversation is cleared that was asked to be meanwhile', async () => {
    await using own = await background();
    const { session, cli } = own;
    const held = own.text('It ended.');
    await own.wakeHeard(held);
    const before = session.sessionId;
    const cleared = session.clear();
    await held.open();
    await cleared;
    expect(own.heard).toContain('result: It ended.');
    expect([session.state, session.sessionId === before]).toEqual(['cleared', false]);
    expect(await read(session.stream('next'))).toEqual(answerTo('next'));
    expect(cli.api.requests.at(-1)?.holds('launch')).toBe(false);
  });

  it('ends with the session, and its tool with it', async () => {
    await using own = await background();
    const { session, cli } = own;
    const tool = own.tool();
    await own.wakeHeard(tool);
    const waiting = session.query('waiting');
    const { pid = 0 } = session;
    await session.stop();
    await expect(waiting).rejects.toMatchObject({ code: 'stopped' });
    expect([session.state, isAlive(pid)]).toEqual(['stopped', false]);
    expect(processesWith(cli.sandbox.root)).toEqual([]);
  });
});

describe('a turn of the CLI’s own that begins between the writing of a prompt and its start', () => {
  it('is not taken for the answer, which comes in a turn of its own', async () => {
    await using own = await background();
    const { session } = own;
    const held = own.text('It ended.');
    await own.wakeUnheard(held);
    const mine = read(session.stream('mine'));
    const waiting = read(session.stream('waiting'));
    await own.hearWithPrompt();
    await held.open();
    expect(await mine).toEqual(answerTo('mine'));
    expect(await waiting).toEqual(answerTo('waiting'));
    expect(own.heard.slice(own.heard.indexOf('init'))).toEqual(['init', 'It ended.', 'result: It ended.']);
  });

  it('answers the prompt where it folds it in behind a tool', async () => {
    await using own = await background();
    const { session, cli } = own;
    const tool = own.tool();
    await own.wakeUnheard(tool, 'for both');
    const folded = session.stream('folded').collect();
    const waiting = read(session.stream('waiting'));
    await own.hearWithPrompt();
    await tool.open();
    const { text, messages, result } = await folded;
    expect([text, messages.map(inShort)]).toEqual(['for both', ['for both', 'result: for both']]);
    expect(result.origin).toMatchObject({ kind: 'task-notification' });
    expect(own.heard.slice(own.heard.indexOf('init'))).toEqual(['init', 'tool_use', 'user']);
    expect(await waiting).toEqual(answerTo('waiting'));
    expect(cli.api.requests.at(-2)?.holdsAnywhere('folded')).toBe(true);
  });

  it.each(['text', 'tool'] as const)(
    'is ended, in the middle of a %s, when the query leaves, whose prompt is dropped',
    async (what) => {
      await using own = await background();
      const { session, cli, wire } = own;
      const held = what === 'text' ? own.text('never said') : own.tool();
      await own.wakeUnheard(held);
      const controller = new AbortController();
      const left = session.query('left', { signal: controller.signal });
      const waiting = read(session.stream('waiting'));
      await own.hearWithPrompt();
      controller.abort();
      await expect(left).rejects.toMatchObject({ code: 'aborted' });
      expect(own.heard.at(-1)).toMatch(/^result: aborted_/);
      expect(await waiting).toEqual(answerTo('waiting'));
      expect(await read(session.stream('next'))).toEqual(answerTo('next'));
      expect(cli.api.requests.filter((request) => request.holdsAnywhere('left'))).toEqual([]);
      const prompts = wire.said.flatMap((frame) => (frame.kind === 'lifecycle' ? [frame.state] : []));
      expect(prompts.filter((state) => state === 'started')).toHaveLength(3);
    },
  );

  it('is ended when the query leaves that was folded in', async () => {
    await using own = await background();
    const { session, cli } = own;
    const tool = own.tool();
    const held = own.text('never said');
    await own.wakeUnheard(tool, held.reply);
    const controller = new AbortController();
    const left = session.query('left', { signal: controller.signal });
    const waiting = read(session.stream('waiting'));
    await own.hearWithPrompt();
    await tool.open();
    await held.reached();
    controller.abort();
    await expect(left).rejects.toMatchObject({ code: 'aborted' });
    expect(await waiting).toEqual(answerTo('waiting'));
    expect(await read(session.stream('next'))).toEqual(answerTo('next'));
    expect(cli.api.requests.map(promptOf).slice(-2)).toEqual(['waiting', 'next']);
  });

  it('comes before a clear, which waits for its end', async () => {
    await using own = await background();
    const { session, cli } = own;
    const tool = own.tool();
    await own.wakeUnheard(tool, 'It ended.');
    const cleared = session.clear();
    const waiting = read(session.stream('waiting'));
    await own.hearWithPrompt();
    await tool.open();
    await cleared;
    expect(await waiting).toEqual(answerTo('waiting'));
    expect(own.heard).toContain('result: It ended.');
    expect(cli.api.requests.at(-1)?.holds('launch')).toBe(false);
  });
});

it('a resume after a crash tells of the task that was lost, and answers the first query and the next', async () => {
  await using own = await background();
  const { session, cli } = own;
  const { sessionId, pid = 0 } = session;
  // What the CLI has said may not be on disk yet.
  await until(() => transcriptOf(cli.sandbox, sessionId).includes('It runs.'));
  const gone = new Promise<void>((resolve) => session.on('stopped', resolve));
  process.kill(pid, 'SIGKILL');
  await gone;

  const resumed = cli.start({ resume: sessionId });
  const heard: string[] = [];
  resumed.on('message', (message) => {
    const origin = message.type === 'result' ? ` of ${message.origin?.kind}` : '';
    heard.push(`${inShort(message)}${origin}`);
  });
  const answers = [read(resumed.stream('first')), read(resumed.stream('next'))];
  expect(await Promise.all(answers)).toEqual([answerTo('first'), answerTo('next')]);
  expect(heard).toEqual(['task_notification', 'init', 'result:  of task-notification']);
  expect(cli.api.requests.map(promptOf).slice(-2)).toEqual(['first', 'next']);
});
