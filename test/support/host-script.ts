import * as troupe from 'troupe';

import { createRequire } from 'node:module';

// Statements may ask for modules of Node.
Object.assign(globalThis, { require: createRequire(import.meta.url) });

const statements = process.argv[2] ?? '';
// eslint-disable-next-line @typescript-eslint/no-implied-eval -- the statements are those of a test
const run = new Function('troupe', `return (async () => { ${statements} })()`) as (
  library: typeof troupe,
) => Promise<unknown>;
process.stdout.write(String(await run(troupe)));
