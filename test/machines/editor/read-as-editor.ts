import { extractMachinesFromFile } from '@xstate/machine-extractor';

/**
 * The configurations in a source text, as Stately's own extractor reads them without running anything: it passes over
 * what is not written out. Context and output are no part of the picture.
 */
export function readAsEditor(source: string): object[] {
  const { machines = [] } = extractMachinesFromFile(source) ?? {};
  return machines.flatMap((machine) => {
    const definition = machine?.machineCallResult.definition;
    return definition ? [stateOf(definition)] : [];
  });
}

type Machine = NonNullable<NonNullable<ReturnType<typeof extractMachinesFromFile>>['machines'][number]>;
type State = NonNullable<Machine['machineCallResult']['definition']>;
type Transition = NonNullable<State['always']>[number];
type Action = NonNullable<State['entry']>[number];

function stateOf(state: State): object {
  const {
    id,
    initial,
    type,
    history,
    description,
    tags,
    entry,
    exit,
    invoke,
    on,
    after,
    always,
    onDone,
    states,
  } = state;
  return written({
    id: id?.value,
    initial: initial?.value,
    type: type?.value,
    history: history?.value,
    description: description?.value,
    tags: tags?.map(({ value }) => value),
    entry: entry?.map(nameOf),
    exit: exit?.map(nameOf),
    invoke: invoke?.map((each) =>
      written({
        id: each.id?.value,
        src: each.src?.value,
        onDone: each.onDone?.map(transitionOf),
        onError: each.onError?.map(transitionOf),
      }),
    ),
    on: on && byKey(on.properties, (transitions) => transitions.map(transitionOf)),
    after: after && byKey(after.properties, (transitions) => transitions.map(transitionOf)),
    always: always?.map(transitionOf),
    onDone: onDone?.map(transitionOf),
    states: states && byKey(states.properties, stateOf),
  });
}

function transitionOf(transition: Transition): object {
  const { target = [], guard, cond, actions, reenter, description } = transition;
  return written({
    target: target.length > 0 ? target.map(({ value }) => value) : undefined,
    guard: (guard ?? cond)?.name,
    actions: actions?.map(nameOf),
    reenter: reenter?.value,
    description: description?.value,
  });
}

function nameOf({ name }: Action): string {
  return name;
}

function byKey<T>(
  properties: readonly { readonly key: string; readonly result: T }[],
  read: (value: T) => unknown,
): object {
  return Object.fromEntries(properties.map(({ key, result }) => [key, read(result)]));
}

function written(fields: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
