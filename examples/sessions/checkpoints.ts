import { startSession, type RewindFilesResult, type SessionOptions } from 'troupe';

/** Lets the model change files, looks at what that came to, and takes it back. */
export async function checkpoints(prompt: string, options: SessionOptions = {}): Promise<RewindFilesResult> {
  await using session = startSession({
    ...options,
    enableFileCheckpointing: true,
    permissionMode: 'acceptEdits',
  });

  // The prompt is echoed: its uuid names the state of the files before its turn
  let checkpoint: string | undefined;
  for await (const message of session.stream(prompt).filterType('user')) {
    if (message.isReplay === true) checkpoint ??= message.uuid;
  }
  if (checkpoint === undefined) throw new Error('The prompt was not echoed.');

  // What would change? Nothing is touched yet
  const changes = await session.rewindFiles(checkpoint, { dryRun: true });

  // Contents are again what they were, and what was created is gone
  await session.rewindFiles(checkpoint);
  return changes;
}
