import { startSupervisor, type SessionOptions, type SessionRow } from 'troupe';

/** The guide's 'Dynamic Session Management'. */
export async function dynamic(options: SessionOptions = {}): Promise<readonly SessionRow[]> {
  await using supervisor = await startSupervisor({ children: [] });

  // Add sessions on demand
  const temporary = supervisor.startSession({
    ...options,
    name: 'tempSession',
    systemPrompt: 'Temporary helper',
  });
  await temporary.stream('Hello!').run();

  // List active sessions
  const rows = supervisor.listSessions();

  // Remove when done
  await supervisor.terminateSession('tempSession');
  return rows;
}
