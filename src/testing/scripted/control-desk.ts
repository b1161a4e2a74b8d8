import { environmentOf } from '../../protocol/options/environment.js';
import type { SessionOptions } from '../../protocol/options/session-options.js';
import type { ControlRequestBody } from '../../protocol/wire/classify-line.js';
import { isIgnored, type ScriptedBehaviour } from './behaviour.js';
import { DEFAULT_MODEL, judgeControl, modelId, type ControlVerdict } from './control-rules.js';
import type { OpenConversation } from './open-conversation.js';
import type { TurnLoop } from './turn-loop.js';

/** What a desk works with. */
export interface ControlDeskRequest {
  readonly options: SessionOptions;
  readonly pid: number;
  readonly behaviour: () => ScriptedBehaviour;
  readonly conversation: OpenConversation;
  readonly turns: TurnLoop;
}

/** The version that the stand-in stands in for. */
const VERSION = '2.1.330';

/** Where the control requests of a process are answered, and what it was set to by them. */
export class ControlDesk {
  readonly #request: ControlDeskRequest;
  readonly #keepsCheckpoints: boolean;
  #model: string;
  #permissionMode: string;
  #isInitialized = false;

  constructor(request: ControlDeskRequest) {
    const { model = DEFAULT_MODEL, permissionMode = 'default', env } = request.options;
    this.#request = request;
    this.#model = modelId(model);
    this.#permissionMode = permissionMode;
    const environment = environmentOf(process.env, env);
    this.#keepsCheckpoints = environment.CLAUDE_CODE_ENABLE_SDK_FILE_CHECKPOINTING === 'true';
  }

  /** What `init` tells of the process. */
  get initFields(): object {
    const { cwd = process.cwd(), tools = [] } = this.#request.options;
    const settings = { model: this.#model, permissionMode: this.#permissionMode };
    return { cwd, tools, mcp_servers: [], ...settings, claude_code_version: VERSION };
  }

  /** Carries a request out; `undefined` where the test wants it ignored. */
  obey(request: ControlRequestBody): ControlVerdict | undefined {
    const { behaviour, turns } = this.#request;
    if (isIgnored(behaviour(), request.subtype)) return undefined;
    if (request.subtype === 'initialize') return this.#shakeHands(behaviour());
    if (request.subtype === 'interrupt') {
      const response = turns.interrupt(request.cancel_queued === true);
      return { answer: { subtype: 'success', response } };
    }
    const verdict = judgeControl(request, this.#facts());
    this.#model = verdict.settings?.model ?? this.#model;
    this.#permissionMode = verdict.settings?.permissionMode ?? this.#permissionMode;
    return verdict;
  }

  #shakeHands({ handshake }: ScriptedBehaviour): ControlVerdict {
    const isRepeated = this.#isInitialized;
    this.#isInitialized = true;
    const response = {
      claude_code_version: VERSION,
      pid: this.#request.pid,
      current_permission_mode: this.#permissionMode,
      commands: [],
      models: [],
      ...handshake,
    };
    const tasks = { type: 'system', subtype: 'background_tasks_changed', tasks: [] };
    return { answer: { subtype: 'success', response }, ...(isRepeated && { after: tasks }) };
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
    };
  }
}
