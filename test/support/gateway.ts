import { once } from 'node:events';
import { createServer, connect, type Server, type Socket } from 'node:net';

/** A port of this machine that leads to a server, or is closed: nothing listens on it then. */
export interface Gateway extends AsyncDisposable {
  readonly url: string;
  open(): Promise<void>;
  /** From now on connections are refused, and those there were are cut. */
  close(): Promise<void>;
}

/** Makes one, closed. */
export async function gatewayTo(target: string): Promise<Gateway> {
  const { hostname, port: targetPort } = new URL(target);
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  const listen = async (port: number): Promise<void> => {
    const opened = createServer((caller) => {
      const behind = connect(Number(targetPort), hostname);
      for (const [from, to] of [
        [caller, behind],
        [behind, caller],
      ] as const) {
        sockets.add(from);
        from.pipe(to);
        from.on('error', () => to.destroy());
        from.once('close', () => sockets.delete(from));
      }
    });
    await once(opened.listen(port, '127.0.0.1'), 'listening');
    server = opened;
  };
  const close = async (): Promise<void> => {
    const closing = server;
    if (!closing) return;
    server = undefined;
    const closed = once(closing, 'close');
    closing.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };

  const port = await freePort(listen);
  await close();
  return {
    url: `http://127.0.0.1:${port}`,
    open: () => listen(port),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Below those that the system gives out by itself, so that nobody is given it while it is closed. */
async function freePort(listen: (port: number) => Promise<void>, tries = 50): Promise<number> {
  const port = 20_000 + Math.floor(Math.random() * 12_000);
  try {
    await listen(port);
    return port;
  } catch (fault) {
    if (tries <= 1) throw fault;
    return freePort(listen, tries - 1);
  }
}
