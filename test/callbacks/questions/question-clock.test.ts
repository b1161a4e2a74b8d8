import type { Session } from 'troupe';
import { pacedReply, streamedText, toolUseBlock, useTool } from 'troupe/testing';
import { describe, expect, test } from 'vitest';
import { deferred } from '../../../src/base/deferred.js';
import { ask, only, question, toolStage } from './fixture.js';

const MINUTE = 60_000;
const allow = { behavior: 'allow' } as const;
const stateOf = ({ actor }: Session): unknown => actor.getSnapshot()?.value;
const codeOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => 'answered',
    (error: unknown) => (error as { readonly code: string }).code,
  );

describe('while a question of its turn is pending', () => {
  test('the statechart says so, from the first question to the last answer', async () => {
    const on = await toolStage({
      canUseTool: 'ask',
      onElicitation: 'ask',
      mcpServers: { srv: { command: 'x' } },
    });
    on.backend.enqueue(async function* ({ ask: asks }) {
      const elicited = asks({ subtype: 'elicitation', mcp_server_name: 'srv', message: '?' });
      yield* useTool({ ask: asks, call: toolUseBlock('Write') });
      await elicited;
    });
    const answered = on.session.query('a');
    const look = async (): Promise<unknown> => {
      await on.settle();
      const { session } = on;
      return [
        stateOf(session),
        session.state,
        session.status,
        session.pendingQuestions().map(({ kind }) => kind),
      ];
    };
    const awaiting = [{ querying: 'awaitingPermission' }, 'querying', 'querying'];
    expect(await look()).toEqual([...awaiting, ['elicitation', 'permission']]);
    on.session.pendingPermissions()[0]?.answer(allow);
    expect(await look()).toEqual([...awaiting, ['elicitation']]);
    on.session.answerQuestion(only(on.session).id, { action: 'decline' });
    await answered;
    expect(await look()).toEqual(['ready', 'ready', 'idle', []]);
  });

  test('the query has as much time as it takes, and afterwards what was left', async () => {
    const on = await toolStage({ canUseTool: 'ask', timeout: 10_000 });
    const held = deferred();
    on.backend.enqueue(async function* ({ ask: asks }) {
      yield* useTool({ ask: asks, call: toolUseBlock('Write') });
      await held.promise;
      yield* streamedText('over');
    });
    const outcome = codeOf(on.session.query('a'));
    await on.settle();
    await on.clock.advance(MINUTE);
    expect(stateOf(on.session)).toEqual({ querying: 'awaitingPermission' });
    only(on.session).answer(allow as never);
    await on.clock.advance(9_999);
    expect(stateOf(on.session)).toEqual({ querying: 'streaming' });
    await on.clock.advance(1);
    expect(await outcome).toBe('timeout');
  });

  test('what had passed before the question counts', async () => {
    const on = await toolStage({ canUseTool: 'ask', timeout: 10_000 });
    const [before, after] = [deferred(), deferred()];
    on.backend.enqueue(async function* ({ ask: asks }) {
      await before.promise;
      yield* useTool({ ask: asks, call: toolUseBlock('Write') });
      await after.promise;
    });
    const outcome = codeOf(on.session.query('a'));
    await on.clock.advance(7_000);
    before.resolve();
    await on.clock.advance(MINUTE);
    only(on.session).answer(allow as never);
    await on.clock.advance(2_999);
    expect(stateOf(on.session)).toEqual({ querying: 'streaming' });
    await on.clock.advance(1);
    expect(await outcome).toBe('timeout');
  });

  test('silence is not counted, and counts anew from the answer on', async () => {
    const on = await toolStage({ canUseTool: 'ask', inactivityTimeout: 1_000 });
    on.backend.enqueue(async function* ({ ask: asks }) {
      yield* useTool({ ask: asks, call: toolUseBlock('Write') });
      await new Promise(() => undefined);
    });
    const outcome = codeOf(on.session.query('a'));
    await on.clock.advance(MINUTE);
    only(on.session).answer(allow as never);
    await on.clock.advance(999);
    expect(stateOf(on.session)).toEqual({ querying: 'streaming' });
    await on.clock.advance(1);
    expect(await outcome).toBe('inactivity_timeout');
  });

  test('for a minute, control settles, and another session answers', async () => {
    const on = await toolStage({ canUseTool: 'ask', timeout: 10_000 });
    const other = on.start({ name: 'other' });
    const answered = on.session.query('a');
    await on.clock.advance(MINUTE);
    on.backend.enqueue('free');
    expect(await other.stream('b').finalText()).toBe('free');
    expect(await on.session.setPermissionMode('plan')).toEqual({ mode: 'plan' });
    expect(await on.session.getMcpStatus()).toEqual({ servers: [] });
    only(on.session).answer(allow as never);
    expect(await answered).toMatchObject({ result: 'over' });
  });
});

describe("a question in a turn of the CLI's own", () => {
  async function* ownTurn(asks: Parameters<typeof useTool>[0]['ask']) {
    yield* useTool({ ask: asks, call: toolUseBlock('Write') });
    yield* streamedText('It ended.');
  }

  test('is of that turn, and holds it up', async () => {
    const on = await toolStage({ canUseTool: 'ask' });
    const over = on.cli.ownTurn(ownTurn(on.cli.ask));
    await on.settle();
    expect(stateOf(on.session)).toEqual({ querying: 'awaitingPermission' });
    only(on.session).answer(allow as never);
    await over;
    await on.settle();
    expect(on.session.state).toBe('ready');
  });

  test('that comes before the handshake is answered waits with it, and is shown once it is', async () => {
    const on = await toolStage({ canUseTool: 'ask' });
    on.backend.enqueue('one');
    await on.session.query('a');
    const resume = on.session.sessionId ?? '';
    await on.session.stop();
    const up = deferred();
    on.backend.behave({ startsWhen: up.promise });
    const session = on.start({ resume, canUseTool: 'ask', timeout: 10_000 });
    await on.settle();
    const over = on.cli.ownTurn(ownTurn(on.cli.ask));
    await on.settle();
    expect([only(session).kind, session.state]).toEqual(['permission', 'initializing']);
    up.resolve();
    await session.ready();
    await on.clock.advance(MINUTE);
    expect(stateOf(session)).toEqual({ querying: 'awaitingPermission' });
    only(session).answer(allow as never);
    await over;
    await on.settle();
    expect(session.state).toBe('ready');
  });
});

describe('a question of a subagent in the background', () => {
  test('outside of any turn changes no state, and can be answered', async () => {
    const on = await toolStage({ canUseTool: 'ask' });
    const asked = ask(on, question({ agent_id: 'x' }));
    await on.settle();
    expect(on.session.state).toBe('ready');
    only(on.session).answer(allow as never);
    await on.settle();
    expect(asked.answer).toEqual({ ...allow, toolUseID: 'toolu_1' });
  });

  test('holds up no turn of others, whose time runs', async () => {
    const on = await toolStage({ canUseTool: 'ask', timeout: 10_000 });
    ask(on, question({ agent_id: 'x' }));
    on.backend.enqueue(pacedReply(streamedText('never')));
    const outcome = codeOf(on.session.query('a'));
    await on.settle();
    expect(stateOf(on.session)).toEqual({ querying: 'streaming' });
    await on.clock.advance(10_000);
    expect(await outcome).toBe('timeout');
  });

  test('stays across the end of a turn and the whole of the next', async () => {
    const on = await toolStage({ canUseTool: 'ask' });
    on.backend.enqueue('one', 'two');
    const asked = ask(on, question({ agent_id: 'x' }));
    for (const text of ['one', 'two']) expect(await on.session.query('a')).toMatchObject({ result: text });
    only(on.session).answer(allow as never);
    await on.settle();
    expect([asked.answer, on.session.state]).toEqual([{ ...allow, toolUseID: 'toolu_1' }, 'ready']);
  });
});
