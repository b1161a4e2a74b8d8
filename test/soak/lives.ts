import type { Session, SessionOptions, System } from 'troupe';

/** How the process of a session is killed. */
export type Kill = (session: Session) => void;

/** Ways in which a session may live and end; each leaves nothing under way. `text` is a prompt of its own. */
const lives: readonly ((session: Session, text: string, kill: Kill) => Promise<unknown>)[] = [
  async (session, text) => {
    await session.query(text);
    await session.stop();
  },
  // Stopped while it starts, with a query that waits.
  async (session, text) => {
    const asked = session.query(text);
    await session.stop();
    await asked.catch(() => undefined);
  },
  // Left early, cleared, asked again.
  async (session, text) => {
    for await (const message of session.stream(text)) if (message.type === 'assistant') break;
    await session.clear();
    const { signal } = new AbortController();
    await session.stream(text, { signal, inactivityTimeout: 60_000 }).run();
    await session.stop();
  },
  // Interrupted, given up, and stopped when it is cleared.
  async (session, text) => {
    await session.ready();
    const asked = session.query(text);
    await session.interrupt();
    await asked.catch(() => undefined);
    await session.query(text, { timeout: 0 }).catch(() => undefined);
    await session.clear();
    await session.stop();
  },
  // Stopped in the middle of a turn, while listeners watch.
  async (session, text) => {
    session.on('state', () => undefined);
    session.actor.subscribe(() => undefined);
    await session.stream(text)[Symbol.asyncIterator]().next();
    await session.stop();
  },
  // Killed.
  async (session, text, kill) => {
    await session.query(text);
    const gone = new Promise<void>((resolve) => session.on('stopped', resolve));
    kill(session);
    await gone;
  },
];

/** Starts so many sessions and sees them to their end, `at` a time. What it returns does not hold them. */
export async function live(
  system: System,
  count: number,
  { at, kill, options = {} }: { readonly at: number; readonly kill: Kill; readonly options?: SessionOptions },
): Promise<readonly WeakRef<Session>[]> {
  const sessions: WeakRef<Session>[] = [];
  let next = 0;
  const serve = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) {
      const session = system.startSession({ ...options, name: `session ${index}` });
      sessions.push(new WeakRef(session));
      await lives[index % lives.length]?.(session, `prompt ${index}`, kill);
    }
  };
  await Promise.all(Array.from({ length: at }, serve));
  return sessions;
}
