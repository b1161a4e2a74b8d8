const SESSION = '00000000-0000-4000-8000-000000000000';

/**
 * Answers a prompt in the next turn of the event loop, as what comes over a pipe does, and with the least that a turn
 * consists of. It holds nothing but where it reports to.
 */
export class InstantAdapter {
  pid = undefined;
  counts = { unknownMessages: 0, noiseLines: 0, oversizedLines: 0 };
  #sink;

  start(sink) {
    this.#sink = sink;
    queueMicrotask(() => sink.ready({ claude_code_version: '2.1.330' }));
  }

  write({ id }) {
    setImmediate(() => this.#answer(id));
  }

  control() {
    return Promise.resolve({});
  }

  stop() {
    queueMicrotask(() => this.#sink.exited({ exit: { exitCode: 0, signal: undefined } }));
  }

  #answer(id) {
    this.#sink.frame({ kind: 'lifecycle', promptId: id, state: 'started' });
    this.#say({ type: 'system', subtype: 'init', session_id: SESSION });
    const answer = { subtype: 'success', is_error: false, result: 'ok', session_id: SESSION };
    this.#say({ type: 'result', ...answer, user_message_uuids: [id] });
  }

  #say(message) {
    this.#sink.frame({ kind: 'message', message, bytes: 100 });
  }
}

/** Sessions that cost no process and no wire: what is left is our own. */
export const instantBackend = {
  createAdapter: () => new InstantAdapter(),
  latestConversation: () => Promise.resolve(undefined),
  conversationExists: () => Promise.resolve(false),
  readConversation: () => Promise.resolve([]),
};
