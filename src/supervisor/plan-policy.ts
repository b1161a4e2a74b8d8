import { checkAgainst, refuseOption, within } from '../protocol/options/check-options.js';
import type { ChildPolicy } from './child-spec.js';
import type { AutoShutdown, BackOff, CoreSpec } from './core/spec.js';
import { pathTo, type Place } from './place.js';
import { fieldsOf } from './spec-fields.js';
import { specSchemas } from './spec-schemas.js';

/** What the spec of a child has to go with; `undefined` where that is not known. */
export interface ParentFacts {
  readonly autoShutdown: AutoShutdown | undefined;
}

interface Identified {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
}

/** How a child is supervised, with every default filled in. Throws `invalid_option`. */
export function planPolicy(
  spec: ChildPolicy & Identified,
  parent: ParentFacts,
  place: Place,
): Omit<CoreSpec, 'type'> {
  const { restart = 'permanent', significant = false, stableAfter = 60_000, maxConsecutive = 8 } = spec;
  const id = idOf(spec, place);
  if (id === undefined)
    refuseOption(pathTo(place.path, 'id'), "given, or 'name' (OTP: missing_id)", 'neither');
  if (significant) checkSignificant(restart === 'permanent', parent, pathTo(place.path, 'significant'));
  const backOff = planBackOff(spec.backOff, { ...place, path: pathTo(place.path, 'backOff') });
  return { id, restart, significant, backOff, stableAfter, maxConsecutive };
}

/** The id of a spec: its name, where it has no other. */
export function idOf({ id, name }: Identified, { path }: Place): string | undefined {
  const option = pathTo(path, 'id');
  if (id?.includes('/')) refuseOption(option, 'without a slash: paths are made of ids', `'${id}'`);
  if (id === undefined && name?.includes('/')) {
    refuseOption(
      option,
      'given where the name has a slash: paths are made of ids',
      `the name '${name}' only`,
    );
  }
  return id ?? name;
}

function checkSignificant(isPermanent: boolean, { autoShutdown }: ParentFacts, option: string): void {
  if (isPermanent) {
    refuseOption(
      option,
      "false where 'restart' is 'permanent', as by default (OTP: bad_combination)",
      'true',
    );
  }
  if (autoShutdown === 'never') {
    refuseOption(
      option,
      "false where the supervisor's autoShutdown is 'never' (OTP: bad_combination)",
      'true',
    );
  }
}

function planBackOff(given: ChildPolicy['backOff'], place: Place): BackOff {
  const fields = fieldsOf(given ?? {}, place);
  within(place.path, () => checkAgainst(specSchemas().backOff, fields, 'back-off'));
  const { initial = 500, factor = 2, max = 30_000, jitter = 0.2 } = fields as ChildPolicy['backOff'] & object;
  return { initial, factor, max, jitter };
}
