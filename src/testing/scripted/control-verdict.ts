/** What a process has been set to. */
export interface ScriptedSettings {
  readonly model: string;
  readonly permissionMode: string;
}

/** What the CLI answers, what it says before and after the answer, what has changed, and what it does then. */
export interface ControlVerdict {
  readonly answer: Readonly<Record<string, unknown>> & { readonly subtype: 'success' | 'error' };
  readonly before?: object;
  readonly after?: object;
  readonly settings?: Partial<ScriptedSettings>;
  readonly then?: () => void;
}

export function success(response?: Readonly<Record<string, unknown>>): ControlVerdict {
  return { answer: { subtype: 'success', ...(response && { response }) } };
}

export function failure(error: string, code?: string, fields: object = {}): ControlVerdict {
  return { answer: { subtype: 'error', error, ...(code !== undefined && { error_code: code }), ...fields } };
}
