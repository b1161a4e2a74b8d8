/** An answer that a registry of this host gives at once, and one across hosts may give later. */
export type MaybeLater<T> = T | Promise<T>;

/** What can be held by one session at a time: a name, or a conversation. */
export interface RegistryKey {
  readonly kind: 'name' | 'conversation';
  readonly value: string;
}

/** Who holds a key, or asks for it. */
export interface Claim<Holder> {
  readonly holder: Holder;
  /** Number of the incarnation that claims: a fence against one that was thought dead. */
  readonly incarnation: number;
}

/**
 * Who holds which name and which conversation. A key has one holder at most; the same holder may claim it again under a
 * later incarnation.
 */
export interface Registry<Holder> {
  /** Whether the key is now the claimant's; `false` when another holds it, who is left undisturbed. */
  claim(key: RegistryKey, claim: Claim<Holder>): MaybeLater<boolean>;
  /** Gives the key up; does nothing for one that the claimant does not hold, or holds under a later incarnation. */
  release(key: RegistryKey, claim: Claim<Holder>): MaybeLater<void>;
  resolve(key: RegistryKey): MaybeLater<Holder | undefined>;
}
