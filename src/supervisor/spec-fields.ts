import type * as z from 'zod';
import { checkAgainst, readable, refuseOption, show, within } from '../protocol/options/check-options.js';
import type { ChildDynamicSupervisorSpec, ChildSupervisorSpec, SessionSpec } from './child-spec.js';
import { pathTo, type Place } from './place.js';
import { specSchemas } from './spec-schemas.js';

type Fields = Readonly<Record<string, unknown>>;

type SpecSchemas = Readonly<Record<string, Readonly<Record<string, z.ZodType>>>>;

export interface SessionFields extends SessionSpec {
  readonly type: 'session';
}

/** Of either type of supervisor, as a child or a root. */
export interface SupervisorFields
  extends Omit<ChildSupervisorSpec, 'type'>, Omit<ChildDynamicSupervisorSpec, 'type'> {
  readonly type: 'supervisor' | 'dynamicSupervisor';
}

/** The fields of a root, each of which may be what it is. Throws `invalid_option`. */
export function checkedRoot(spec: unknown, place: Place): SupervisorFields {
  const { root } = specSchemas();
  return checkedFields(fieldsOf(spec, place), root, 'supervisor', place) as object as SupervisorFields;
}

/** The same of a child. */
export function checkedChild(spec: unknown, place: Place): SessionFields | SupervisorFields {
  const fields = fieldsOf(spec, place);
  const { child } = specSchemas();
  if (fields.type === undefined && Object.hasOwn(fields, 'children')) {
    refuseOption(pathTo(place.path, 'type'), "'supervisor' where there are children", 'nothing');
  }
  return checkedFields(fields, child, 'session', place) as object as SessionFields | SupervisorFields;
}

/** The type says which fields there may be, so it goes first. */
function checkedFields(given: Fields, schemas: SpecSchemas, usual: string, { path }: Place): Fields {
  const fields = { ...given, type: given.type === undefined ? usual : given.type };
  return within(path, () => {
    const type = Object.keys(schemas).find((known) => known === fields.type);
    const schema = type === undefined ? undefined : schemas[type];
    if (type === undefined || !schema) {
      const types = Object.keys(schemas).map((known) => `'${known}'`);
      return refuseOption('type', `${types.join(' or ')} (OTP: invalid_child_type)`, show(fields.type));
    }
    checkAgainst(schema, fields, type);
    return fields;
  });
}

/** No tree of any use is so deep; one that is made up while it is read may have no end. */
const DEEPEST = 50;

/** The fields of something, read once: what others made may answer differently each time. */
export function fieldsOf(given: unknown, { path, above }: Place): Fields {
  const option = path === '' ? 'spec' : path;
  return readable(option, () => {
    if (typeof given !== 'object' || given === null || Array.isArray(given)) {
      return refuseOption(option, 'an object (OTP: invalid_child_spec)', show(given));
    }
    if (above.includes(given)) refuseOption(option, 'a spec of its own', 'one that it is itself a part of');
    if (above.length >= DEEPEST) refuseOption(option, `at most ${DEEPEST} levels deep`, 'more');
    return { ...given };
  });
}
