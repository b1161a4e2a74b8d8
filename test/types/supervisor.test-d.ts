import {
  getSupervisor,
  startSupervisor,
  type Session,
  type SessionErrorCode,
  type SessionRow,
  type Supervisor,
  type SupervisorReport,
  type SupervisorSpec,
  type System,
} from 'troupe';
import { expectTypeOf, test } from 'vitest';

declare const system: System;

declare const agents: Supervisor<'assistant' | 'north' | 'south'>;

test('a supervisor of a literal tree knows the names of its sessions, nested ones too', async () => {
  const started = await startSupervisor({
    name: 'agents',
    children: [
      { name: 'assistant', systemPrompt: 'Answer briefly.' },
      { type: 'supervisor', name: 'tenants', children: [{ name: 'north' }, { id: 'south' }] },
    ],
  });
  expectTypeOf(started).toEqualTypeOf<typeof agents>();
  expectTypeOf(agents.getSession('assistant')).toEqualTypeOf<Session>();
  expectTypeOf(agents.getSession('north')).toEqualTypeOf<Session>();
  expectTypeOf(agents.getSession('south')).toEqualTypeOf<Session>();
});

test('a name that is not in a literal tree does not compile', () => {
  // @ts-expect-error -- assistant is what is meant
  agents.getSession('assitant');
  // @ts-expect-error -- a supervisor is no session
  agents.getSession('tenants');
});

test('a system and the top level know the same', () => {
  const ofSystem = () => system.startSupervisor({ children: [{ name: 'one' }] });
  expectTypeOf(ofSystem).returns.resolves.toEqualTypeOf<Supervisor<'one'>>();
});

test('where the tree is not a literal, or is found by its name, any name will do', async () => {
  const fromJson = JSON.parse('{}') as SupervisorSpec;
  expectTypeOf(await startSupervisor(fromJson)).toEqualTypeOf<Supervisor>();
  expectTypeOf(await startSupervisor({ children: [] })).toEqualTypeOf<Supervisor>();
  expectTypeOf(await startSupervisor({ type: 'dynamicSupervisor' })).toEqualTypeOf<Supervisor>();
  expectTypeOf(getSupervisor('agents').getSession('any')).toEqualTypeOf<Session>();
});

test('sessions that come at run time are reached by what starting them returned, or by the system', () => {
  expectTypeOf(agents.startSession({ name: 'temp', restart: 'temporary' })).toEqualTypeOf<Session>();
  expectTypeOf(agents.restartSession('temp')).resolves.toBeVoid();
});

test('listings and reports are typed', () => {
  expectTypeOf(agents.listSessions({ tag: 'tenant' })).toEqualTypeOf<readonly SessionRow[]>();
  agents.on('report', (report) => {
    expectTypeOf(report).toEqualTypeOf<SupervisorReport>();
    expectTypeOf(report.reason?.code).toEqualTypeOf<SessionErrorCode | undefined>();
  });
  // @ts-expect-error -- no such event
  agents.on('crashed', () => undefined);
});

test('what kind of report it is tells what it holds', () => {
  const told = (report: SupervisorReport): void => {
    if (report.type === 'restart_scheduled') expectTypeOf(report.delay).toEqualTypeOf<number>();
    if (report.type === 'child_terminated')
      expectTypeOf(report.reason.code).toEqualTypeOf<SessionErrorCode>();
    if (report.type === 'started') expectTypeOf(report.reason).toEqualTypeOf<undefined>();
  };
  expectTypeOf(told).returns.toBeVoid();
});
