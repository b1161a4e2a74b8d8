import type { PermissionResult } from '../../protocol/callbacks/index.js';
import type { Declared } from './declared.js';

type Fields = Readonly<Record<string, unknown>>;

/** What a process asks of its host, in the CLI's own spelling (`cli-protocol.md`, 5); other fields are passed on. */
export interface HostRequests {
  can_use_tool: {
    readonly tool_name: string;
    readonly input: Fields;
    readonly tool_use_id: string;
    /** The subagent that wants to use it. Without one it is the turn that does, so that there has to be one. */
    readonly agent_id?: string;
  };
  hook_callback: {
    readonly callback_id: string;
    readonly input: Fields;
    readonly tool_use_id?: string;
  };
  /** `message` is of JSON-RPC. */
  mcp_message: { readonly server_name: string; readonly message: Fields };
  elicitation: { readonly mcp_server_name: string; readonly message: string };
  request_user_dialog: {
    readonly dialog_kind: string;
    readonly payload: Fields;
    readonly tool_use_id?: string;
  };
}

export type HostRequest = {
  [Subtype in keyof HostRequests]: HostRequests[Subtype] & { readonly subtype: Subtype } & Fields;
}[keyof HostRequests];

/** The host's answer as the CLI takes it: of a permission the result, of a message the response of JSON-RPC. */
export type HostAnswer<Request extends HostRequest> = Request extends { readonly subtype: 'can_use_tool' }
  ? PermissionResult
  : Fields;

/**
 * Asks the host, and resolves to its answer. An answer that the CLI would not take is what it makes of that: a malformed
 * or failed permission is denied, a failed hook has said nothing. It rejects where there is no answer: the host refused,
 * the request was withdrawn (by `signal`, an interrupt, the time limit of a hook), or the process ended.
 *
 * What the real CLI would never ask, throws: a permission without `canUseTool`, a hook, server or dialog of which the
 * handshake said nothing.
 */
export type AskHost = <Request extends HostRequest>(
  request: Request,
  options?: { readonly signal?: AbortSignal },
) => Promise<HostAnswer<Request>>;

/** A tool that was not used because that was not allowed, as a result lists it. */
export interface Denial {
  readonly tool_name: string;
  readonly tool_use_id: string;
  readonly tool_input: Fields;
}

/** Why the real CLI would not ask that; `undefined` where it might. */
export function whyNeverAsked(
  request: HostRequest,
  { promptsForPermission, turnIsOpen, hooks, dialogKinds, servers }: AskingFacts,
): string | undefined {
  switch (request.subtype) {
    case 'can_use_tool':
      if (!promptsForPermission) return 'the session has no canUseTool';
      return turnIsOpen || request.agent_id !== undefined
        ? undefined
        : 'no turn is open, and no agent_id says whose tool it is';
    case 'hook_callback':
      return hooks.has(request.callback_id) ? undefined : `no hook is registered as '${request.callback_id}'`;
    case 'mcp_message':
      return servers.isOfHost(request.server_name)
        ? undefined
        : `the host serves no '${request.server_name}', or it is turned off`;
    case 'elicitation':
      return servers.has(request.mcp_server_name)
        ? undefined
        : `there is no server '${request.mcp_server_name}'`;
    case 'request_user_dialog':
      return dialogKinds.has(request.dialog_kind)
        ? undefined
        : `dialogs of the kind '${request.dialog_kind}' are not among supportedDialogKinds`;
  }
}

/** What it depends on. */
export interface AskingFacts extends Declared {
  /** Whether it was started with `--permission-prompt-tool=stdio`. */
  readonly promptsForPermission: boolean;
  readonly turnIsOpen: boolean;
  readonly servers: {
    has(name: string): boolean;
    isOfHost(name: string): boolean;
  };
}
