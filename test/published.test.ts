import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';
import manifest from '../package.json' with { type: 'json' };

const root = fileURLToPath(new URL('..', import.meta.url));

/** The declarations that a user's compiler reads, and what each of them imports. */
function declarations(): Map<string, readonly string[]> {
  const read = new Map<string, readonly string[]>();
  const open = Object.values(manifest.exports).flatMap((entry) =>
    typeof entry === 'string' ? [] : [join(root, entry.types)],
  );
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (read.has(file)) continue;
    const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'));
    const names = importedFiles.map(({ fileName }) => fileName);
    read.set(file, names);
    const folder = dirname(file);
    const own = names.filter((name) => name.startsWith('.'));
    open.push(...own.map((name) => resolve(folder, name.replace(/\.js$/, '.d.ts'))));
  }
  return read;
}

it('is declared in terms of nothing that is not installed with it', () => {
  const read = declarations();
  const foreign = [...read.values()].flat().filter((name) => !/^(\.|node:)/.test(name));
  expect(read.size).toBeGreaterThan(50);
  expect([...new Set(foreign)]).toEqual(['xstate']);
});

it('is loaded from few files, and passes on the licences of what is in them', () => {
  const loaded = new Set([join(root, 'dist/src/index.js')]);
  for (const file of loaded) {
    const names = readFileSync(file, 'utf8').matchAll(/(?:from|^import)\s*"(\.[^"]+)"/gm);
    for (const [, name = ''] of names) loaded.add(resolve(dirname(file), name));
  }
  expect(loaded.size).toBeGreaterThan(1);
  expect(loaded.size).toBeLessThan(20);
  const licences = readFileSync(join(root, 'dist/third-party-licences.txt'), 'utf8');
  const { dependencies } = manifest;
  expect(Object.keys(dependencies)).toEqual(['xstate']);
  for (const bundled of ['execa', 'immutable', 'p-queue', 'signal-exit', 'zod']) {
    expect(licences).toMatch(new RegExp(`^${bundled} \\d`, 'm'));
  }
  expect(licences).not.toMatch(/^xstate \d/m);
});
