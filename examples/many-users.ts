import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { isSessionError, type Session, type Supervisor, type System } from 'troupe';

/**
 * Sessions of many users in one server: one is started when its user first asks, comes back when it crashes, and is let go
 * when it is not needed; its conversation waits until the user returns.
 */
export class UserSessions {
  readonly #supervisor: Supervisor;
  /** Of users whose sessions were let go; a real server would keep them in its database. */
  readonly #conversations = new Map<string, string>();

  constructor(supervisor: Supervisor) {
    this.#supervisor = supervisor;
  }

  of(user: string): Session {
    const session = this.#supervisor.getSession(user);
    if (session.status !== 'stopped') return session;
    const resume = this.#conversations.get(user);
    return this.#supervisor.startSession({
      name: user,
      // One whose process keeps failing is tried again every half minute, and takes nobody down
      maxConsecutive: Infinity,
      ...(resume !== undefined && { resume }),
    });
  }

  async letGo(user: string): Promise<void> {
    const { sessionId } = this.#supervisor.getSession(user);
    if (sessionId !== undefined) this.#conversations.set(user, sessionId);
    await this.#supervisor.terminateSession(user);
  }
}

/** At most a hundred users at a time. So many sessions share one budget, so it is a large one. */
export async function superviseUsers(system: System): Promise<UserSessions> {
  const supervisor = await system.startSupervisor({
    type: 'dynamicSupervisor',
    name: 'users',
    maxChildren: 100,
    maxRestarts: 300,
    maxSeconds: 60,
  });
  return new UserSessions(supervisor);
}

/** `POST /alice` asks alice's session what the body says; `DELETE /alice` lets it go. */
export function userServer(users: UserSessions): Server {
  return createServer((request, response) => void respond(users, request, response));
}

async function respond(
  users: UserSessions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const user = request.url?.slice(1) ?? '';
  try {
    if (request.method === 'DELETE') await users.letGo(user);
    else
      response.write(
        await users
          .of(user)
          .stream(await text(request))
          .finalText(),
      );
    response.end();
  } catch (error) {
    if (!isSessionError(error)) return void response.writeHead(500).end();
    // It crashed while it answered, and is coming back: the user may ask again
    if (error.restarting === true) response.setHeader('Retry-After', '1');
    response.writeHead(503).end(error.code);
  }
}
