import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MessagesApi } from './messages-api/index.js';

/** What a sandbox may set. */
export interface SandboxOptions {
  /**
   * How often the CLI repeats a request that failed (`CLAUDE_CODE_MAX_RETRIES`); it waits half a second before the
   * first repetition, and longer before each next. Default: 0.
   */
  readonly maxRetries?: number;
  /** Laid over the sandbox's environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A place of its own for real CLI processes: nothing of the machine's user gets in, and nothing stays behind. */
export interface Sandbox extends AsyncDisposable {
  /** The folder that holds everything else; its path has no symbolic link in it. */
  readonly root: string;
  readonly home: string;
  /** `CLAUDE_CONFIG_DIR`: settings, transcripts. */
  readonly configDir: string;
  readonly cwd: string;
  /** `TMPDIR`: sockets and the output of shells. */
  readonly temporary: string;
  /** To spread into the options of `startSession`. */
  readonly options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> };
  /** Deletes the folder. To be called when the processes are gone; once is enough. */
  remove(): Promise<void>;
}

/**
 * Makes a sandbox for real CLI processes that talk to a loopback API. Without an API they talk to a closed port of
 * this machine: never to the real service.
 *
 * ```ts
 * await using api = await startMessagesApi();
 * await using sandbox = await createSandbox(api);
 * await using session = startSession({ name: 'assistant', ...sandbox.options });
 * ```
 */
export async function createSandbox(
  api?: Pick<MessagesApi, 'url'>,
  options: SandboxOptions = {},
): Promise<Sandbox> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'troupe-')));
  const places = {
    home: join(root, 'home'),
    configDir: join(root, 'config'),
    cwd: join(root, 'work'),
    temporary: join(root, 'tmp'),
  };
  await Promise.all(Object.values(places).map((place) => mkdir(place)));
  const env = {
    HOME: places.home,
    CLAUDE_CONFIG_DIR: places.configDir,
    TMPDIR: places.temporary,
    CLAUDE_CODE_TMPDIR: places.temporary,
    ANTHROPIC_BASE_URL: api?.url ?? NOWHERE,
    ANTHROPIC_API_KEY: 'sk-ant-fake-key-of-a-test',
    CLAUDE_CODE_MAX_RETRIES: String(options.maxRetries ?? 0),
    ...QUIET,
    ...NOT_INHERITED,
    ...options.env,
  };
  let removed: Promise<void> | undefined;
  const remove = (): Promise<void> => (removed ??= removeFolder(root));
  return { root, ...places, options: { cwd: places.cwd, env }, remove, [Symbol.asyncDispose]: remove };
}

/** The port of the discard service, which nothing listens on. */
const NOWHERE = 'http://127.0.0.1:9';

const QUIET = {
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  DISABLE_AUTOUPDATER: '1',
  IS_SANDBOX: '1',
  NO_PROXY: '127.0.0.1',
  no_proxy: '127.0.0.1',
};

/** Empty is as good as unset to the CLI, and wins over what the machine's user has set. */
const NOT_INHERITED = {
  ANTHROPIC_AUTH_TOKEN: '',
  ANTHROPIC_CUSTOM_HEADERS: '',
  ANTHROPIC_MODEL: '',
  CLAUDE_CODE_OAUTH_TOKEN: '',
  CLAUDE_CODE_USE_BEDROCK: '',
  CLAUDE_CODE_USE_VERTEX: '',
};

/** A process on its way out may still write: the folder is not empty then when its turn to be deleted comes. */
async function removeFolder(folder: string, attempts = 40): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true });
  } catch (fault) {
    if (attempts <= 1) throw fault;
    await sleep(50);
    await removeFolder(folder, attempts - 1);
  }
}
