import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import * as exported from '../machines/index.js';
import { stateDiagram, statesBelow } from './state-diagram.js';

/** Writes docs/machines/<id>.md for each machine; with `--check`, fails where one is not what the code says. */
const machines: readonly AnyStateMachine[] = Object.values(exported);
const check = process.argv.includes('--check');
const folder = new URL('../docs/machines/', import.meta.url);

mkdirSync(folder, { recursive: true });
const stale = machines.filter((machine) => {
  const file = new URL(`${machine.id}.md`, folder);
  const page = pageOf(machine);
  if (check) return read(file) !== page;
  writeFileSync(file, page);
  return false;
});
if (stale.length > 0) {
  process.stderr.write(
    `Out of date: ${stale.map(({ id }) => `docs/machines/${id}.md`).join(', ')}. Run: npm run diagrams\n`,
  );
  process.exitCode = 1;
}

function read(file: URL): string {
  try {
    return readFileSync(fileURLToPath(file), 'utf8');
  } catch {
    return '';
  }
}

function pageOf(machine: AnyStateMachine): string {
  const rows = statesBelow(machine.root).map(
    ({ path, description }) => `| \`${path.join('.')}\` | ${description ?? ''} |`,
  );
  return [
    `# The ${machine.id} machine`,
    '',
    `Generated from \`machines/${machine.id}.machine.ts\` by \`npm run diagrams\`; do not edit. ${machine.root.description ?? ''}`,
    '',
    '```mermaid',
    ...stateDiagram(machine),
    '```',
    '',
    '| state | means |',
    '|---|---|',
    ...rows,
    '',
    ...inPlace(machine.root),
  ].join('\n');
}

/** What the machine heeds without leaving the state it is in. */
function inPlace({ transitions }: AnyStateNode): string[] {
  const rows = [...transitions.values()]
    .flat()
    .filter(({ target }) => target === undefined)
    .map(({ eventType, description }) => `| \`${eventType}\` | ${description ?? ''} |`);
  return rows.length > 0 ? ['| in every state | means |', '|---|---|', ...rows, ''] : [];
}
