import { isSessionError, type Session } from 'troupe';
import { describe, expect, it } from 'vitest';
import { controlsOf, silence, stage } from './live-fixture.js';

const outcome = (promise: Promise<unknown>): Promise<unknown> =>
  promise.catch((error: unknown) => (isSessionError(error) ? error.code : error));

describe('a control request', () => {
  it('waits until the CLI is ready', async () => {
    const { start, settle, backend, clock } = stage();
    let up = (): void => undefined;
    backend.behave({ startsWhen: new Promise<void>((resolve) => (up = resolve)) });
    const session = start();
    const set = session.setModel('haiku');
    await clock.advance(1_000);
    expect(controlsOf(backend.adapters[0] ?? fail())).not.toContain('set_model');
    up();
    await settle();
    expect(await set).toEqual({ model: 'claude-haiku-5-5' });
  });

  it('settles within its limit where the CLI never gets ready', async () => {
    const { start, backend, clock, system } = stage();
    backend.behave({ startsWhen: new Promise(() => undefined) });
    const limited = start({ controlTimeout: 5_000 });
    const asked = [outcome(limited.setModel('haiku')), outcome(limited.getServerInfo())];
    await clock.advance(5_000);
    expect(await Promise.all(asked)).toEqual(['control_timeout', 'control_timeout']);
    await stopped(system.stop(), clock);
  });

  it('has what is left of its limit, where it waited for the CLI', async () => {
    const { start, backend, clock } = stage();
    let up = (): void => undefined;
    backend.behave({
      startsWhen: new Promise<void>((resolve) => (up = resolve)),
      ignores: ['mcp_status'],
    });
    const session = start({ controlTimeout: 5_000 });
    let code: unknown;
    void outcome(session.getMcpStatus()).then((value) => (code = value));
    await clock.advance(3_000);
    up();
    await clock.advance(1_999);
    expect(code).toBeUndefined();
    await clock.advance(1);
    expect(code).toBe('control_timeout');
  });

  it('is written before a query that is asked after it, whether or not the CLI is ready yet', async () => {
    const { start, settle, backend } = stage();
    const session = start();
    const early = [session.setModel('haiku'), session.query('first')];
    await settle();
    await Promise.all(early);
    await Promise.all([session.setModel('opus'), session.query('second'), settle()]);
    const lines = (backend.adapters[0] ?? fail()).written.map((line) => JSON.parse(line) as Written);
    expect(lines.map(({ request, message }) => request?.subtype ?? message?.content)).toEqual([
      ...['initialize', 'set_model', 'first'],
      ...['set_model', 'second'],
    ]);
  });

  it('runs beside an open turn, which it does not disturb', async () => {
    const { start, settle, cli } = await ready(silence);
    const query = start.query('first');
    await settle();
    expect(await start.setPermissionMode('plan')).toEqual({ mode: 'plan' });
    expect(start.state).toBe('querying');
    cli().crash();
    await outcome(query);
  });

  it('says what the CLI said where it refuses, and its code', async () => {
    const { start } = await ready();
    await expect(start.control('brew_coffee')).rejects.toMatchObject({
      code: 'control_failed',
      controlCode: 'unsupported_request',
      message: "The CLI refused 'brew_coffee': Unsupported control request subtype: brew_coffee",
    });
    await expect(start.setPermissionMode('wild' as never)).rejects.toMatchObject({
      code: 'control_failed',
      controlCode: 'invalid_mode',
    });
  });

  it('fails as the process ended, where it was open then', async () => {
    const { start, cli, behave } = await ready();
    behave({ ignores: ['mcp_status'] });
    const asked = start.getMcpStatus();
    cli().crash({ exitCode: 7 });
    await expect(asked).rejects.toMatchObject({ code: 'crashed', exitCode: 7 });
  });

  it('fails with `restarted` where it is made in the last moment of a process that a supervisor restarts', async () => {
    const { clock, system } = stage();
    const starting = system.startSupervisor({ name: 'tree', children: [{ name: 'one' }] });
    await clock.advance(0);
    const sup = await starting;
    const session = system.getSession('one');
    let asked: Promise<unknown> | undefined;
    session.actor.subscribe(({ status }) => {
      if (status === 'done') asked ??= outcome(session.setModel('haiku'));
    });
    const restarted = sup.restartSession('one');
    await clock.advance(10_000);
    await restarted;
    expect(await asked).toBe('restarted');
  });

  it('fails with `stopped` where the session is stopped, before and while it is open', async () => {
    const { start, behave } = await ready();
    behave({ ignores: ['mcp_status'] });
    const open = outcome(start.getMcpStatus());
    await start.stop();
    expect([
      await open,
      await outcome(start.setModel('haiku')),
      await outcome(start.getServerInfo()),
    ]).toEqual(['stopped', 'stopped', 'stopped']);
  });

  it('needs a live session where it goes by a name', async () => {
    const { system } = stage();
    expect(await outcome(system.getSession('nobody').setModel('haiku'))).toBe('not_found');
    expect(await outcome(system.getSession('nobody').getServerInfo())).toBe('not_found');
  });

  it.each([
    ['initialize', 'getServerInfo()'],
    ['interrupt', 'interrupt()'],
    ['end_session', 'stop()'],
    ['mcp_message', 'createSdkMcpServer()'],
    ['claim_session', 'startSession()'],
    ['set_cwd', "'cwd'"],
  ])('%s is refused, and %s named in its place', async (subtype, instead) => {
    const { start, cli } = await ready();
    const before = controlsOf(cli());
    await expect(start.control(subtype)).rejects.toMatchObject({
      code: 'invalid_option',
      option: 'subtype',
      message: expect.stringContaining(instead) as string,
    });
    expect(controlsOf(cli())).toEqual(before);
  });

  it('to bypass permissions says what the session would have had to be started with', async () => {
    const { start, cli } = await ready();
    await expect(start.setPermissionMode('bypassPermissions')).rejects.toMatchObject({
      code: 'invalid_option',
      option: 'allowDangerouslySkipPermissions',
    });
    expect(controlsOf(cli())).not.toContain('set_permission_mode');
  });

  it('to bypass permissions is granted where it was started with that', async () => {
    const { system, settle } = stage();
    const session = system.startSession({ allowDangerouslySkipPermissions: true });
    await settle();
    expect(await session.setPermissionMode('bypassPermissions')).toEqual({ mode: 'bypassPermissions' });
  });

  it.each<[servers: unknown]>([[undefined], [{ s: {} }], [{ s: { type: 'sdk', name: 's' } }], [['s']]])(
    'for servers that are none, %j, is refused and not sent',
    async (servers) => {
      const { start, cli } = await ready();
      await expect(start.setMcpServers(servers as never)).rejects.toMatchObject({
        code: 'invalid_option',
        option: expect.stringMatching(/^servers/) as string,
      });
      expect(controlsOf(cli())).not.toContain('mcp_set_servers');
    },
  );
});

describe('what was set', () => {
  it('is what the next process is started with, where the CLI has confirmed it', async () => {
    const { backend, clock, system } = stage();
    const sup = system.startSupervisor({ children: [{ name: 'one', model: 'opus' }] });
    await clock.advance(0);
    await sup;
    const session = system.getSession('one');
    await session.query('begin');
    await session.setModel('haiku');
    await outcome(session.setPermissionMode('wild' as never));
    backend.adapters[0]?.crash();
    await clock.advance(1_000);
    expect(backend.adapters[1]?.arguments).toContain('--model=haiku');
    expect(backend.adapters[1]?.arguments).not.toContain('--permission-mode=wild');
  });
});

it('the server info is that of the current process', async () => {
  const { start } = await ready();
  expect(await start.getServerInfo()).toMatchObject({ claude_code_version: '2.1.330' });
});

interface Written {
  readonly request?: { readonly subtype: string };
  readonly message?: { readonly content: string };
}

async function ready(script?: Parameters<typeof stage>[0]) {
  const { start, settle, backend } = stage(script);
  const session: Session = start();
  await settle();
  return {
    start: session,
    settle,
    behave: (behaviour: Parameters<typeof backend.behave>[0]) => backend.adapters[0]?.behave(behaviour),
    cli: () => backend.adapters[0] ?? fail(),
  };
}

function fail(): never {
  throw new Error('No process was started.');
}

async function stopped(stop: Promise<void>, clock: { advance(ms: number): Promise<void> }): Promise<void> {
  await clock.advance(30_000);
  await stop;
}
