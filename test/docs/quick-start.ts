import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StatelyInspector } from 'troupe/inspect';

const page = fileURLToPath(new URL('../../docs/inspect.md', import.meta.url));

/** The first example of docs/inspect.md. */
export function quickStart(): string {
  return /^```ts\n(.*?)^```$/ms.exec(readFileSync(page, 'utf8'))?.[1] ?? '';
}

/** Runs it as it is written; only then its inspector is asked for. */
export async function runQuickStart(): Promise<StatelyInspector> {
  // Inside the repository, so that `troupe` is found.
  const folder = mkdtempSync(join(fileURLToPath(new URL('.', import.meta.url)), '.quick-start-'));
  const file = join(folder, 'quick-start.ts');
  try {
    writeFileSync(file, `${quickStart()}\nexport { inspector };\n`);
    const { inspector } = (await import(file)) as { readonly inspector: StatelyInspector };
    return inspector;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
