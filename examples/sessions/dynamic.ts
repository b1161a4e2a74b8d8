import { startSupervisor, type SessionOptions, type SessionRow } from 'troupe';

/** The guide's 'Dynamic Session Management'. Returns the listings before the session is removed, and after. */
export async function dynamic(options: SessionOptions = {}): Promise<(readonly SessionRow[])[]> {
  await using supervisor = await startSupervisor({ children: [] });

  // Add sessions on demand
  const temporary = supervisor.startSession({
    ...options,
    name: 'tempSession',
    systemPrompt: 'Temporary helper',
  });
  await temporary.stream('Hello!').run();

  // List active sessions
  const active = supervisor.listSessions();

  // Remove when done
  await supervisor.terminateSession('tempSession');
  return [active, supervisor.listSessions()];
}
