import {
  createSystem,
  SessionError,
  type Backend,
  type Supervisor,
  type SupervisorReport,
  type System,
} from 'troupe';
import { scriptedBackend, type ScriptedBackend } from 'troupe/testing';
import { expect, test } from 'vitest';

interface Unkillable {
  readonly system: System;
  readonly backend: ScriptedBackend;
}

/** Sessions whose processes outlive SIGKILL, or some of them. */
function unkillable(isHit: (name: string | undefined) => boolean = () => true): Unkillable {
  const scripted = scriptedBackend();
  const leftover = new SessionError('not_stopped', 'process 12 is still alive after SIGKILL');
  const backend: Backend = {
    ...scripted,
    createAdapter: (request) => {
      const adapter = scripted.createAdapter(request);
      const start = adapter.start.bind(adapter);
      adapter.start = (sink) =>
        start({
          ready: (handshake) => sink.ready(handshake),
          frame: (frame) => sink.frame(frame),
          serve: (call) => sink.serve(call),
          exited: (ending) => sink.exited(isHit(request.options.name) ? { ...ending, leftover } : ending),
        });
      return adapter;
    },
  };
  const logger = { debug: () => undefined, warn: () => undefined, error: () => undefined };
  return { system: createSystem({ backend, logger }), backend: scripted };
}

const tree = {
  name: 'top',
  children: [
    { name: 'a' },
    { type: 'supervisor', name: 'inner', children: [{ name: 'b' }] },
    { type: 'dynamicSupervisor', name: 'pool' },
  ],
} as const;

test('the stop of a supervisor rejects where something of its tree could not be ended, and reports it', async () => {
  const { system } = unkillable();
  const sup = await system.startSupervisor(tree);
  const told: SupervisorReport[] = [];
  sup.on('report', (report) => told.push(report));
  await expect(sup.stop()).rejects.toMatchObject({ code: 'not_stopped', sessionName: 'b' });
  await expect(sup.stop()).rejects.toMatchObject({ code: 'not_stopped' });
  await sup.done;
  expect(
    told.map(({ type, supervisor, child, reason }) => [type, `${supervisor}/${child}`, reason?.code]),
  ).toEqual([
    ['shutdown_error', 'top/inner/b', 'not_stopped'],
    ['shutdown_error', 'top/a', 'not_stopped'],
  ]);
});

test('so does the stop of the system, and that of a nested supervisor', async () => {
  const { system } = unkillable();
  await system.startSupervisor(tree);
  await expect(system.getSupervisor('inner').stop()).rejects.toMatchObject({ code: 'not_stopped' });
  await expect(system.stop()).rejects.toMatchObject({ code: 'not_stopped' });
});

test('the stop of the system waits for the other trees all the same', async () => {
  const { system } = unkillable((name) => name === 'a');
  await system.startSupervisor({ name: 'first', children: [{ name: 'a' }] });
  const others = [{ name: 'b' }, { name: 'c' }, { name: 'd' }];
  const second: Supervisor = await system.startSupervisor({ name: 'second', children: others });
  await expect(system.stop()).rejects.toMatchObject({ code: 'not_stopped' });
  expect(second.listSessions().map(({ status }) => status)).toEqual(['stopped', 'stopped', 'stopped']);
});

test('a stop that nobody awaits is no unhandled rejection', async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  process.on('unhandledRejection', note);
  const { system } = unkillable();
  const sup = await system.startSupervisor(tree);
  void sup.stop();
  void system.stop();
  await sup.done;
  await new Promise((resolve) => setTimeout(resolve));
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});

test('what is left of a session that crashed is reported as well', async () => {
  const { system, backend } = unkillable();
  const sup = await system.startSupervisor({ name: 'top', children: [{ name: 'a' }] });
  const told: unknown[] = [];
  const isScheduled = new Promise<void>((resolve) => {
    sup.on('report', ({ type, reason }) => {
      told.push([type, reason?.code]);
      if (type === 'restart_scheduled') resolve();
    });
  });
  backend.adapters.at(-1)?.crash();
  await isScheduled;
  expect(told).toEqual([
    ['shutdown_error', 'not_stopped'],
    ['child_terminated', 'crashed'],
    ['restart_scheduled', undefined],
  ]);
});
