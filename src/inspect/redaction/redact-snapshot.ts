import { isRecord } from '../../base/is-record.js';
import { CONTEXTS, ENDING } from './facts.js';
import { fields, hidden, oneOf, REDACTED } from './shapes.js';

const status = oneOf(['active', 'done', 'error', 'stopped']);

/**
 * A snapshot without what could tell of prompts, tools and secrets: its states and tags are those that the definition of
 * its machine names.
 */
export function redactSnapshot(snapshot: unknown, definition: object | undefined): object {
  const { id } = (definition ?? {}) as { readonly id?: unknown };
  const shown = fields({
    status,
    value: (value) => stateValue(value, definition),
    tags: (tags) => tagsOf(tags, definition),
    context: CONTEXTS.get(id) ?? hidden,
    ...ENDING,
  });
  return (shown(snapshot) as object | undefined) ?? { status: REDACTED };
}

/** `'ready'`, `{ querying: 'streaming' }`: each of them a state of the definition. */
function stateValue(value: unknown, definition: unknown): unknown {
  const states = statesOf(definition);
  if (typeof value === 'string') return Object.hasOwn(states, value) ? value : undefined;
  if (!isRecord(value)) return undefined;
  const known = Object.entries(value).filter(([state]) => Object.hasOwn(states, state));
  const shown = known.map(([state, within]) => [state, stateValue(within, states[state]) ?? REDACTED]);
  return Object.fromEntries(shown);
}

function tagsOf(tags: unknown, definition: unknown): unknown {
  if (!(tags instanceof Set)) return undefined;
  const known = tags.size === 0 ? [] : tagsWithin(definition);
  return [...tags].filter((tag) => known.includes(tag));
}

function tagsWithin(definition: unknown): readonly unknown[] {
  const { tags = [] } = definition as { readonly tags?: unknown };
  return [tags, ...Object.values(statesOf(definition)).map(tagsWithin)].flat();
}

function statesOf(definition: unknown): Readonly<Record<string, unknown>> {
  return isRecord(definition) && isRecord(definition.states) ? definition.states : {};
}
