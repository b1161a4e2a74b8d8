import { afterAll } from '../base/after-all.js';
import type { LiveSession, SessionRequest } from '../session/live-session.js';
import { Paths } from '../session/paths.js';
import { NO_TAGS, sessionNode, type SessionNode } from '../session/session-node.js';
import { OneLife } from './one-life.js';

/** The sessions of a system that have no supervisor. */
export class SingleSessions {
  readonly #sessions = new Set<LiveSession>();
  readonly #paths = new Paths();
  #unnamed = 0;

  /** Throws as `LiveSession` does. */
  start(request: Omit<SessionRequest, 'owner' | 'path'>): LiveSession {
    const path = this.#paths.take(this.#wantedPath(request.options.name));
    try {
      const { session } = new OneLife({ ...request, path }, (over) => this.#leave(over));
      this.#sessions.add(session);
      return session;
    } catch (refused) {
      this.#paths.free(path);
      throw refused;
    }
  }

  /** In start order. */
  nodes(): SessionNode[] {
    return [...this.#sessions].map((session) => sessionNode(session, NO_TAGS));
  }

  /** Rejects with `not_stopped`, when all are down. */
  stop(): Promise<void> {
    return afterAll([...this.#sessions].map((session) => session.stop()));
  }

  /** In a path, what is behind a slash belongs to what is before it. */
  #wantedPath(name: string | undefined): string {
    return name?.replaceAll('/', '%2F') ?? `session-${(this.#unnamed += 1)}`;
  }

  #leave(session: LiveSession): void {
    this.#sessions.delete(session);
    this.#paths.free(session.path);
  }
}
