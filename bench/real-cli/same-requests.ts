/** What of a request does not depend on what was asked so far. */
export interface Request {
  readonly body: Readonly<Record<string, unknown>>;
}

/** What has to be the same for every subject, or it is not the same work that is compared. */
const SAME = ['model', 'system', 'tools', 'max_tokens', 'thinking', 'stream'];

/** Throws where two requests differ in anything but what was asked. */
export function checkSameRequests(requests: readonly Request[]): void {
  for (const field of SAME) {
    const forms = new Set(requests.map(({ body }) => JSON.stringify(body[field])));
    if (forms.size > 1)
      throw new Error(
        `The subjects differ in '${field}' of what the API receives: ${[...forms].join(' / ')}`,
      );
  }
}
