import type { AdapterRequest, Backend } from '../../adapter/session-adapter.js';
import type { ScriptedBehaviour } from './behaviour.js';
import { Conversations, placeOf } from './conversations.js';
import type { Script, ScriptedReply, ScriptedRequest } from './script.js';
import { ScriptedAdapter } from './scripted-adapter.js';

/** Sessions without processes: their answers are scripted, and everything between host and CLI is as with the real one. */
export interface ScriptedBackend extends Backend {
  createAdapter(request: AdapterRequest): ScriptedAdapter;
  /** Every process that was started, in order; the last is the latest. */
  readonly adapters: readonly ScriptedAdapter[];
  /** Every request to the model, in order: what it was told is what counts. */
  readonly requests: readonly ScriptedRequest[];
  /** The next turns get these replies, first in first out; later ones are the script's. */
  enqueue(...replies: (ScriptedReply | Script)[]): void;
  /** How processes behave that are started from now on; what is not given stays. */
  behave(changed: ScriptedBehaviour): void;
}

/**
 * Makes a backend for `createSystem({ backend })`. It keeps every request with its history, for a test to read: make a new
 * one for each test, and for a soak one for each session. `script` answers the turns that no reply was enqueued for; without
 * one the answer is `ok`.
 *
 * ```ts
 * const backend = scriptedBackend(({ text }) => `You said: ${text}`);
 * await using system = createSystem({ backend });
 * await system.startSession().stream('Hello').finalText(); // 'You said: Hello'
 * ```
 */
export function scriptedBackend(script: Script = () => 'ok'): ScriptedBackend {
  const conversations = new Conversations();
  const adapters: ScriptedAdapter[] = [];
  const requests: ScriptedRequest[] = [];
  const queue: (ScriptedReply | Script)[] = [];
  let behaviour: ScriptedBehaviour = {};

  const answer: Script = (request) => {
    const next = queue.shift() ?? script;
    return typeof next === 'function' ? next(request) : next;
  };

  return {
    adapters,
    requests,
    enqueue: (...replies) => void queue.push(...replies),
    behave: (changed) => {
      behaviour = { ...behaviour, ...changed };
    },
    createAdapter: (request) => {
      const asked = (received: ScriptedRequest): void => void requests.push(received);
      const adapter = new ScriptedAdapter(request, { script: answer, conversations, asked }, behaviour);
      adapters.push(adapter);
      return adapter;
    },
    latestConversation: (where) => Promise.resolve(conversations.latest(placeOf(where))),
    conversationExists: (sessionId, where) =>
      Promise.resolve(conversations.find(sessionId, placeOf(where)) !== undefined),
    // An async function, so that an unknown id rejects and does not throw.
    // eslint-disable-next-line @typescript-eslint/require-await
    readConversation: async (sessionId, where) => conversations.read(sessionId, placeOf(where)),
  };
}
