import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

/** What `npm publish` would send, as it is on disk. */
async function published(): Promise<string[]> {
  const flags = ['--dry-run', '--json', '--ignore-scripts', '--offline', '--no-update-notifier'];
  const { stdout } = await run('npm', ['pack', ...flags], { cwd: root });
  const [packed] = JSON.parse(stdout) as { readonly files: readonly { readonly path: string }[] }[];
  return packed?.files.map(({ path }) => path) ?? [];
}

/** A page without its code, in which nothing is a link or a heading. */
async function prose(page: string): Promise<string> {
  return (await readFile(posix.join(root, page), 'utf8')).replace(/^```.*?^```$/gms, '');
}

function linksOf(text: string): string[] {
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return targets.filter((target) => !/^[a-z]+:/.test(target));
}

/** The anchors that GitHub gives to the headings of a page. */
function anchorsOf(text: string): string[] {
  const slugs = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
  return slugs.map((slug, index) => {
    const earlier = slugs.slice(0, index).filter((each) => each === slug).length;
    return earlier === 0 ? slug : `${slug}-${earlier}`;
  });
}

it('every relative link of the pages leads to something that is in the package, and to a heading that is there', async () => {
  const files = await published();
  const pages = new Map<string, string>();
  for (const file of files.filter((each) => each.endsWith('.md'))) pages.set(file, await prose(file));
  const links = [...pages].flatMap(([page, text]) => linksOf(text).map((link) => ({ page, link })));
  expect(links.length).toBeGreaterThan(30);

  const isThere = (path: string): boolean =>
    files.some((file) => file === path || file.startsWith(`${path}/`));
  const broken = links.filter(({ page, link }) => {
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? page : posix.join(posix.dirname(page), path);
    if (!isThere(target)) return true;
    return anchor !== undefined && !anchorsOf(pages.get(target) ?? '').includes(anchor);
  });
  expect(broken).toEqual([]);
});
