import { cliBackend } from '../../src/adapter/cli/cli-backend.js';
import type { Backend, Frame, SessionAdapter } from '../../src/adapter/session-adapter.js';
import { until } from './until.js';

/** The wire of the real CLI in the hands of a test, which sees what the CLI says and decides when the host hears it. */
export interface LateWire {
  readonly backend: Backend;
  /** What the CLI has said so far, heard or not. */
  readonly said: readonly Frame[];
  /** From now on the host hears nothing, but for answers to control requests. */
  hold(): void;
  /** The host hears what was held, in its order, and all that follows. */
  release(): void;
  /** Waits until the CLI has said of `count` prompts that they are in this state. */
  untilPrompts(state: string, count: number): Promise<void>;
}

export function lateWire(): LateWire {
  const said: Frame[] = [];
  const held: (() => void)[] = [];
  let holds = false;
  const tap = (adapter: SessionAdapter): SessionAdapter => {
    const start = adapter.start.bind(adapter);
    adapter.start = (sink) =>
      start({
        ready: (handshake) => sink.ready(handshake),
        serve: (call) => sink.serve(call),
        exited: (ending) => sink.exited(ending),
        frame: (frame) => {
          said.push(frame);
          if (holds) held.push(() => sink.frame(frame));
          else sink.frame(frame);
        },
      });
    return adapter;
  };
  return {
    backend: { ...cliBackend, createAdapter: (request) => tap(cliBackend.createAdapter(request)) },
    said,
    hold: () => {
      holds = true;
    },
    release: () => {
      holds = false;
      for (const hear of held.splice(0)) hear();
    },
    untilPrompts: async (state, count) => {
      const isIn = (frame: Frame): boolean => frame.kind === 'lifecycle' && frame.state === state;
      await until(() => said.filter(isIn).length >= count);
    },
  };
}
