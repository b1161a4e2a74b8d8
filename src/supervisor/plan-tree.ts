import { deepFreeze } from '../base/deep-freeze.js';
import { readable, refuseOption } from '../protocol/options/check-options.js';
import type { SessionOptions } from '../protocol/options/session-options.js';
import {
  checkDistinct,
  holdingsOfChild,
  holdingsOfChildren,
  holdingsOfSupervisor,
} from './check-distinct.js';
import { idOf, planPolicy, type ParentFacts } from './plan-policy.js';
import { planSession } from './plan-session.js';
import { fullFlags, planFlags } from './plan-flags.js';
import type { PlannedChild, PlannedSupervisor } from './plan.js';
import { checkedChild, checkedRoot, type SupervisorFields } from './spec-fields.js';
import { pathTo, type Place } from './place.js';

/**
 * Checks a tree as a whole, and fills in every default. Throws `invalid_option`, whose `option` is the path to the fault.
 * What it returns is nobody else's, and cannot be changed.
 */
export function planTree(spec: unknown, defaults: SessionOptions): PlannedSupervisor {
  return readable('spec', () => {
    const place = rootPlace(defaults);
    const plan = planSupervisor(checkedRoot(spec, place), below(place, spec));
    checkDistinct(holdingsOfSupervisor(plan, ''));
    return deepFreeze(plan);
  });
}

/** The same for a child that is to be added to a supervisor. */
export function planChild(spec: unknown, parent: ParentFacts, defaults: SessionOptions): PlannedChild {
  return readable('spec', () => {
    const child = planOne(spec, parent, rootPlace(defaults));
    checkDistinct(holdingsOfChild(child, ''));
    return deepFreeze(child);
  });
}

/** The same for the children of one supervisor, which are at `path`. */
export function planChildren(
  specs: readonly unknown[],
  parent: ParentFacts,
  path: string,
): readonly PlannedChild[] {
  return readable(path, () => {
    const children = planEach(specs, parent, { ...rootPlace({}), path });
    checkDistinct(holdingsOfChildren(children, path));
    return deepFreeze(children);
  });
}

const rootPlace = (defaults: SessionOptions): Place => ({ path: '', above: [], defaults });

const below = (place: Place, spec: unknown): Place => ({ ...place, above: [...place.above, spec] });

function planEach(specs: readonly unknown[], parent: ParentFacts, list: Place): readonly PlannedChild[] {
  const indexes = new Map<string, number>();
  return Array.from(specs, (spec, index) => {
    const path = `${list.path}[${index}]`;
    const child = planOne(spec, parent, { ...list, path });
    const { id } = child.spec;
    const twin = indexes.get(id);
    if (twin !== undefined) {
      refuseOption(
        pathTo(path, 'id'),
        'one that no sibling has (OTP: duplicate_child_name)',
        `'${id}', as '${list.path}[${twin}]' has it`,
      );
    }
    indexes.set(id, index);
    return child;
  });
}

function planOne(spec: unknown, parent: ParentFacts, place: Place): PlannedChild {
  const fields = checkedChild(spec, place);
  return fields.type === 'session'
    ? planSession(fields, parent, place)
    : planNested(fields, parent, place, spec);
}

function planNested(
  fields: SupervisorFields,
  parent: ParentFacts,
  place: Place,
  spec: unknown,
): PlannedChild {
  const { type, name } = fields;
  const tags = Object.freeze([...(fields.tags ?? [])]);
  const policy = planPolicy(fields, parent, place);
  const plan = planSupervisor(fields, below(place, spec));
  const flags = fullFlags(fields);
  const own = { type, ...(name !== undefined && { name }), ...policy, shutdown: 'infinity', tags, ...flags };
  return {
    spec: { ...policy, type: 'supervisor' },
    shutdown: Infinity,
    tags,
    given: type === 'supervisor' ? { ...own, children: plan.children.map(({ given }) => given) } : own,
    runs: { type: 'supervisor', plan },
  };
}

function planSupervisor(fields: SupervisorFields, place: Place): PlannedSupervisor {
  const { name, children = [] } = fields;
  const flags = planFlags(fields);
  const list = { ...place, path: pathTo(place.path, 'children') };
  return { id: idOf(fields, place), name, flags, children: planEach(children, flags, list) };
}
