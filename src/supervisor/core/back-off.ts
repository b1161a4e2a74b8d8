import type { BackOff } from './spec.js';

/** How long the restart after this many failures in a row waits, in ms; `draw` is from 0 to 1. The cap comes last. */
export function delayAfter(failures: number, backOff: BackOff, draw: number): number {
  const { initial, factor, max, jitter } = backOff;
  const spread = 1 + jitter * (2 * draw - 1);
  // Kept finite, so that a delay of 0 stays one.
  const growth = Math.min(factor ** (failures - 1), Number.MAX_VALUE);
  return Math.min(max, initial * spread * growth);
}

/** A random number from 0 to 1, and the seed of the next (mulberry32): so that a decision can be made again. */
export function drawFrom(seed: number): { readonly draw: number; readonly seed: number } {
  const next = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(next ^ (next >>> 15), next | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return { draw: ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32, seed: next };
}
