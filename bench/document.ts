import type { Measured } from './measure-all.js';
import { table } from './table.js';

/** The page that shows what came out. */
export function documentOf({ rows, conditions }: Measured): string {
  return `${HEAD}
${Object.entries(conditions)
  .map(([name, value]) => `- ${name}: ${value}`)
  .join('\n')}

${table(rows)}
`;
}

const HEAD = `# What it costs

Written by \`npm run bench\`, all in one run. In each round every subject has its turn, so that whatever else the machine
does meets all of them. Shown are medians; the ratio is the median of the ratios within a round, with the middle half of
them in parentheses, and it is what an aim is judged by. The bare loop and the bare floor spawn, split and parse, and do
nothing else. How each row is measured is told in the repository, in \`bench/README.md\`.
`;
