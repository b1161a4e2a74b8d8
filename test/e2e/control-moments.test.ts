import { describe, expect, it } from 'vitest';
import { hang } from 'troupe/testing';
import { goBetween, type GoBetween } from '../support/go-between.js';
import { realCli } from '../support/real-cli.js';
import { skippingClock } from '../support/skipping-clock.js';
import { startControl } from '../support/start-control.js';
import { AT_ONCE, kill, pidOf, silent, supervisedCli } from '../support/supervised-tree.js';
import { until } from '../support/until.js';
import { modeOf } from './asking.js';
import { failure } from './crash-moments.js';

const loseAnswers = (between: GoBetween): Promise<void> =>
  between.rule({ lane: 'fromCli', what: 'drop', text: '"control_response"' });

describe('a control call', () => {
  it('waits for a session that is just starting', async () => {
    await using cli = await realCli();
    const session = cli.start();
    const set = session.setModel('haiku');
    expect(session.state).toBe('initializing');
    const { model } = await set;
    await session.query('hello');
    expect(cli.api.requests.map((request) => request.model)).toEqual([model]);
  });

  it('waits for a session that is being restarted', async () => {
    await using cli = await supervisedCli();
    const starts = startControl(cli.sandbox);
    const tree = await cli.system.startSupervisor({
      children: [{ name: 'a', ...AT_ONCE, ...starts.options }],
    });
    const session = tree.getSession('a');
    starts.order('wait');
    kill(tree, 'a');
    const pid = await until(() => starts.waiting[0]);
    const set = session.setPermissionMode('acceptEdits');
    const info = session.getServerInfo();
    starts.letGo(pid);
    expect(await set).toEqual({ mode: 'acceptEdits' });
    expect((await info).pid).toBe(pidOf(tree, 'a'));
    expect(await modeOf(session)).toBe('acceptEdits');
  });

  it('fails at once with what ended the session, where it is stopped, has crashed or was never there', async () => {
    await using cli = await realCli({ system: { logger: silent } });
    const [stopped, crashed] = [cli.start(), cli.start()];
    await Promise.all([stopped.ready(), crashed.ready()]);
    await stopped.stop();
    process.kill(crashed.pid ?? 0, 'SIGKILL');
    await until(() => crashed.state === 'stopped');
    for (const [session, code] of [
      [stopped, 'stopped'],
      [crashed, 'crashed'],
      [cli.system.getSession('nobody'), 'not_found'],
    ] as const) {
      const calls = [session.setModel('haiku'), session.getServerInfo(), session.control('get_settings')];
      for (const call of calls) expect(await failure(call)).toMatchObject({ code });
    }
  });

  it('fails at once when the process is killed that it was put to', async () => {
    await using cli = await realCli({ system: { logger: silent } });
    await using between = await goBetween(cli.sandbox);
    const session = cli.start(between.options);
    await session.ready();
    await loseAnswers(between);
    const failed = failure(session.setModel('haiku'));
    await between.until('dropped', 'haiku');
    process.kill(session.pid ?? 0, 'SIGKILL');
    expect(await failed).toMatchObject({ code: 'crashed', signal: 'SIGKILL' });
  });

  it('fails at once when the session is stopped that it was put to', async () => {
    await using cli = await realCli();
    await using between = await goBetween(cli.sandbox);
    const session = cli.start(between.options);
    await session.ready();
    await loseAnswers(between);
    const failed = failure(session.setModel('haiku'));
    await between.until('dropped', 'haiku');
    await session.stop();
    expect(await failed).toMatchObject({ code: 'stopped' });
  });

  it('is not put again to the process that comes after a crash', async () => {
    await using cli = await supervisedCli();
    await using between = await goBetween(cli.sandbox);
    const tree = await cli.system.startSupervisor({
      children: [{ name: 'a', ...AT_ONCE, ...between.options }],
    });
    const session = tree.getSession('a');
    await loseAnswers(between);
    const failed = failure(session.setModel('haiku'));
    await between.until('dropped', 'haiku');
    kill(tree, 'a');
    expect(await failed).toMatchObject({ code: 'crashed' });
    await session.query('hello');
    expect(cli.api.requests[0]?.model).not.toContain('haiku');
  });

  it('that is not answered fails when controlTimeout has passed, and the session serves on', async () => {
    const clock = skippingClock();
    await using cli = await realCli({ reply: 'still here', system: { clock } });
    await using between = await goBetween(cli.sandbox);
    const session = cli.start({ ...between.options, controlTimeout: 3_600_000 });
    await session.ready();
    await loseAnswers(between);
    const failed = failure(session.setModel('haiku'));
    await between.until('dropped', 'haiku');
    clock.skip(3_600_000);
    expect(await failed).toMatchObject({ code: 'control_timeout' });
    between.release();
    expect(await session.query('hello')).toMatchObject({ result: 'still here' });
  });

  it('that waits for a session which does not get ready fails when the start has failed', async () => {
    const clock = skippingClock();
    await using cli = await realCli({ system: { clock, logger: silent } });
    const starts = startControl(cli.sandbox);
    starts.order('wait');
    const session = cli.start({ ...starts.options, controlTimeout: 3_600_000 });
    const failed = failure(session.setModel('haiku'));
    await until(() => starts.waiting[0]);
    clock.skip(3_600_000);
    expect((await failed).code).toMatch(/^(start_timeout|control_timeout)$/);
  });

  it('reaches the session by its name, beside a turn that hangs', async () => {
    await using cli = await realCli({ reply: () => hang() });
    const session = cli.start({ name: 'a' });
    const left = failure(session.query('left'));
    await cli.api.waitForRequests(1);
    expect(await cli.system.getSession('a').setPermissionMode('plan')).toEqual({ mode: 'plan' });
    await session.interrupt();
    expect(await left).toMatchObject({ code: 'interrupted' });
  });
});
