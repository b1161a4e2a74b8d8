import type { SessionState } from 'troupe';
import { gate } from 'troupe/testing';
import { describe, expect, it } from 'vitest';
import { isAlive } from '../support/processes.js';
import { realCli } from '../support/real-cli.js';
import { until } from '../support/until.js';

describe("the guide's 'Session Lifecycle'", () => {
  it('start: the handle is there at once, and the CLI starts eagerly', async () => {
    await using cli = await realCli();
    const session = cli.start();
    expect(session.state).toBe('initializing');
    expect(session.status).toBe('starting');
    await until(() => session.pid);
    expect(cli.api.requests).toHaveLength(0);
  });

  it('initializing, then ready: the handshake comes first and is answered', async () => {
    await using cli = await realCli();
    const session = cli.start();
    const states: SessionState[] = [];
    session.on('state', (state) => states.push(state));
    await session.ready();
    expect(states).toEqual(['ready']);
    expect(session.status).toBe('idle');
  });

  it('first and later queries: go to the process that runs already', async () => {
    await using cli = await realCli();
    const session = cli.start();
    await session.ready();
    const { pid } = session;
    await session.query('one');
    await session.query('two');
    expect(session.pid).toBe(pid);
    expect(cli.api.requests[1]?.userTexts).toEqual(['one', 'two']);
  });

  it('querying: while a turn is open', async () => {
    await using cli = await realCli();
    const opened = gate();
    cli.api.enqueue(opened);
    const session = cli.start();
    const asked = session.query('one');
    await opened.reached;
    expect(session.state).toBe('querying');
    expect(session.status).toBe('querying');
    opened.open();
    await asked;
    expect(session.state).toBe('ready');
  });

  it('clear: the id is a new one, and the next query starts fresh', async () => {
    await using cli = await realCli();
    const session = cli.start();
    await session.query('one');
    const { sessionId, pid } = session;
    await session.clear();
    expect(session.state).toBe('cleared');
    expect(session.sessionId).not.toBe(sessionId);
    expect(session.pid).toBe(pid);
    await session.query('two');
    expect(cli.api.requests[1]?.holds('one')).toBe(false);
  });

  it('stop: the session and its process are gone', async () => {
    await using cli = await realCli();
    const session = cli.start();
    await session.ready();
    const { pid = 0 } = session;
    await session.stop();
    expect(isAlive(pid)).toBe(false);
    expect(session.actor.getSnapshot()).toMatchObject({ status: 'done', output: { reason: 'stopped' } });
  });

  it('process crash without a supervisor: the session is stopped, and its queries say what happened', async () => {
    await using cli = await realCli();
    const opened = gate();
    cli.api.enqueue(opened);
    const session = cli.start({ name: 'fragile' });
    const crashes: unknown[] = [];
    session.on('crashed', (error) => crashes.push(error));
    const asked = session.query('one');
    const waiting = session.query('two');
    waiting.catch(() => undefined);
    await opened.reached;
    process.kill(session.pid ?? 0, 'SIGKILL');

    const facts = { code: 'crashed', signal: 'SIGKILL', sessionName: 'fragile', cliVersion: '2.1.330' };
    await expect(asked).rejects.toMatchObject({ ...facts, sessionId: session.sessionId });
    await expect(waiting).rejects.toMatchObject(facts);
    await expect(session.query('three')).rejects.toMatchObject(facts);
    expect(session.state).toBe('stopped');
    expect(crashes).toEqual([expect.objectContaining(facts)]);
    await cli.start({ name: 'fragile' }).ready();
  });
});

it('shows the statechart as it moves, and cannot be steered by who looks at it', async () => {
  await using cli = await realCli();
  const session = cli.start();
  const seen = new Set<string>();
  session.actor.subscribe(({ value }) => seen.add(JSON.stringify(value)));
  await session.query('one');
  await session.clear();
  await session.stop();
  expect([...seen]).toEqual([
    '{"initializing":"handshaking"}',
    '"ready"',
    '{"querying":"streaming"}',
    '{"querying":"clearing"}',
    '"cleared"',
    '"stopping"',
    '"stopped"',
  ]);
  expect(Object.keys(session.actor)).toEqual([]);
  expect(session.actor).not.toHaveProperty('send');
});
