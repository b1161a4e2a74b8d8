import { expectTypeOf, test } from 'vitest';
import type {
  ChildSpec,
  DynamicSupervisorSpec,
  RootSpec,
  SupervisorSpec,
} from '../../src/supervisor/child-spec.js';
import type { SessionNames, SupervisorNames } from '../../src/supervisor/spec-names.js';

/** As `startSupervisor` takes its spec. */
declare function start<const Spec extends RootSpec>(
  spec: Spec,
): { sessions: SessionNames<Spec>; supervisors: SupervisorNames<Spec> };

test('the names of the sessions in a literal tree are known, and those of nested ones', () => {
  const { sessions, supervisors } = start({
    name: 'agents',
    children: [
      { name: 'assistant', systemPrompt: 'Answer briefly.' },
      { type: 'session', id: 'reviewer', restart: 'transient', backOff: { initial: 0 } },
      { id: 'one', name: 'two' },
      {
        type: 'supervisor',
        name: 'tenants',
        strategy: 'one_for_all',
        children: [{ name: 'north' }, { type: 'supervisor', id: 'inner', children: [{ name: 'south' }] }],
      },
      { type: 'supervisor', id: 'empty' },
    ],
  });
  expectTypeOf(sessions).toEqualTypeOf<'assistant' | 'reviewer' | 'two' | 'north' | 'south'>();
  expectTypeOf(supervisors).toEqualTypeOf<'agents' | 'tenants' | 'inner' | 'empty'>();
});

test('a tree that is not a literal may have any names', () => {
  expectTypeOf<SessionNames<SupervisorSpec>>().toEqualTypeOf<string>();
  expectTypeOf<SupervisorNames<SupervisorSpec>>().toEqualTypeOf<string>();
  expectTypeOf<SessionNames<RootSpec>>().toEqualTypeOf<string>();
  expectTypeOf<SupervisorNames<RootSpec>>().toEqualTypeOf<string>();
  const children: ChildSpec[] = [];
  expectTypeOf(start({ children }).sessions).toEqualTypeOf<string>();
  expectTypeOf(start({ children }).supervisors).toEqualTypeOf<string>();
  const names = ['one', 'two'].map((name) => ({ name }));
  expectTypeOf(start({ children: names }).sessions).toEqualTypeOf<string>();
});

test('so may a dynamic supervisor, and a supervisor without children, which may get some', () => {
  expectTypeOf<SessionNames<DynamicSupervisorSpec>>().toEqualTypeOf<string>();
  expectTypeOf(start({ type: 'dynamicSupervisor', name: 'pool' }).sessions).toEqualTypeOf<string>();
  expectTypeOf(start({ name: 'later' }).sessions).toEqualTypeOf<string>();
  const mixed = start({ children: [{ name: 'a' }, { type: 'dynamicSupervisor', name: 'pool' }] });
  expectTypeOf(mixed.sessions).toEqualTypeOf<string>();
});

test('a tree that cannot be meant does not compile', () => {
  // @ts-expect-error -- OTP's word is permanent
  start({ children: [{ name: 'a', restart: 'always' }] });
  // @ts-expect-error -- a supervisor that were killed could no longer stop its children
  start({ children: [{ type: 'supervisor', name: 'a', shutdown: 5000 }] });
  // @ts-expect-error -- no such strategy
  start({ strategy: 'one_for_two' });
  const typo: ChildSpec = {
    name: 'a',
    // @ts-expect-error -- no such key
    restrat: 'transient',
  };
  expectTypeOf(typo).toExtend<ChildSpec>();
  const pool: RootSpec = {
    type: 'dynamicSupervisor',
    // @ts-expect-error -- its children come at run time
    children: [],
  };
  expectTypeOf(pool).toExtend<RootSpec>();
});
