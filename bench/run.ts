/**
 * `npm run bench [-- rounds [name]]`: measures everything in one run, prints one table, and writes it to
 * docs/benchmarks.md. With the name of a benchmark, it measures that alone, and only prints.
 */
import { writeFile } from 'node:fs/promises';
import { benchmarks } from './benchmarks.js';
import { documentOf } from './document.js';
import { measureAll } from './measure-all.js';
import { here } from './paired.js';
import { table } from './table.js';

const [, , given = '7', name] = process.argv;
const rounds = Number(given);
const chosen = benchmarks.filter((each) => name === undefined || each.name === name);
if (!Number.isInteger(rounds) || rounds < 1 || chosen.length === 0) {
  const names = benchmarks.map((each) => `'${each.name}'`).join(', ');
  console.error(
    `Usage: npm run bench [-- rounds [name]]: a whole number above 0, by default 7; one of ${names}.`,
  );
  process.exit(2);
}

const measured = await measureAll(chosen, { rounds, onStep: (step) => console.error(step) });
console.log(table(measured.rows));
const missed = measured.rows.filter(({ isMet }) => !isMet).length;
console.log(`\n${measured.rows.length - missed} of ${measured.rows.length} aims met, ${missed} missed.`);
if (name === undefined) await writeFile(here('../docs/benchmarks.md'), documentOf(measured));
