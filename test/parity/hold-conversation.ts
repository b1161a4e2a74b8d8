import { realCli } from '../support/real-cli.js';
import { normaliser } from './normalise.js';
import { officialPeer } from './official-peer.js';
import { ourPeer } from './our-peer.js';
import type { Peer, Plain, StartPeer } from './peer.js';
import { OUR_DEFAULTS, type Scenario, type Stage } from './scenario.js';

/** What a conversation was, to the model and to the consumer, without what differs from run to run. */
export interface Held {
  readonly requests: readonly Plain[];
  readonly messages: readonly Plain[];
  readonly notes: readonly Plain[];
}

export async function holdConversation(by: Stage['by'], scenario: Scenario): Promise<Held> {
  await using cli = await realCli();
  const { api, sandbox } = cli;
  const peers: Peer[] = [];
  const notes: Plain[] = [];
  const { replies, options, added = OUR_DEFAULTS, play = (peer: Peer) => peer.turn('Hello.') } = scenario;
  const begin = by === 'ours' ? ourPeer(cli) : officialPeer(sandbox.options, added);
  const start: StartPeer = (options) => {
    const peer = begin(options);
    peers.push(peer);
    return peer;
  };
  const note: Stage['note'] = (what, value) => {
    notes.push({ what, value });
    return value;
  };
  const stage: Stage = { by, api, sandbox, start, note };
  api.enqueue(...(replies?.(sandbox) ?? []));
  try {
    await play(start(options?.(stage) ?? {}), stage);
  } finally {
    await Promise.all(peers.map((peer) => peer[Symbol.asyncDispose]()));
  }
  const normalise = normaliser(cli);
  return {
    requests: api.requests.map(({ path, headers, body }) => normalise({ path, headers, body })),
    messages: peers.flatMap(({ messages }) => untilLastResult(messages)).map(normalise),
    notes: notes.map(normalise),
  };
}

/** What comes after it depends on when one looks. */
function untilLastResult(messages: readonly Plain[]): readonly Plain[] {
  return messages.slice(0, messages.findLastIndex(({ type }) => type === 'result') + 1);
}
