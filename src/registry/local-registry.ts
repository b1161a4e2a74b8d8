import type { Claim, Registry, RegistryKey } from './registry.js';

/** The registry of one host: it answers at once. */
export class LocalRegistry<Holder> implements Registry<Holder> {
  readonly #claims = new Map<string, Claim<Holder>>();

  claim(key: RegistryKey, claim: Claim<Holder>): boolean {
    const held = this.#claims.get(idOf(key));
    if (held && (held.holder !== claim.holder || held.incarnation > claim.incarnation)) return false;
    this.#claims.set(idOf(key), claim);
    return true;
  }

  release(key: RegistryKey, claim: Claim<Holder>): void {
    const held = this.#claims.get(idOf(key));
    if (held?.holder === claim.holder && held.incarnation <= claim.incarnation)
      this.#claims.delete(idOf(key));
  }

  resolve(key: RegistryKey): Holder | undefined {
    return this.#claims.get(idOf(key))?.holder;
  }
}

function idOf({ kind, value }: RegistryKey): string {
  return `${kind}:${value}`;
}
