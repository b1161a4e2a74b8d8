import type { ToolDesk } from '../callbacks/tools/tool-desk.js';
import type { Clock } from '../base/clock.js';
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
    return this.#whenReady('initialize', () =>
      Promise.resolve(this.#request.lives.handshake as unknown as ServerInfo),
    );
  }

  async #setServers(given: unknown): Promise<Answer> {
    const { tools } = this.#request;
    checkMcpServers(given);
    const servers = given as Readonly<Record<string, McpServerConfig>>;
    const body = { subtype: 'mcp_set_servers', servers: wireServers(servers) };
    // Not after the answer: the CLI begins to talk to those of this host at once.
    return this.#send(body, (ask) => tools.replace(hostServers(servers) ?? {}, ask));
  }

  #send(body: ControlRequestBody, within: Within = (ask) => ask()): Promise<Answer> {
    return this.#whenReady(body.subtype, (left) => this.#put(body, left, within));
  }

  async #put(body: ControlRequestBody, left: number, within: Within): Promise<Answer> {
    const { lives, settings } = this.#request;
    const { incarnated, down } = lives;
    try {
      if (!incarnated) throw await down;
      const answer = await within(() => incarnated.adapter.control(body, left));
      settings.note(body, answer);
      return answer;
    } catch (error) {
      if (!isSessionError(error)) throw error;
      // How the process ended is known a little later than that it did not answer.
      throw restate(error.code === 'stopped' ? await down : error, lives.facts());
    }
  }

  /**
   * Does it at once where the CLI is ready, else at the moment at which it is, so that no query that is asked later is sent
   * before; it has the time that is left by then.
   */
  async #whenReady<T>(subtype: string, act: (left: number) => Promise<T>): Promise<T> {
    const { lives, clock, timeout } = this.#request;
    const { milestones, inbox } = lives;
    if (inbox.closedBy) throw restate(inbox.closedBy, { restarting: false });
    if (milestones.isReady) return act(timeout);
    const end = clock.now() + timeout;
    return new Promise<T>((resolve, reject) => {
      const leave = milestones.onReady(() => {
        clock.clearTimeout(timer);
        resolve(act(end - clock.now()));
      });
      const giveUp = (reason: Error): void => {
        leave();
        clock.clearTimeout(timer);
        reject(reason);
      };
      const timer = clock.setTimeout(() => giveUp(this.#notReady(subtype)), timeout);
      void milestones.ready.then(undefined, giveUp);
    });
  }

  #notReady(subtype: string): SessionError {
    const { lives, timeout } = this.#request;
    return new SessionError(
      'control_timeout',
      `The session was not ready within ${timeout} ms; '${subtype}' was not sent.`,
      lives.facts(),
    );
  }
}
