import { fields, flag, listOf, recordOf, type Shape } from './shapes.js';

/**
 * The definition of a machine as far as it is a picture: states, transitions, and the names of what they use. Static data
 * (context, input, output, params, meta) is no part of that.
 */
export function redactDefinition(config: object): object {
  const known = redacted.get(config);
  if (known) return known;
  const shown = state(config) as object;
  redacted.set(config, shown);
  return shown;
}

/** A definition is shared by all actors of its kind. */
const redacted = new WeakMap<object, object>();

/** What is written in the definition, however long it is. */
const literal: Shape = (value) => (typeof value === 'string' ? value : undefined);

/** An action, a guard or an actor: a name, something that has one, or a function. */
const reference: Shape = (value) => {
  if (typeof value === 'function') return { type: value.name };
  return literal(value) ?? fields({ type: literal })(value);
};

function oneOrMore(shape: Shape): Shape {
  const more = listOf(shape);
  return (value) => (Array.isArray(value) ? more(value) : shape(value));
}

const target = oneOrMore(literal);
const references = oneOrMore(reference);

const arrow = fields({
  target,
  guard: reference,
  actions: references,
  description: literal,
  reenter: flag,
});
const transition: Shape = (value) => literal(value) ?? arrow(value);
const transitions = oneOrMore(transition);

const invocation = fields({
  id: literal,
  src: reference,
  onDone: transitions,
  onError: transitions,
  onSnapshot: transitions,
});

// States hold states.
const state: Shape = (value) => stateFields(value);

const stateFields = fields({
  id: literal,
  type: literal,
  description: literal,
  initial: transition,
  history: (value) => flag(value) ?? literal(value),
  target,
  tags: oneOrMore(literal),
  states: recordOf(state),
  on: recordOf(transitions),
  after: recordOf(transitions),
  always: transitions,
  onDone: transitions,
  entry: references,
  exit: references,
  invoke: oneOrMore(invocation),
});
