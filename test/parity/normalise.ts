import { projectKey } from '../../src/history/project-key.js';
import type { RealCli } from '../support/real-cli.js';
import type { Plain } from './peer.js';

/** Numbers that no two runs have in common. */
const MEASURED = /(_ms|_seconds|Ms|pid|mtime|end_time|start_time)$/;

/** What follows from something else that is compared. */
const IMPLIED = /^(content-length)$/;

const WORDINGS: readonly [RegExp, string][] = [
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uuid>'],
  [/\ba[0-9a-f]{16}\b/g, '<agent>'],
  [/\b[0-9a-z]{9}-[0-9a-f]{8}\b/g, '<run>'],
  [/plans\/[a-z-]+\.md/g, 'plans/<plan>.md'],
  [/duration_ms: \d+/g, 'duration_ms: <number>'],
  [/\b[0-9a-f]{64}\b/g, '<device>'],
  [/\b(msg|toolu|req)_[0-9a-zA-Z_]+/g, '<$1>'],
  [/cc-socks\/\d+/g, 'cc-socks/<pid>'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<time>'],
  [/\b\d+(\.\d+)?(ms|s)\b/g, '<duration>'],
];

/** Takes out of JSON what differs from run to run, and nothing else. */
export function normaliser({ api, sandbox }: Pick<RealCli, 'api' | 'sandbox'>): (value: Plain) => Plain {
  const places: readonly [string, string][] = [
    [sandbox.root, '<sandbox>'],
    [projectKey(sandbox.root), '<sandbox key>'],
    [api.url, '<api>'],
    [new URL(api.url).host, '<api>'],
  ];
  const ofText = (text: string): string =>
    WORDINGS.reduce(
      (rest, [pattern, word]) => rest.replaceAll(pattern, word),
      places.reduce((rest, [place, word]) => rest.replaceAll(place, word), text),
    );
  const of = (value: unknown, key = ''): unknown => {
    if (MEASURED.test(key) && typeof value === 'number') return '<number>';
    if (typeof value === 'string') return ofText(value);
    if (typeof value === 'function') return '<function>';
    if (Array.isArray(value)) return value.map((item) => of(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name]) => !IMPLIED.test(name))
        .map(([name, part]) => [ofText(name), of(part, name)]),
    );
  };
  return (value) => of(value) as Plain;
}
