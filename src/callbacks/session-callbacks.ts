import type { HostCall } from '../adapter/session-adapter.js';
import type { SessionOptions } from '../protocol/options/session-options.js';
import { hostServers } from '../protocol/options/mcp-fields.js';
import { dialogKind } from './questions/dialogs.js';
import { elicitationKind } from './questions/elicitations.js';
import { HookDesk } from './hooks/hook-desk.js';
import { permissionKind } from './questions/permissions.js';
import { QuestionDesk, type QuestionDeskRequest } from './questions/question-desk.js';
import { ToolDesk, type ToolDeskRequest } from './tools/tool-desk.js';

export interface CallbacksRequest extends Omit<QuestionDeskRequest, 'timeout' | 'of'> {
  readonly options: SessionOptions;
  readonly sendToServer: ToolDeskRequest['send'];
}

/** What the CLI may ask of the host on behalf of one session, whichever of its processes asks. */
export class SessionCallbacks {
  readonly tools: ToolDesk;
  readonly #options: SessionOptions;
  readonly #questions: QuestionDesk;
  readonly #hooks: HookDesk;

  constructor(request: CallbacksRequest) {
    const { options, sendToServer: send } = request;
    this.#options = options;
    this.#questions = new QuestionDesk({
      ...request,
      of: this,
      timeout: options.permissionTimeout ?? Infinity,
    });
    this.#hooks = new HookDesk({ of: this, hooks: options.hooks, report: request.report });
    this.tools = new ToolDesk({ of: this, servers: hostServers(options.mcpServers) ?? {}, send });
  }

  /** Rejects where there is nothing to answer with, in words for the CLI. */
  async serve(call: HostCall): Promise<Readonly<Record<string, unknown>>> {
    const { canUseTool, onElicitation, onUserDialog } = this.#options;
    switch (call.request.subtype) {
      case 'can_use_tool':
        return this.#questions.ask(call, permissionKind(canUseTool));
      case 'elicitation':
        return this.#questions.ask(call, elicitationKind(onElicitation));
      case 'request_user_dialog':
        return this.#questions.ask(call, dialogKind(onUserDialog));
      case 'hook_callback':
        return this.#hooks.call(call);
      case 'mcp_message':
        return this.tools.pass(call);
      default:
        throw new Error(`Unsupported control request subtype: ${call.request.subtype}`);
    }
  }
}
