import { createSystem, type Session, type SessionOptions, type System, type SystemOptions } from 'troupe';
import {
  createSandbox,
  startMessagesApi,
  type MessagesApi,
  type Responder,
  type Sandbox,
} from 'troupe/testing';

/** The real CLI in a sandbox of its own, against a Messages API of our own. */
export interface RealCli extends AsyncDisposable {
  readonly api: MessagesApi;
  readonly sandbox: Sandbox;
  readonly system: System;
  /** What another host would start with: the same conversations, nothing in common in memory. */
  otherSystem(): System;
  start(options?: SessionOptions): Session;
}

export interface RealCliOptions {
  readonly reply?: Responder | string;
  readonly maxRetries?: number;
  readonly defaults?: SessionOptions;
  readonly system?: Pick<SystemOptions, 'backend' | 'clock' | 'inspect' | 'limits' | 'logger'>;
}

export async function realCli({
  reply = 'ok',
  maxRetries = 0,
  defaults,
  system: systemOptions,
}: RealCliOptions = {}): Promise<RealCli> {
  const api = await startMessagesApi({ reply });
  const sandbox = await createSandbox(api, { maxRetries });
  const systems: System[] = [];
  const createIsolated = (): System => {
    const system = createSystem({ ...systemOptions, defaults: { ...sandbox.options, ...defaults } });
    systems.push(system);
    return system;
  };
  const system = createIsolated();
  return {
    api,
    sandbox,
    system,
    otherSystem: createIsolated,
    start: (options) => system.startSession(options),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(systems.map((each) => each.stop()));
      await api.close();
      await sandbox.remove();
    },
  };
}
