import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('.', import.meta.url);

/** The titles of all tests and groups of tests in this folder, as they stand in the source. */
export function titlesInFolder(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.test.ts') && file !== 'completeness.test.ts')
    .flatMap((file) => titlesIn(readFileSync(new URL(file, FOLDER), 'utf8')));
}

/** Tables of `each` stand between the call and the title, and hold no call of their own that begins a line. */
export function titlesIn(source: string): string[] {
  const calls = source.matchAll(/^ *(?:test|describe)(?:\(|\.each\(.*?\)\()\s*(['"`])(.*?)\1,/gms);
  return [...calls].map(([, , title = '']) => title);
}

/** The statements that a title begins with: `S52, S57: …`. */
export function statementsIn(title: string): number[] {
  const [references = ''] = /^S\d+(?:, S\d+)*(?=[,:])/.exec(title) ?? [];
  return [...references.matchAll(/S(\d+)/g)].map(([, number]) => Number(number));
}
