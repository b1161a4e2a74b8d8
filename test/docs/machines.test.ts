import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';

const run = promisify(execFile);
const page = fileURLToPath(new URL('../../docs/machines.md', import.meta.url));

it('each example of the page of the machines prints what the page says', async () => {
  // Inside the repository, so that `troupe` is found.
  const folder = await mkdtemp(fileURLToPath(new URL('.snippets-', import.meta.url)));
  onTestFinished(() => rm(folder, { recursive: true }));
  const printed = async (code: string): Promise<string> => {
    const file = join(folder, 'example.ts');
    await writeFile(file, code);
    const { stdout } = await run(process.execPath, ['--import', 'tsx', file]);
    return stdout;
  };
  const blocks = [...(await readFile(page, 'utf8')).matchAll(/^```ts\n(.*?)^```\n.*?^```text\n(.*?)^```/gms)];
  expect(blocks).toHaveLength(3);
  for (const [, code = '', output] of blocks) expect(await printed(code)).toBe(output);
});
