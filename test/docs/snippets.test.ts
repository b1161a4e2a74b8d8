import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

const pages = ['README.md', ...readdirSync(join(root, 'docs')).map((file) => `docs/${file}`)].filter((file) =>
  file.endsWith('.md'),
);

/** Every `ts` block of a page. */
function snippets(page: string): string[] {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code);
}

function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: { compilerOptions: object };
  };
  return { ...ts.convertCompilerOptionsFromJson(config.compilerOptions, root).options, noEmit: true };
}

/** What the compiler says to the examples, each with its page, its number there and its line. */
function problemsIn(folder: string): string[] {
  const files = pages.flatMap((page) =>
    snippets(page).map((code, index) => {
      const file = join(folder, page, `${index + 1}.ts`);
      mkdirSync(join(folder, page), { recursive: true });
      writeFileSync(file, `${code}\nexport {};\n`);
      return file;
    }),
  );
  // One program for all of them: most of the time goes into reading the types of the libraries.
  const problems = ts.getPreEmitDiagnostics(ts.createProgram(files, compilerOptions()));
  return problems.map(({ file, start = 0, messageText }) => {
    const line = file ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    return `${relative(folder, file?.fileName ?? '')}:${line} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}

it('every example in the README and the docs compiles', () => {
  expect(pages.flatMap(snippets).length).toBeGreaterThan(20);
  // Inside the repository, so that `troupe` and the types of Node are found.
  const folder = mkdtempSync(join(root, 'test/docs/.snippets-'));
  try {
    expect(problemsIn(folder)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
