/**
 * The names of all sessions in a literal tree; the id, where a session has no name. `string` where they cannot be known: the
 * tree is not a literal, has no session yet, or has a dynamic supervisor in it.
 */
export type SessionNames<Spec> = Known<SessionsIn<ChildOf<Spec>>>;

/** The names of all supervisors in a literal tree, its own included; as {@link SessionNames}. */
export type SupervisorNames<Spec> = Known<NameOf<Spec> | SupervisorsIn<ChildOf<Spec>>>;

type Known<Names> = [Names] extends [never] ? string : Names;

type SessionsIn<Child> = Child extends Supervisor ? SessionsIn<ChildOf<Child>> : NameOf<Child>;

type SupervisorsIn<Child> = Child extends Supervisor ? NameOf<Child> | SupervisorsIn<ChildOf<Child>> : never;

interface Supervisor {
  readonly type: 'supervisor' | 'dynamicSupervisor';
}

type ChildOf<Spec> = Spec extends { readonly type: 'dynamicSupervisor' }
  ? AnyChild
  : Spec extends { readonly children: readonly (infer Child)[] }
    ? Child
    : 'children' extends keyof Spec
      ? AnyChild
      : never;

/** Stands for children that the type of a spec leaves open. */
type AnyChild =
  | { readonly name: string }
  | { readonly type: 'supervisor'; readonly name: string; readonly children: readonly [] };

type NameOf<Spec> = Spec extends { readonly name: infer Name extends string }
  ? Name
  : Spec extends { readonly id: infer Id extends string }
    ? Id
    : 'name' extends keyof Spec
      ? string
      : never;
