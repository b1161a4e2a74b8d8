import { createFakeClock, gate } from 'troupe/testing';
import { describe, expect, it } from 'vitest';
import type { Session } from 'troupe';
import { realCli } from '../support/real-cli.js';
import { AT_ONCE, kill, silent, supervisedCli, untilReady } from '../support/supervised-tree.js';
import { until } from '../support/until.js';
import { ALLOW, DENY, nextPermission, onDisk, toolResults, write } from './asking.js';
import { failure } from './crash-moments.js';

const NOT_PENDING = expect.objectContaining({ code: 'not_pending' }) as Error;

/** Its machine's state, as the statechart names it. */
const stateOf = (session: Session): unknown => session.actor.getSnapshot()?.value;

describe('a question that canUseTool leaves to others', () => {
  it('is listed by the session and the system, and answered by its id from anywhere, once', async () => {
    await using cli = await realCli();
    const { system } = cli;
    cli.api.enqueue(write(cli, 'a'));
    const session = system.startSession({ name: 'a', canUseTool: 'ask' });
    const announced = nextPermission(session);
    const answer = session.query('go');
    const question = await announced;
    expect(question).toMatchObject({ kind: 'permission', sessionName: 'a', toolName: 'Write' });
    expect(stateOf(session)).toEqual({ querying: 'awaitingPermission' });
    expect(session.pendingPermissions()).toEqual([question]);
    expect(system.pendingPermissions()).toEqual([question]);
    expect(system.getSession('a').pendingQuestions()).toEqual([question]);

    const elsewhere = system.getSession('a');
    expect(() => elsewhere.answerQuestion(question.id, { behavior: 'perhaps' } as never)).toThrow(
      expect.objectContaining({ code: 'invalid_option' }) as Error,
    );
    elsewhere.answerQuestion(question.id, ALLOW);
    expect(() => system.answerQuestion(question.id, DENY)).toThrow(NOT_PENDING);
    expect(await answer).toMatchObject({ permission_denials: [] });
    expect(onDisk(cli, 'a')).toBe('a');
    expect(system.pendingQuestions()).toEqual([]);
  });

  it('is answered through the system, also where the callback is still thinking about it', async () => {
    await using cli = await realCli();
    cli.api.enqueue(write(cli, 'a'));
    let signal: AbortSignal | undefined;
    const session = cli.start({
      canUseTool: (_tool, _input, context) => {
        signal = context.signal;
        return new Promise(() => undefined);
      },
    });
    const announced = nextPermission(session);
    const answer = session.query('go');
    cli.system.answerQuestion((await announced).id, DENY);
    await answer;
    expect(signal?.aborted).toBe(true);
    expect(toolResults(cli.api)).toMatchObject([{ isError: true, text: 'Not today.' }]);
  });

  it('ends in a denial when permissionTimeout has passed, and the turn goes on', async () => {
    const clock = createFakeClock();
    await using cli = await realCli({ system: { clock } });
    cli.api.enqueue(write(cli, 'a'), 'Then not.');
    const session = cli.start({ canUseTool: 'ask', permissionTimeout: 60_000 });
    const announced = nextPermission(session);
    const answer = session.query('go');
    const question = await announced;
    await clock.advance(59_999);
    expect(question.signal.aborted).toBe(false);
    await clock.advance(1);
    expect(question.signal.aborted).toBe(true);
    expect(() => question.answer(ALLOW)).toThrow(NOT_PENDING);
    expect(await answer).toMatchObject({ result: 'Then not.', permission_denials: [{ tool_name: 'Write' }] });
    expect(onDisk(cli, 'a')).toBeUndefined();
  });
});

describe('a pending question is withdrawn', () => {
  it('by an interrupt: its signal fires, a late answer is refused, and the session serves on', async () => {
    await using cli = await realCli();
    cli.api.enqueue(write(cli, 'a'));
    const session = cli.start({ canUseTool: 'ask' });
    const announced = nextPermission(session);
    const left = failure(session.query('go'));
    const question = await announced;
    expect(await session.interrupt()).toBe('interrupted');
    expect(await left).toMatchObject({ code: 'interrupted' });
    expect(question.signal.aborted).toBe(true);
    expect(() => session.answerQuestion(question.id, ALLOW)).toThrow(NOT_PENDING);
    expect(cli.system.pendingQuestions()).toEqual([]);
    expect(await session.query('next')).toMatchObject({ result: 'ok' });
    expect(onDisk(cli, 'a')).toBeUndefined();
  });

  it('by the death of the process; the one after it asks anew, and is answered', async () => {
    await using cli = await supervisedCli();
    cli.api.enqueue(write(cli, 'a'));
    const tree = await cli.system.startSupervisor({
      children: [{ name: 'a', ...AT_ONCE, canUseTool: 'ask' }],
    });
    const session = tree.getSession('a');
    const first = nextPermission(session);
    const failed = failure(session.query('go'));
    const question = await first;
    kill(tree, 'a');
    expect(await failed).toMatchObject({ code: 'crashed' });
    expect(question.signal.aborted).toBe(true);
    expect(() => cli.system.answerQuestion(question.id, ALLOW)).toThrow(NOT_PENDING);
    await untilReady(tree, 'a', 1);

    cli.api.enqueue(write(cli, 'b'));
    const second = nextPermission(session);
    const answer = session.query('go on');
    (await second).answer(ALLOW);
    await answer;
    expect([onDisk(cli, 'a'), onDisk(cli, 'b')]).toEqual([undefined, 'b']);
  });

  it('by a stop of the session', async () => {
    await using cli = await realCli({ system: { logger: silent } });
    cli.api.enqueue(write(cli, 'a'));
    const session = cli.start({ canUseTool: 'ask' });
    const announced = nextPermission(session);
    const failed = failure(session.query('go'));
    const question = await announced;
    await session.stop();
    expect(await failed).toMatchObject({ code: 'stopped' });
    expect(question.signal.aborted).toBe(true);
    expect(cli.system.pendingQuestions()).toEqual([]);
    expect(onDisk(cli, 'a')).toBeUndefined();
  });
});

describe('while a question has been pending for a minute', () => {
  it('control calls settle, other sessions stream, and timeout stands still: it strikes after what was left', async () => {
    const clock = createFakeClock();
    await using cli = await realCli({ system: { clock } });
    const slow = gate('too late');
    cli.api.enqueue(write(cli, 'a'));
    cli.api.setReply(({ lastUserText }) => (lastUserText === 'meanwhile' ? 'ok' : slow));
    const session = cli.start({ canUseTool: 'ask', timeout: 20_000 });
    const announced = nextPermission(session);
    const answer = failure(session.query('go'));
    const question = await announced;
    await clock.advance(60_000);

    expect(stateOf(session)).toEqual({ querying: 'awaitingPermission' });
    expect(await session.getMcpStatus()).toEqual({ servers: [] });
    expect(await session.setPermissionMode('acceptEdits')).toEqual({ mode: 'acceptEdits' });
    const other = cli.start({ timeout: 20_000 });
    expect(await other.stream('meanwhile').finalText()).toBe('ok');
    expect(question.signal.aborted).toBe(false);

    question.answer(ALLOW);
    await slow.reached;
    expect(onDisk(cli, 'a')).toBe('a');
    await clock.advance(19_999);
    expect(session.state).toBe('querying');
    expect(stateOf(session)).toEqual({ querying: 'streaming' });
    await clock.advance(1);
    expect(await answer).toMatchObject({ code: 'timeout' });
    await until(() => session.state === 'ready');
  });
});
