import { createActor, fromCallback } from 'xstate';
import {
  sessionMachine,
  type AdapterCommand,
  type AdapterLink,
  type SessionMachineEvent,
} from 'troupe/machines';
import { createFakeClock } from '../../src/testing/fake-clock.js';
import { describe, expect, it } from 'vitest';

const limits = { start: 1_000, turn: 5_000, interrupt: 300, control: 700, stop: 900 };
const link: AdapterLink = {
  open: () => undefined,
  obey: () => undefined,
  abandon: () => undefined,
  toJSON: () => '',
};
const exit = { exitCode: 0, signal: undefined };

/** The machine with an adapter that notes what it is told, on a clock that stands still. */
function run() {
  const clock = createFakeClock();
  const commands: AdapterCommand[] = [];
  const adapter = fromCallback<AdapterCommand, AdapterLink>(({ receive }) =>
    receive((command) => commands.push(command)),
  );
  const actor = createActor(sessionMachine.provide({ actors: { adapter } }), {
    input: { link, limits },
    clock,
  });
  actor.subscribe({ error: () => undefined });
  actor.start();
  return {
    clock,
    commands,
    actor,
    send: (...events: SessionMachineEvent[]) => events.forEach((event) => actor.send(event)),
    state: () => actor.getSnapshot().value,
  };
}

const ready = { type: 'adapter.ready' } as const;
const query = { type: 'query.sent', limit: 2_000 } as const;
const clear = { type: 'clear.sent' } as const;
const interrupt = { type: 'interrupt.requested' } as const;
const answered = { type: 'interrupt.answered' } as const;
const ended = { type: 'turn.ended' } as const;
const cleared = { type: 'turn.cleared' } as const;
const stop = { type: 'stop.requested' } as const;
const exited = { type: 'adapter.exited', exit, error: undefined } as const;

describe('the session machine', () => {
  it('goes from start to end as a session does', () => {
    const session = run();
    const states = [session.state()];
    for (const event of [ready, query, ended, clear, cleared, query, ended, stop, exited]) {
      session.send(event);
      states.push(session.state());
    }
    expect(states).toEqual([
      { initializing: 'handshaking' },
      'ready',
      { querying: 'streaming' },
      'ready',
      { querying: 'clearing' },
      'cleared',
      { querying: 'streaming' },
      'ready',
      'stopping',
      'stopped',
    ]);
    expect(session.actor.getSnapshot().output).toEqual({ reason: 'stopped', exit, error: undefined });
  });

  it('has each prompt written once, and none for a turn of the CLI’s own', () => {
    const session = run();
    session.send(ready, query, ended, { type: 'turn.started' });
    expect(session.state()).toEqual({ querying: 'streaming' });
    expect(session.commands).toEqual([{ type: 'prompt.write' }]);
    session.send(ended, clear);
    expect(session.commands).toEqual([{ type: 'prompt.write' }, { type: 'prompt.write' }]);
  });

  it('is querying, and not ready, when the CLI’s own turn is open at the handshake', () => {
    const session = run();
    session.send({ type: 'turn.started' }, ready, query);
    expect(session.state()).toEqual({ querying: 'streaming' });
    expect(session.commands).toEqual([]);
    session.send(ended, query);
    expect(session.commands).toEqual([{ type: 'prompt.write' }]);
  });

  it('is ready when the CLI’s own turn was over before the handshake', () => {
    const session = run();
    session.send({ type: 'turn.started' }, ended, ready);
    expect(session.state()).toBe('ready');
  });

  it('takes no query while it starts, while a turn is open, or while it stops', () => {
    const session = run();
    session.send(query);
    expect(session.state()).toEqual({ initializing: 'handshaking' });
    session.send(ready, query, query, stop, query);
    expect(session.commands.filter(({ type }) => type === 'prompt.write')).toHaveLength(1);
  });

  it('waits for the answer of an interrupt and for the result, whichever comes first', () => {
    for (const order of [
      [answered, ended],
      [ended, answered],
    ]) {
      const session = run();
      session.send(ready, query, interrupt);
      expect(session.commands.at(-1)).toEqual({ type: 'interrupt' });
      session.send(order[0] as SessionMachineEvent);
      expect(session.state()).toMatchObject({ querying: { interrupting: expect.any(String) as string } });
      session.send(order[1] as SessionMachineEvent);
      expect(session.state()).toBe('ready');
    }
  });

  it('waits for the answer also when a turn of the CLI’s own ends meanwhile', () => {
    for (const [end, idle] of [
      [ended, 'ready'],
      [cleared, 'cleared'],
    ] as const) {
      const session = run();
      session.send(ready, query, interrupt, end, { type: 'turn.started' }, ended);
      expect(session.state()).toMatchObject({ querying: { interrupting: expect.any(String) as string } });
      session.send(answered);
      expect(session.state()).toBe(idle);
    }
  });

  it('is cleared when the interrupted prompt was a /clear', () => {
    const session = run();
    session.send(ready, query, interrupt, cleared, answered);
    expect(session.state()).toBe('cleared');
  });

  it('gives a clear behind a turn of the CLI’s own as long as such a turn may take', async () => {
    const session = run();
    session.send(ready, clear, { type: 'turn.started' });
    await session.clock.advance(limits.control);
    expect(session.state()).toEqual({ querying: 'streaming' });
    session.send(cleared);
    expect(session.state()).toBe('cleared');
  });

  it('interrupts once, however often it is asked to', () => {
    const session = run();
    session.send(ready, query, interrupt, interrupt);
    expect(session.commands.filter(({ type }) => type === 'interrupt')).toHaveLength(1);
  });

  it('interrupts a turn at its own limit, and says that it timed out', async () => {
    const session = run();
    session.send(ready, query);
    await session.clock.advance(1_999);
    expect(session.state()).toEqual({ querying: 'streaming' });
    await session.clock.advance(1);
    expect(session.state()).toEqual({ querying: { interrupting: 'asked' } });
    expect(session.commands.slice(1)).toEqual([{ type: 'turn.timeout' }, { type: 'interrupt' }]);
  });

  it('limits a turn of the CLI’s own by the limit of the session', async () => {
    const session = run();
    session.send(ready, query, ended, { type: 'turn.started' });
    await session.clock.advance(4_999);
    expect(session.state()).toEqual({ querying: 'streaming' });
    await session.clock.advance(1);
    expect(session.state()).toEqual({ querying: { interrupting: 'asked' } });
  });

  it.each([
    ['the handshake', [], limits.start, 'start_timeout'],
    ['an interrupt', [ready, query, interrupt], limits.interrupt, 'unresponsive'],
    [
      'an interrupt, though the turn ended',
      [ready, query, interrupt, ended],
      limits.interrupt,
      'unresponsive',
    ],
    ['a clear', [ready, clear], limits.control, 'unresponsive'],
  ] as const)('stops the process when %s is not answered in time', async (_what, events, limit, reason) => {
    const session = run();
    session.send(...events);
    await session.clock.advance(limit - 1);
    expect(session.state()).not.toBe('stopping');
    await session.clock.advance(1);
    expect(session.state()).toBe('stopping');
    expect(session.commands.at(-1)).toEqual({ type: 'process.stop', reason });
    session.send(exited);
    expect(session.actor.getSnapshot().output?.reason).toBe(reason);
  });

  it('ends although the exit is never seen', async () => {
    const session = run();
    session.send(ready, stop);
    await session.clock.advance(limits.stop);
    expect(session.state()).toBe('stopped');
  });

  it.each([
    ['initializing', []],
    ['ready', [ready]],
    ['querying', [ready, query]],
    ['interrupting', [ready, query, interrupt]],
    ['clearing', [ready, clear]],
    ['cleared', [ready, clear, cleared]],
  ] as const)(
    '%s: ends as crashed when the process exits unasked, and as stopped when asked',
    (_state, events) => {
      const crashed = run();
      crashed.send(...events, exited);
      expect(crashed.actor.getSnapshot()).toMatchObject({
        status: 'done',
        output: { reason: 'crashed', exit },
      });
      const stopped = run();
      stopped.send(...events, stop, exited);
      expect(stopped.actor.getSnapshot()).toMatchObject({
        status: 'done',
        output: { reason: 'stopped', exit },
      });
    },
  );

  it('ends in `stopped`, and not in an error, when the adapter itself fails', () => {
    const adapter = fromCallback<AdapterCommand, AdapterLink>(({ receive }) =>
      receive(() => {
        throw new Error('broken');
      }),
    );
    const actor = createActor(sessionMachine.provide({ actors: { adapter } }), { input: { link, limits } });
    actor.subscribe({ error: () => undefined });
    actor.start();
    actor.send(ready);
    actor.send(query);
    expect(actor.getSnapshot()).toMatchObject({
      status: 'done',
      value: 'stopped',
      output: { reason: 'crashed' },
    });
  });

  it('leaves no timer behind', async () => {
    const session = run();
    session.send(ready, query, interrupt, stop, exited);
    expect(session.clock.pending).toBe(0);
    await session.clock.advance(60_000);
    expect(session.state()).toBe('stopped');
  });

  it('has the timeout of a turn stand still while a question is pending, and go on with what was left', async () => {
    const session = run();
    session.send(ready, query);
    await session.clock.advance(1_500);
    session.send({ type: 'permission.asked', left: 500 });
    expect(session.state()).toEqual({ querying: 'awaitingPermission' });
    await session.clock.advance(60_000);
    expect(session.state()).toEqual({ querying: 'awaitingPermission' });
    session.send({ type: 'permission.settled' });
    await session.clock.advance(499);
    expect(session.state()).toEqual({ querying: 'streaming' });
    await session.clock.advance(1);
    expect(session.state()).toEqual({ querying: { interrupting: 'asked' } });
    expect(session.commands.map(({ type }) => type)).toContain('turn.timeout');
  });

  it.each([
    [interrupt, { querying: { interrupting: 'asked' } }],
    [ended, 'ready'],
    [cleared, 'cleared'],
    [stop, 'stopping'],
    [exited, 'stopped'],
  ] as const)('leaves a pending question on %j', (event, state) => {
    const session = run();
    session.send(ready, query, { type: 'permission.asked', left: 500 }, event);
    expect(session.state()).toEqual(state);
  });

  it('takes no notice of questions but in a turn that goes on', () => {
    const session = run();
    const asked = { type: 'permission.asked', left: 500 } as const;
    const settled = { type: 'permission.settled' } as const;
    session.send(asked, ready, asked);
    expect(session.state()).toBe('ready');
    session.send(query, settled);
    expect(session.state()).toEqual({ querying: 'streaming' });
    session.send(interrupt, asked, settled);
    expect(session.state()).toEqual({ querying: { interrupting: 'asked' } });
  });
});
