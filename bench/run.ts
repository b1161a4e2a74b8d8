/**
 * `npm run bench [rounds]`: what reading partial messages and importing the library cost, beside a bare loop and beside
 * the official SDK; what many supervised children cost beside few. All are run in turn, round by round; what counts are
 * the medians of the ratios within a round.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, pairedRuns, ratio, type Run } from './paired.js';
import { writePartialMessages } from './partial-messages.js';
import { report, times, verdict } from './print.js';
import { supervision } from './supervision.js';

const MESSAGES = 500_000;
const MOST_OF_BARE = 1.3;
const rounds = Number(process.argv[2] ?? 7);
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error('Usage: npm run bench -- [rounds]. It takes a whole number above 0; the default is 7.');
  process.exit(2);
}
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

await streaming();
importing();
await supervision(rounds);

async function streaming(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'troupe-bench-'));
  try {
    const COPY = join(directory, 'partial-messages.jsonl');
    await writePartialMessages(COPY, MESSAGES);
    const subject = (name: string): string[] => [here(`streaming/${name}.mjs`)];
    const subjects = {
      'bare loop': subject('bare'),
      troupe: subject('troupe'),
      'official SDK': subject('official-sdk'),
    };
    const runs = pairedRuns('streaming', subjects, rounds, { ...process.env, COPY });
    const bare = runs.get('bare loop') ?? [];
    console.log(`\nCPU for ${MESSAGES} partial messages, and that beside the bare loop`);
    for (const [name, ran] of runs) {
      const missed = ran.filter(({ count }) => count !== MESSAGES);
      if (missed.length > 0) throw new Error(`${name} did not see every message: ${JSON.stringify(missed)}`);
      report(name, [`${middle(ran, 'cpu').toFixed(0)} ms`, times(ratio(ran, bare, 'cpu'))]);
    }
    const ours = ratio(runs.get('troupe') ?? [], bare, 'cpu');
    verdict(`at most ${times(MOST_OF_BARE)}`, ours <= MOST_OF_BARE);
  } finally {
    await rm(directory, { recursive: true });
  }
}

function importing(): void {
  const subject = (entry: string): string[] => [here('import.mjs'), here(entry)];
  const subjects = {
    troupe: subject('../dist/src/index.js'),
    'official SDK': subject('node_modules/@anthropic-ai/claude-agent-sdk/sdk.mjs'),
  };
  const runs = pairedRuns('import', subjects, rounds);
  const sdk = runs.get('official SDK') ?? [];
  console.log('\nImport of the root entry: time and memory, and both beside the official SDK');
  for (const [name, ran] of runs) {
    const [time, memory] = [middle(ran, 'time'), middle(ran, 'memory')];
    const beside = ['time', 'memory'].map((key) => times(ratio(ran, sdk, key)));
    report(name, [`${time.toFixed(0)} ms`, `${memory.toFixed(1)} MB`, ...beside]);
  }
  const ours = runs.get('troupe') ?? [];
  verdict(
    'less in both',
    ['time', 'memory'].every((key) => ratio(ours, sdk, key) < 1),
  );
}

function middle(runs: readonly Run[], key: string): number {
  return median(runs.map((run) => run[key] ?? NaN));
}
