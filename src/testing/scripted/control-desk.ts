import { launchEnvironment } from '../../protocol/options/environment.js';
import type { SessionOptions } from '../../protocol/options/session-options.js';
import type { ControlRequestBody } from '../../protocol/wire/classify-line.js';
import { isIgnored, type ScriptedBehaviour } from './behaviour.js';
import { DEFAULT_MODEL, judgeControl, modelId } from './control-rules.js';
import type { ControlVerdict } from './control-verdict.js';
import { declaredBy, NOTHING_DECLARED } from './declared.js';
import type { HostDesk } from './host-desk.js';
import type { AskingFacts } from './host-request.js';
import { McpServers } from './mcp-servers.js';
import type { OpenConversation } from './open-conversation.js';
import type { Say } from './turn.js';
import type { TurnLoop } from './turn-loop.js';

/** What a desk works with. */
export interface ControlDeskRequest {
  readonly options: SessionOptions;
  readonly pid: number;
  readonly behaviour: () => ScriptedBehaviour;
  readonly conversation: OpenConversation;
  readonly turns: TurnLoop;
  readonly host: HostDesk;
  readonly say: Say;
}

/** The version that the stand-in stands in for. */
const VERSION = '2.1.330';

/** Where the control requests of a process are answered, and what it was set to by them. */
export class ControlDesk {
  readonly #request: ControlDeskRequest;
  readonly #keepsCheckpoints: boolean;
  #model: string;
  #permissionMode: string;
  readonly #servers: McpServers;
  #declared = NOTHING_DECLARED;
  #isInitialized = false;

  constructor(request: ControlDeskRequest) {
    const { model = DEFAULT_MODEL, permissionMode = 'default' } = request.options;
    this.#request = request;
    this.#model = modelId(model);
    this.#permissionMode = permissionMode;
    this.#servers = new McpServers(request.host.ask);
    const environment = launchEnvironment(process.env, request.options);
    this.#keepsCheckpoints = environment.CLAUDE_CODE_ENABLE_SDK_FILE_CHECKPOINTING === 'true';
  }

  /** What `init` tells of the process. */
  get initFields(): object {
    const { cwd = process.cwd(), tools = [] } = this.#request.options;
    const settings = { model: this.#model, permissionMode: this.#permissionMode };
    return { cwd, tools, mcp_servers: this.#servers.list, ...settings, claude_code_version: VERSION };
  }

  /** Carries a request out; `undefined` where the test wants it ignored. */
  obey(request: ControlRequestBody): ControlVerdict | undefined {
    const { behaviour, turns, host } = this.#request;
    if (isIgnored(behaviour(), request.subtype)) return undefined;
    if (request.subtype === 'initialize') return this.#shakeHands(request);
    if (request.subtype === 'interrupt') {
      host.withdrawAll();
      const response = turns.interrupt(request.cancel_queued === true);
      return { answer: { subtype: 'success', response } };
    }
    const verdict = judgeControl(request, this.#facts());
    this.#model = verdict.settings?.model ?? this.#model;
    this.#permissionMode = verdict.settings?.permissionMode ?? this.#permissionMode;
    return verdict;
  }

  /** What can be asked of the host. */
  get askingFacts(): Pick<AskingFacts, 'hooks' | 'dialogKinds' | 'servers'> {
    return { ...this.#declared, servers: this.#servers };
  }

  /** As by an answer to a question about a tool. */
  setMode(permissionMode: string): void {
    if (permissionMode === this.#permissionMode) return;
    this.#permissionMode = permissionMode;
    this.#request.say({ type: 'system', subtype: 'status', status: null, permissionMode });
  }

  #shakeHands(request: ControlRequestBody): ControlVerdict {
    const { host, behaviour } = this.#request;
    const isRepeated = this.#isInitialized;
    this.#isInitialized = true;
    this.#declared = declaredBy(request);
    this.#servers.declare(request);
    // Before it answers, and without waiting for theirs.
    this.#servers.connect();
    const response = {
      claude_code_version: VERSION,
      pid: this.#request.pid,
      current_permission_mode: this.#permissionMode,
      commands: [],
      models: [],
      ...(request.hooks !== undefined && { hooks_applied: true }),
      ...(request.mcpServers !== undefined && { mcp_servers_applied: true }),
      ...behaviour().handshake,
    };
    const tasks = { type: 'system', subtype: 'background_tasks_changed', tasks: [] };
    const pending = {
      pending_permission_requests: host.pending('can_use_tool'),
      pending_user_dialog_requests: host.pending('request_user_dialog'),
    };
    return { answer: { subtype: 'success', response, ...pending }, ...(isRepeated && { after: tasks }) };
  }

  #facts(): Parameters<typeof judgeControl>[1] {
    const { options, conversation, turns } = this.#request;
    const { permissionMode, allowDangerouslySkipPermissions: isAllowed } = options;
    return {
      model: this.#model,
      permissionMode: this.#permissionMode,
      mayBypass: isAllowed === true || permissionMode === 'bypassPermissions',
      keepsCheckpoints: this.#keepsCheckpoints,
      hasCheckpoint: (promptId) => conversation.messages.some(({ uuid }) => uuid === promptId),
      hasConversed: turns.hasBegun,
      servers: this.#servers,
    };
  }
}
