/** An MCP server asks its user for something (`cli-protocol.md`, 5.4). */
export interface ElicitationRequest {
  readonly serverName: string;
  readonly message: string;
  /** A form to fill in, or a page to open. */
  readonly mode?: 'form' | 'url';
  readonly url?: string;
  readonly elicitationId?: string;
  /** JSON Schema of the form. */
  readonly requestedSchema?: Readonly<Record<string, unknown>>;
  readonly title?: string;
  readonly displayName?: string;
  readonly description?: string;
}

export interface ElicitationResult {
  readonly action: 'accept' | 'decline' | 'cancel';
  /** What was filled in, in the shape of `requestedSchema`. */
  readonly content?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Answers an elicitation; `null` leaves it to whoever answers it by its id. Where it throws, rejects or returns something
 * else, the answer is `cancel`, and the fault is reported to the system's logger.
 */
export type OnElicitation = (
  request: ElicitationRequest,
  options: { readonly signal: AbortSignal; readonly requestId: string },
) => ElicitationResult | null | Promise<ElicitationResult | null>;
