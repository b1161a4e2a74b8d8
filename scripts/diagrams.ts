import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import * as exported from '../machines/index.js';

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
  const states = [...walk(machine.root)].filter((node) => node !== machine.root);
  const rows = states.map((node) => `| \`${node.path.join('.')}\` | ${node.description ?? ''} |`);
  return [
    `# The ${machine.id} machine`,
    '',
    `Generated from \`machines/${machine.id}.machine.ts\` by \`npm run diagrams\`; do not edit. ${machine.root.description ?? ''}`,
    '',
    '```mermaid',
    'stateDiagram-v2',
    ...body(machine.root, '  '),
    ...fromAnywhere(machine.root, '  '),
    '```',
    '',
    '| state | means |',
    '|---|---|',
    ...rows,
    '',
    ...inPlace(machine.root),
  ].join('\n');
}

function* walk(node: AnyStateNode): Generator<AnyStateNode> {
  yield node;
  for (const child of Object.values(node.states)) yield* walk(child);
}

function body(node: AnyStateNode, indent: string): string[] {
  const children = Object.values(node.states);
  const initial = children.length > 0 ? [`${indent}[*] --> ${name(node.initial.target[0] ?? node)}`] : [];
  const nested = children.flatMap((child) =>
    Object.keys(child.states).length > 0
      ? [`${indent}state ${name(child)} {`, ...body(child, `${indent}  `), `${indent}}`]
      : [`${indent}${name(child)} : ${child.key}`],
  );
  const ends = children
    .filter(({ type }) => type === 'final')
    .map((child) => `${indent}${name(child)} --> [*]`);
  return [...initial, ...nested, ...children.flatMap((child) => arrows(child, indent)), ...ends];
}

interface Arrow {
  readonly eventType: string;
  readonly target?: readonly AnyStateNode[] | undefined;
  readonly guard?: unknown;
}

/** What the machine itself heeds, it heeds in each of its states. */
function fromAnywhere(root: AnyStateNode, indent: string): string[] {
  const lasting = Object.values(root.states).filter(({ type }) => type !== 'final');
  return [...root.transitions.values()]
    .flat()
    .flatMap(({ eventType, target }: Arrow) =>
      lasting.flatMap((from) =>
        (target ?? []).map((to) => `${indent}${name(from)} --> ${name(to)} : ${label(eventType)}`),
      ),
    );
}

function arrows(node: AnyStateNode, indent: string): string[] {
  return [...node.transitions.values(), ...(node.always ?? [])]
    .flat()
    .flatMap((arrow: Arrow) =>
      (arrow.target ?? []).map((to) => `${indent}${name(node)} --> ${name(to)} : ${cause(arrow)}`),
    );
}

/** What leads along an arrow: an event, or a condition that holds. */
function cause({ eventType, guard }: Arrow): string {
  return eventType === '' ? `[${(guard as { readonly type: string }).type}]` : label(eventType);
}

/** What the machine heeds without leaving the state it is in. */
function inPlace({ transitions }: AnyStateNode): string[] {
  const rows = [...transitions.values()]
    .flat()
    .filter(({ target }) => target === undefined)
    .map(({ eventType, description }) => `| \`${eventType}\` | ${description ?? ''} |`);
  return rows.length > 0 ? ['| in every state | means |', '|---|---|', ...rows, ''] : [];
}

/** `xstate.after.turnLimit.session.querying.streaming` is read as `after turnLimit`. */
function label(eventType: string): string {
  return eventType.replace(/^xstate\.after\.([^.]+)\..*$/, 'after $1');
}

function name(node: AnyStateNode): string {
  return node.path.length === 0 ? node.key : node.path.join('_');
}
