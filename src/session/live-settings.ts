import type { Message } from '../protocol/messages/index.js';
import { hostServers, processServers } from '../protocol/options/mcp-fields.js';
import type { PermissionMode } from '../protocol/options/permission-mode.js';
import type { SessionOptions } from '../protocol/options/session-options.js';
import type { ControlRequestBody } from '../protocol/wire/classify-line.js';

/**
 * The options of a session as they have become while it ran: what its next process is started with, and what it is told
 * once it is up. It goes by what the CLI has confirmed.
 */
export class LiveSettings {
  readonly #given: SessionOptions;
  #changed: Partial<SessionOptions> = {};
  #setServers: ControlRequestBody | undefined;
  /** Of the servers it was started with, those that a call has put others in the place of. */
  readonly #replaced = new Set<string>();
  /** No option: `null` goes back to that of the launch, which must stay what it was. */
  #thinking: ControlRequestBody | undefined;
  readonly #toggles = new Map<unknown, ControlRequestBody>();

  constructor(given: SessionOptions) {
    this.#given = given;
  }

  get options(): SessionOptions {
    return { ...this.#given, ...this.#changed };
  }

  /** What no option says, in the order in which a new process is to be told. */
  get replays(): readonly ControlRequestBody[] {
    const told = [this.#thinking, this.#setServers, ...this.#toggles.values()];
    return told.filter((request) => request !== undefined);
  }

  /** The CLI has confirmed a request, by that answer. */
  note(request: ControlRequestBody, answer: Readonly<Record<string, unknown>>): void {
    switch (request.subtype) {
      case 'set_model':
        // Without one, a conversation is resumed with the model that it had.
        return this.#change({ model: textOf(request.model) ?? 'default' });
      case 'set_permission_mode':
        // The answer has the mode's own name, where the request had another one for it.
        return this.#change({ permissionMode: (textOf(answer.mode) ?? request.mode) as PermissionMode });
      case 'set_max_thinking_tokens':
        // A display that is not given stays as it is.
        this.#thinking = { ...this.#thinking, ...request };
        return;
      case 'mcp_set_servers':
        this.#replaceServers(request.servers as object);
        this.#setServers = request;
        return;
      case 'mcp_toggle':
        return void this.#toggles.set(request.serverName, request);
    }
  }

  /** The CLI tells that its mode is another one, as when a plan was approved. */
  hear(message: Message): void {
    if (message.type !== 'system' || message.subtype !== 'status') return;
    const mode = textOf(message.permissionMode);
    if (mode !== undefined) this.#change({ permissionMode: mode as PermissionMode });
  }

  /** Those within this host are replaced as a whole; of the others, those of the same names, once and for all. */
  #replaceServers(servers: object): void {
    const { mcpServers } = this.#given;
    for (const name of Object.keys(servers)) this.#replaced.add(name);
    const gone = Object.keys({ ...hostServers(mcpServers), ...(this.#setServers?.servers as object) });
    for (const name of gone) if (!(name in servers)) this.#toggles.delete(name);
    const ofCli = Object.entries(processServers(mcpServers) ?? {});
    const left = ofCli.filter(([name]) => !this.#replaced.has(name));
    this.#change({ mcpServers: left.length === 0 ? undefined : Object.fromEntries(left) });
  }

  #change(changed: Partial<SessionOptions>): void {
    this.#changed = { ...this.#changed, ...changed };
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
