import { createSystem, SessionError, type Backend, type SupervisorReport, type System } from 'troupe';
import { scriptedBackend } from 'troupe/testing';
import { expect, test } from 'vitest';

/** Sessions whose processes outlive SIGKILL. */
function unkillable(): System {
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
          exited: (ending) => sink.exited({ ...ending, leftover }),
        });
      return adapter;
    },
  };
  const logger = { debug: () => undefined, warn: () => undefined, error: () => undefined };
  return createSystem({ backend, logger });
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
  const system = unkillable();
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
  const system = unkillable();
  await system.startSupervisor(tree);
  await expect(system.getSupervisor('inner').stop()).rejects.toMatchObject({ code: 'not_stopped' });
  await expect(system.stop()).rejects.toMatchObject({ code: 'not_stopped' });
});
