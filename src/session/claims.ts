import { SessionError } from '../errors/session-error.js';
import type { Claim, MaybeLater, Registry, RegistryKey } from '../registry/registry.js';

/** The name and the conversation of one session, held in the registry for as long as it lives. */
export class Claims<Holder> {
  readonly #registry: Registry<Holder>;
  readonly #claim: Claim<Holder>;
  readonly #held: RegistryKey[] = [];
  /** For good: what a registry grants after that is given back. */
  #isReleased = false;

  constructor(registry: Registry<Holder>, holder: Holder) {
    this.#registry = registry;
    this.#claim = { holder, incarnation: 1 };
  }

  /**
   * Claims a name and a conversation, as far as they are given, or neither. Throws `name_taken` or
   * `conversation_in_use`; rejects with it where the registry answers later.
   */
  take(name: string | undefined, sessionId: string | undefined): Promise<void> {
    const answers: Promise<void>[] = [];
    try {
      if (name !== undefined) answers.push(Promise.resolve(this.#takeName(name)));
      if (sessionId !== undefined) answers.push(Promise.resolve(this.#takeConversation(sessionId)));
    } catch (refusal) {
      this.release();
      // Nobody waits any more for the answer that is still to come.
      Promise.all(answers).catch(() => undefined);
      throw refusal;
    }
    return Promise.all(answers).then(() => undefined);
  }

  /** Gives everything up, also what was asked for and is not granted yet; nothing is claimed after that. */
  release(): void {
    this.#isReleased = true;
    for (const key of this.#held.splice(0)) this.#giveBack(key);
  }

  /** The conversation has become another one: the old one is free to be resumed. */
  async moveConversation(sessionId: string): Promise<void> {
    const index = this.#held.findIndex((key) => key.kind === 'conversation');
    const held = this.#held[index];
    if (held?.value === sessionId) return;
    if (held) {
      this.#held.splice(index, 1);
      this.#giveBack(held);
    }
    await this.#takeConversation(sessionId);
  }

  #takeName(name: string): MaybeLater<void> {
    return this.#take({ kind: 'name', value: name }, () => nameTaken(name));
  }

  #takeConversation(sessionId: string): MaybeLater<void> {
    return this.#take({ kind: 'conversation', value: sessionId }, () => conversationInUse(sessionId));
  }

  #take(key: RegistryKey, refusal: () => SessionError): MaybeLater<void> {
    if (this.#isReleased) return;
    const settle = (granted: boolean): void => {
      if (!granted) throw refusal();
      if (this.#isReleased) this.#giveBack(key);
      else this.#held.push(key);
    };
    const answer = this.#registry.claim(key, this.#claim);
    return answer instanceof Promise ? answer.then(settle) : settle(answer);
  }

  /** A registry that cannot be reached frees the key by its own means: the session is over all the same. */
  #giveBack(key: RegistryKey): void {
    const answer = this.#registry.release(key, this.#claim);
    if (answer instanceof Promise) answer.catch(() => undefined);
  }
}

function nameTaken(name: string): SessionError {
  return new SessionError(
    'name_taken',
    `A live session is called '${name}'. Reach it with getSession('${name}'), or stop it first.`,
    { option: 'name', sessionName: name },
  );
}

function conversationInUse(sessionId: string): SessionError {
  return new SessionError(
    'conversation_in_use',
    `A live session of this host already holds conversation ${sessionId}. Talk to that one, stop it first, or resume ` +
      `it with 'forkSession: true' to branch off.`,
    { sessionId },
  );
}
