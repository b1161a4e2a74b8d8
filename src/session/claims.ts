import { SessionError } from '../errors/session-error.js';
import type { Claim, MaybeLater, Registry, RegistryKey } from '../registry/registry.js';

/** The name and the conversation of one session, held in the registry across its incarnations. */
export class Claims<Holder> {
  readonly #registry: Registry<Holder>;
  readonly #holder: Holder;
  /** What is wanted: held, or asked for and not granted yet. */
  readonly #wanted = new Map<RegistryKey['kind'], Want<Holder>>();
  #incarnation = 1;
  /** For good: what a registry grants after that is given back. */
  #isReleased = false;

  constructor(registry: Registry<Holder>, holder: Holder) {
    this.#registry = registry;
    this.#holder = holder;
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

  /**
   * Claims both again under the number of a later incarnation, whether or not they are held. Both are asked for within the
   * call, so that whatever is given up after it stays so. Rejects as `take` does.
   */
  async renew(incarnation: number, name: string | undefined, sessionId: string | undefined): Promise<void> {
    this.#incarnation = incarnation;
    await Promise.all([
      name !== undefined && this.#takeName(name),
      sessionId !== undefined && this.moveConversation(sessionId),
    ]);
  }

  /** Gives the conversation up, and keeps the name. */
  leaveConversation(): void {
    const held = this.#wanted.get('conversation');
    this.#wanted.delete('conversation');
    if (held) this.#giveBack(held);
  }

  /** Gives everything up, also what was asked for and is not granted yet; nothing is claimed after that. */
  release(): void {
    this.#isReleased = true;
    const all = [...this.#wanted.values()];
    this.#wanted.clear();
    for (const want of all) this.#giveBack(want);
  }

  /** The conversation has become another one: the old one is free to be resumed. */
  async moveConversation(sessionId: string): Promise<void> {
    const held = this.#wanted.get('conversation');
    if (held?.key.value !== sessionId) this.leaveConversation();
    else if (held.claim.incarnation === this.#incarnation) return;
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
    const want = { key, claim: { holder: this.#holder, incarnation: this.#incarnation } };
    this.#wanted.set(key.kind, want);
    const settle = (granted: boolean): void => {
      const isWanted = this.#wanted.get(key.kind) === want;
      if (granted && !isWanted) this.#giveBack(want);
      if (granted) return;
      if (isWanted) this.#wanted.delete(key.kind);
      throw refusal();
    };
    const answer = this.#registry.claim(key, want.claim);
    return answer instanceof Promise ? answer.then(settle) : settle(answer);
  }

  /**
   * Under the number it was claimed with, so that a later claim of our own stands. A registry that cannot be reached frees
   * the key by its own means: the session is over all the same.
   */
  #giveBack({ key, claim }: Want<Holder>): void {
    const answer = this.#registry.release(key, claim);
    if (answer instanceof Promise) answer.catch(() => undefined);
  }
}

interface Want<Holder> {
  readonly key: RegistryKey;
  readonly claim: Claim<Holder>;
}

function nameTaken(name: string): SessionError {
  return new SessionError(
    'name_taken',
    `There is a session called '${name}'. Reach it with getSession('${name}'). Its name is free when it is stopped; that ` +
      `of a supervised one when its supervisor forgets it, by terminateSession('${name}').`,
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
