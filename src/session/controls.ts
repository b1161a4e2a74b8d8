import type { ToolDesk } from '../callbacks/tool-desk.js';
import { settlesWithin, type Clock } from '../base/clock.js';
import { isSessionError, SessionError } from '../errors/session-error.js';
import { restate } from '../errors/restate.js';
import type { McpServerConfig } from '../protocol/callbacks/index.js';
import type { ServerInfo } from '../protocol/control/index.js';
import { checkMcpServers } from '../protocol/options/check-options.js';
import { hostServers, wireServers } from '../protocol/options/mcp-fields.js';
import type { ControlRequestBody } from '../protocol/wire/classify-line.js';
import type { SessionOptions } from '../protocol/options/session-options.js';
import { checkControl } from './check-control.js';
import type { Lives } from './lives.js';
import type { LiveSettings } from './live-settings.js';

export interface ControlsRequest {
  readonly options: SessionOptions;
  readonly lives: Lives;
  readonly settings: LiveSettings;
  readonly tools: ToolDesk;
  readonly clock: Clock;
  /** Milliseconds in which each settles. */
  readonly timeout: number;
}

type Answer = Readonly<Record<string, unknown>>;

/** Has something done while a request is under way. */
type Within = (ask: () => Promise<Answer>) => Promise<Answer>;

/** Sends control requests to whichever process the session has, beside its turns. */
export class Controls {
  readonly #request: ControlsRequest;

  constructor(request: ControlsRequest) {
    this.#request = request;
  }

  async ask(body: ControlRequestBody): Promise<Answer> {
    checkControl(body, this.#request.options);
    return body.subtype === 'mcp_set_servers' ? this.#setServers(body.servers) : this.#send(body);
  }

  async serverInfo(): Promise<ServerInfo> {
    await this.#ready('initialize');
    return this.#request.lives.handshake as unknown as ServerInfo;
  }

  async #setServers(given: unknown): Promise<Answer> {
    const { tools } = this.#request;
    checkMcpServers(given);
    const servers = given as Readonly<Record<string, McpServerConfig>>;
    const body = { subtype: 'mcp_set_servers', servers: wireServers(servers) };
    // Not after the answer: the CLI begins to talk to those of this host at once.
    return this.#send(body, (ask) => tools.replace(hostServers(servers) ?? {}, ask));
  }

  async #send(body: ControlRequestBody, within: Within = (ask) => ask()): Promise<Answer> {
    const { lives, settings, clock, timeout } = this.#request;
    const began = clock.now();
    await this.#ready(body.subtype);
    const { incarnated, down } = lives;
    try {
      if (!incarnated) throw await down;
      const left = timeout - (clock.now() - began);
      const answer = await within(() => incarnated.adapter.control(body, left));
      settings.note(body);
      return answer;
    } catch (error) {
      if (!isSessionError(error)) throw error;
      // How the process ended is known a little later than that it did not answer.
      throw restate(error.code === 'stopped' ? await down : error, lives.facts());
    }
  }

  async #ready(subtype: string): Promise<void> {
    const { lives, clock, timeout } = this.#request;
    const { milestones, inbox } = lives;
    if (inbox.closedBy) throw restate(inbox.closedBy, { restarting: false });
    const { ready } = milestones;
    if (await settlesWithin(clock, ready, timeout)) return ready;
    throw new SessionError(
      'control_timeout',
      `The session was not ready within ${timeout} ms; '${subtype}' was not sent.`,
      lives.facts(),
    );
  }
}
