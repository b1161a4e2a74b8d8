import type { Supervisor } from 'troupe';
import { describe, expect, test } from 'vitest';
import { codeOf } from '../session/fixture.js';
import { stage } from '../session/live-fixture.js';
import { codeOfCall as codeOfNow } from '../supervisor/fixture.js';

const codeOfCall = (call: () => unknown): Promise<string | undefined> =>
  Promise.resolve()
    .then(call)
    .then(() => undefined, codeOf);

describe('a name that is taken', () => {
  test('S26, S105: keeps a supervisor from being started, and all of its children', async () => {
    const { system, backend } = stage();
    const first = await system.startSupervisor({ name: 'top', children: [{ name: 'a' }] });
    const second = system.startSupervisor({ name: 'top', children: [{ name: 'b' }] });
    expect(await codeOfCall(() => second)).toBe('already_started');
    const nested = system.startSupervisor({
      children: [{ name: 'c' }, { type: 'supervisor', name: 'top', children: [{ name: 'd' }] }],
    });
    expect(await codeOfCall(() => nested)).toBe('already_started');
    expect(backend.adapters).toHaveLength(1);
    expect(first.state).toBe('running');
    for (const name of ['b', 'c', 'd'])
      expect(await codeOfCall(() => system.getSession(name).ready())).toBe('not_found');
  });

  test('S86, S105, supervisor_SUITE 91 already_started_outside_supervisor: keeps a child from being added, and its holder does not notice', async () => {
    const { system, backend } = stage();
    const holder = system.startSession({ name: 'a' });
    await holder.ready();
    const top = await system.startSupervisor({ name: 'top' });
    expect(await codeOfCall(() => top.startChild({ id: 'other', name: 'a' }))).toBe('name_taken');
    expect(top.countChildren().specs).toBe(0);
    expect(backend.adapters).toHaveLength(1);
    expect(await holder.stream('hello').finalText()).toBe('ok');
  });

  test('unique_test 22 via callbacks: is free again after a start that failed', async () => {
    const { system, backend } = stage();
    const top = await system.startSupervisor({ name: 'top' });
    backend.behave({ refusesStart: 'not today' });
    expect(await codeOfCall(() => top.startChild({ name: 'a' }))).toBe('start_failed');
    backend.behave({ refusesStart: undefined });
    await top.startChild({ name: 'a' });
    expect(await system.getSession('a').stream('hello').finalText()).toBe('ok');
    expect(await codeOfCall(() => top.startChild({ id: 'second', name: 'a' }))).toBe('name_taken');
  });
});

describe('a name becomes free', () => {
  test.each([
    ['it is stopped', (top: Supervisor) => top.terminateChild('a')],
    ['its supervisor ends', (top: Supervisor) => top.stop()],
  ])('S106: before anybody learns that its holder is gone, where %s', async (_, stop) => {
    const { system } = stage();
    const top: Supervisor = await system.startSupervisor({ name: 'top' });
    const learnt: (string | undefined)[] = [];
    top.startSession({ name: 'a', restart: 'temporary' }).on('stopped', () => {
      // At once: a moment later it would be free in any case.
      learnt.push(codeOfNow(() => system.startSession({ name: 'a' })));
    });
    await stop(top);
    await system.getSession('a').ready();
    expect(learnt).toEqual([undefined]);
  });

  test('S106: also that of a supervisor', async () => {
    const { system } = stage();
    for (const round of ['one', 'two', 'three']) {
      const top = await system.startSupervisor({ name: 'top', children: [{ name: round }, { name: 'a' }] });
      await top.stop();
    }
  });

  test('S107: not while its holder is still ending', async () => {
    const { system, clock, backend } = stage();
    const top = await system.startSupervisor({ name: 'top', children: [{ name: 'a' }] });
    backend.adapters[0]?.behave({ ignoresStop: true });
    const stopped = top.stop();
    await clock.advance(4000);
    expect(backend.adapters[0]?.running).toBe(true);
    expect(await codeOfCall(() => system.startSession({ name: 'a' }))).toBe('name_taken');
    expect(await codeOfCall(() => system.startSupervisor({ name: 'top' }))).toBe('already_started');
    await clock.advance(2000);
    await stopped;
    expect(await codeOfCall(() => system.startSession({ name: 'a' }).ready())).toBeUndefined();
    expect(await codeOfCall(() => system.startSupervisor({ name: 'top' }))).toBeUndefined();
  });

  test('registry_test 1 clean up on process crash: when its holder has crashed, and nobody restarts it', async () => {
    const { system, backend } = stage();
    const top = await system.startSupervisor({
      name: 'top',
      children: [{ name: 'a', restart: 'temporary' }],
    });
    const alone = system.startSession({ name: 'b' });
    await alone.ready();
    for (const cli of backend.adapters) cli.crash();
    for (const name of ['a', 'b']) {
      await expect.poll(() => codeOfCall(() => system.getSession(name).interrupt())).toBe('not_found');
      expect(await codeOfCall(() => system.startSession({ name }).ready())).toBeUndefined();
    }
    expect(top.countChildren().specs).toBe(0);
  });
});

describe('while a child waits to be restarted', () => {
  test('S108: its name is reserved for it, in OTP it is free', async () => {
    const { system, backend, clock, settle } = stage();
    const top = await system.startSupervisor({ name: 'top', children: [{ name: 'a' }] });
    backend.adapters[0]?.crash();
    await settle();
    expect(system.getSession('a').status).toBe('waiting');
    expect(await codeOfCall(() => system.startSession({ name: 'a' }))).toBe('name_taken');
    await clock.advance(600);
    expect(system.getSession('a').status).toBe('idle');
    await top.stop();
    expect(await codeOfCall(() => system.getSession('a').ready())).toBe('not_found');
  });

  test('SupervisionSpec 4 messages during backoff: what is asked of it is answered by the next incarnation, in order', async () => {
    const { system, backend, clock, settle } = stage(({ text }) => `re: ${text}`);
    await system.startSupervisor({ name: 'top', children: [{ name: 'a' }] });
    backend.adapters[0]?.crash();
    await settle();
    const session = system.getSession('a');
    const answers = ['one', 'two', 'three'].map((text) => session.query(text));
    await settle();
    expect(backend.requests).toEqual([]);
    await clock.advance(600);
    expect((await Promise.all(answers)).map(({ result }) => result)).toEqual([
      're: one',
      're: two',
      're: three',
    ]);
    expect(backend.requests.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
  });
});

describe('by its name', () => {
  test('S90: a supervisor that there is not refuses at once', async () => {
    const { system } = stage();
    const nobody = system.getSupervisor('nobody');
    for (const call of [
      () => nobody.startChild({ name: 'a' }),
      () => nobody.terminateChild('a'),
      () => nobody.restartChild('a'),
      () => nobody.deleteChild('a'),
      () => nobody.whichChildren(),
      () => nobody.countChildren(),
      () => nobody.stop(),
    ])
      expect(await codeOfCall(call)).toBe('noproc');
  });

  test('supervisor_test 5 start_link/2 with via, supervisor_test 7 start_link/3 with local, dynamic_supervisor_test 6 with registered process: a supervisor answers, and can be stopped', async () => {
    for (const type of ['supervisor', 'dynamicSupervisor'] as const) {
      const { system } = stage();
      await system.startSupervisor({ name: 'top', type });
      expect(system.getSupervisor('top').whichChildren()).toEqual([]);
      await system.getSupervisor('top').stop();
      expect(await codeOfCall(() => system.getSupervisor('top').whichChildren())).toBe('noproc');
    }
  });

  test('dynamic_supervisor_test 2 multiple supervisors with simple child spec: so does each of several, whose ids are their names', async () => {
    const { system } = stage();
    const names = ['one', 'two', 'three'];
    const pools = names.map((name) => ({ type: 'dynamicSupervisor', name }) as const);
    const top = await system.startSupervisor({ children: pools });
    expect(top.whichChildren().map(({ id }) => id)).toEqual(names);
    for (const name of names) expect(system.getSupervisor(name).countChildren().specs).toBe(0);
    expect(await codeOfCall(() => top.startChild({ type: 'dynamicSupervisor' }))).toBe('invalid_option');
  });

  test('supervisor_test 8 start_link/2, supervisor_SUITE 79 simple_global_supervisor: a child is reached again, whatever it was ended by', async () => {
    const { system, backend, clock } = stage();
    await system.startSupervisor({
      name: 'top',
      children: [{ type: 'supervisor', name: 'middle', children: [{ name: 'a' }] }],
    });
    const isReached = () => system.getSession('a').stream('hello').finalText();
    const middle = system.getSupervisor('middle');
    backend.adapters.at(-1)?.crash();
    await clock.advance(600);
    expect(await isReached()).toBe('ok');
    backend.adapters.at(-1)?.crash({ exitCode: 0 });
    await clock.advance(1200);
    expect(await isReached()).toBe('ok');
    await middle.terminateChild('a');
    await middle.restartChild('a');
    expect(await isReached()).toBe('ok');
    await middle.stop();
    await system.getSupervisor('top').restartChild('middle');
    expect(await isReached()).toBe('ok');
  });
});
