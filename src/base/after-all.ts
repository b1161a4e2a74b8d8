/** Resolves when all have; where some reject, rejects as the first of them does, and not before the last has settled. */
export async function afterAll(promises: readonly Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(promises);
  await Promise.all(promises);
}
