/** The CLI asks its host to show a dialog (`cli-protocol.md`, 5.5). */
export interface UserDialogRequest {
  /** One of the `supportedDialogKinds`. */
  readonly dialogKind: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** The tool call that it belongs to. */
  readonly toolUseID?: string;
}

/** What came of it; where it was cancelled, the CLI does what it does without a dialog. */
export type UserDialogResult =
  { readonly behavior: 'completed'; readonly result: unknown } | { readonly behavior: 'cancelled' };

/**
 * Shows a dialog; `null` leaves it to whoever answers it by its id. Where it throws, rejects or returns something else, the
 * dialog is cancelled, and the fault is reported to the system's logger.
 */
export type OnUserDialog = (
  request: UserDialogRequest,
  options: { readonly signal: AbortSignal; readonly requestId: string },
) => UserDialogResult | null | Promise<UserDialogResult | null>;
