import { readFile } from 'node:fs/promises';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import own from './package.json' with { type: 'json' };
import { here } from './paired.js';

/** What the numbers were got under, by what it is called. */
export type Conditions = Readonly<Record<string, string>>;

export async function conditions(): Promise<Conditions> {
  const [cpu] = cpus();
  const [load = NaN] = loadavg();
  return {
    date: `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    machine: `${cpus().length} cores (${cpu?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()} ${release()}`,
    'load when it began': load.toFixed(2),
    Node: process.version,
    'Claude Code CLI': await versionOf('../node_modules/@anthropic-ai/claude-code'),
    // It is pinned, and need not be installed to be named.
    'official SDK': own.dependencies['@anthropic-ai/claude-agent-sdk'],
  };
}

async function versionOf(folder: string): Promise<string> {
  const manifest = JSON.parse(await readFile(here(`${folder}/package.json`), 'utf8')) as { version: string };
  return manifest.version;
}
