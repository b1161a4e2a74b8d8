import type { LocalRegistry } from '../registry/local-registry.js';
import type { Claim, RegistryKey } from '../registry/registry.js';
import { alreadyStarted } from './supervision-errors.js';

/** The name of a supervisor, if it has one: held from its making to its release. */
export class SupervisorName {
  readonly #names: Pick<LocalRegistry<object>, 'claim' | 'release'>;
  readonly #key: RegistryKey | undefined;
  readonly #claim: Claim<object>;

  /** Throws `already_started`. */
  constructor(
    names: Pick<LocalRegistry<object>, 'claim' | 'release'>,
    name: string | undefined,
    holder: { readonly path: string },
  ) {
    this.#names = names;
    this.#key = name === undefined ? undefined : { kind: 'name', value: name };
    this.#claim = { holder, incarnation: 1 };
    if (this.#key && !names.claim(this.#key, this.#claim)) throw alreadyStarted(this.#key.value, holder.path);
  }

  release(): void {
    if (this.#key) this.#names.release(this.#key, this.#claim);
  }
}
