import type { SessionOptions } from './session-options.js';

/** The host's variables that a child may see; everything else stays with the host (`DESIGN.md`, public API). */
const PASSED = new Set([
  ...['PATH', 'HOME', 'TMPDIR', 'LANG', 'LANGUAGE', 'CLAUDE_CONFIG_DIR', 'CLAUDE_CODE_OAUTH_TOKEN'],
  ...[
    'HTTP_PROXY',
    'HTTPS_PROXY',
    'NO_PROXY',
    'ALL_PROXY',
    'http_proxy',
    'https_proxy',
    'no_proxy',
    'all_proxy',
  ],
  ...['SSL_CERT_FILE', 'SSL_CERT_DIR', 'NODE_EXTRA_CA_CERTS'],
  ...['CLAUDE_CODE_USE_BEDROCK', 'CLAUDE_CODE_SKIP_BEDROCK_AUTH'],
  ...['CLAUDE_CODE_USE_VERTEX', 'CLAUDE_CODE_SKIP_VERTEX_AUTH', 'CLOUD_ML_REGION'],
  ...['GOOGLE_APPLICATION_CREDENTIALS', 'GOOGLE_CLOUD_PROJECT', 'GCLOUD_PROJECT'],
]);

const PASSED_PREFIXES = ['LC_', 'ANTHROPIC_', 'AWS_', 'VERTEX_REGION_'];

/** Without these no program starts on Windows; they stand for HOME and TMPDIR there. */
const PASSED_ON_WINDOWS = new Set([
  ...[
    'SYSTEMROOT',
    'SYSTEMDRIVE',
    'COMSPEC',
    'PATHEXT',
    'USERPROFILE',
    'APPDATA',
    'LOCALAPPDATA',
    'TEMP',
    'TMP',
  ],
  ...['PROGRAMDATA', 'PROGRAMFILES'],
]);

/**
 * The environment of a child: what passes of the host's, and `own` over it, in which `undefined` takes a variable away.
 * The host's process-wide settings for Node, its editor and a Claude Code it may itself run under do not pass.
 */
export function environmentOf(
  host: Readonly<Record<string, string | undefined>>,
  own: Readonly<Record<string, string | undefined>> = {},
  platform: NodeJS.Platform = process.platform,
): Record<string, string> {
  // Windows takes `Path` and `PATH` for one variable.
  const identity = (name: string): string => (platform === 'win32' ? name.toUpperCase() : name);
  const replaced = new Set(Object.keys(own).map(identity));
  const inherited = Object.entries(host).filter(
    ([name]) => !replaced.has(identity(name)) && passes(identity(name), platform),
  );
  return Object.fromEntries(
    [...inherited, ...Object.entries(own)].filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
}

function passes(name: string, platform: NodeJS.Platform): boolean {
  return (
    PASSED.has(name) ||
    PASSED_PREFIXES.some((prefix) => name.startsWith(prefix)) ||
    (platform === 'win32' && PASSED_ON_WINDOWS.has(name))
  );
}

/** The environment of the CLI of a session with these options. */
export function launchEnvironment(
  host: Readonly<Record<string, string | undefined>>,
  { env, enableFileCheckpointing }: Pick<SessionOptions, 'env' | 'enableFileCheckpointing'>,
): Record<string, string> {
  return {
    ...environmentOf(host, env),
    ...(enableFileCheckpointing === true && { CLAUDE_CODE_ENABLE_SDK_FILE_CHECKPOINTING: 'true' }),
  };
}
