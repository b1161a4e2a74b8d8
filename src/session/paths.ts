/** The paths of what stands at the top of a system: each is one thing's, as long as that is there. */
export class Paths {
  readonly #taken = new Set<string>();
  #count = 1;

  /** The wanted one; where another has that, with a number behind it. */
  take(wanted: string): string {
    let path = wanted;
    while (this.#taken.has(path)) path = `${wanted}-${(this.#count += 1)}`;
    this.#taken.add(path);
    return path;
  }

  free(path: string): void {
    this.#taken.delete(path);
  }
}

/** What an incarnation is called among its siblings: by its name, or by the last step of its path. */
export function called(name: string | undefined, path: string, incarnation: number): string {
  return `${name ?? path.slice(path.lastIndexOf('/') + 1)}#${incarnation}`;
}
