import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Every `ts` block of a page. */
function snippets(page: string): string[] {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code);
}

const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];

it.each(pages.filter((page) => snippets(page).length > 0))('every example in %s compiles', (page) => {
  // Inside the repository, so that `troupe` and the types of Node are found.
  const folder = mkdtempSync(join(root, 'test/docs/.snippets-'));
  try {
    const files = snippets(page).map((code, index) => {
      const file = join(folder, `example-${index}.ts`);
      writeFileSync(file, `${code}\nexport {};\n`);
      return file;
    });
    const { options } = ts.convertCompilerOptionsFromJson(
      (
        ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)).config as {
          compilerOptions: object;
        }
      ).compilerOptions,
      root,
    );
    const program = ts.createProgram(files, { ...options, noEmit: true });
    const problems = ts.getPreEmitDiagnostics(program).map((problem) => {
      const at =
        problem.file && problem.start !== undefined
          ? problem.file.getLineAndCharacterOfPosition(problem.start).line
          : 0;
      return `${problem.file?.fileName ?? ''}:${at + 1} ${ts.flattenDiagnosticMessageText(problem.messageText, '\n')}`;
    });
    expect(problems).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
