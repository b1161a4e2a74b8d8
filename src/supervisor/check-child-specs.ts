import { checkAgainst, refuseOption, show } from '../protocol/options/check-options.js';
import type { ChildSpec } from './child-spec.js';
import type { AutoShutdown } from './core/spec.js';
import { planChildren } from './plan-tree.js';
import { specSchemas } from './spec-schemas.js';

/**
 * Checks the specs of the children of one supervisor as its start would, and starts nothing (OTP's `check_childspecs`,
 * S11). Throws `invalid_option`, whose `option` is the path to the first fault, such as `specs[1].restart`.
 *
 * With `autoShutdown`, `significant` is checked against it, too. The defaults of a system are not known here: options of a
 * session that are only valid together with them are refused.
 */
export function checkChildSpecs(specs: readonly ChildSpec[], autoShutdown?: AutoShutdown): void {
  if (!Array.isArray(specs)) refuseOption('specs', 'a list of child specs', show(specs));
  checkAgainst({ autoShutdown: specSchemas().autoShutdown }, { autoShutdown }, 'supervisor');
  planChildren(specs, { autoShutdown }, 'specs');
}
