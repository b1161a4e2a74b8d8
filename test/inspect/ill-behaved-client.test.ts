import { once } from 'node:events';
import { connect, Server, type Socket } from 'node:net';
import { createSystem } from 'troupe';
import { statelyInspector } from 'troupe/inspect';
import { scriptedBackend } from 'troupe/testing';
import { expect, onTestFinished, test, vi } from 'vitest';
import { listenOnLoopback } from '../../src/inspect/loopback-server.js';
import { until } from '../support/until.js';

async function inspected() {
  const system = createSystem({ backend: scriptedBackend() });
  const inspector = await statelyInspector({ system });
  onTestFinished(async () => {
    await inspector.stop();
    await system.stop();
  });
  const { port, pathname } = new URL(inspector.url);
  return { inspector, port: Number(port), path: pathname };
}

/** A connection that does nothing by itself: it does not even hang up when the other side does. */
function dial(port: number): { readonly socket: Socket; readonly isClosed: () => boolean } {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  onTestFinished(() => void socket.destroy());
  let isClosed = false;
  socket.on('error', () => undefined).on('close', () => (isClosed = true));
  return { socket, isClosed: () => isClosed };
}

const upgradeTo = (path: string, port: number): string =>
  [
    `GET ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    '\r\n',
  ].join('\r\n');

test('who is refused is hung up on, and need not do so himself', async () => {
  const { port } = await inspected();
  const { socket, isClosed } = dial(port);
  socket.write(upgradeTo('/guess', port));
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(String(answer)).toMatch(/^HTTP\/1\.1 404 /);
  // What is sent to one who is gone is answered by a reset; who has only ended his own side would take it.
  await until(() => isClosed() || void socket.write('x'));
});

test('close() ends also the connections that were taken over, whatever became of them', async () => {
  const upgrade = vi.fn();
  const page = { html: '', headers: {} };
  const server = await listenOnLoopback({ port: 0, path: '/here', page: () => page, upgrade });
  const { socket, isClosed } = dial(server.port);
  socket.write(upgradeTo('/here', server.port));
  await until(() => upgrade.mock.calls.length === 1);
  await server.close();
  await until(() => isClosed() || void socket.write('x'));
});

test('who resets his connection before he is refused does no harm', async () => {
  const uncaught: unknown[] = [];
  const record = (fault: unknown) => uncaught.push(fault);
  process.on('uncaughtException', record);
  onTestFinished(() => void process.off('uncaughtException', record));
  const { inspector, port } = await inspected();
  for (let count = 0; count < 20; count += 1) {
    const { socket } = dial(port);
    await once(socket, 'connect');
    socket.write(upgradeTo('/guess', port));
    socket.resetAndDestroy();
  }
  await inspector.stop();
  expect(uncaught).toEqual([]);
});

test('a connection that could not be accepted does no harm', async () => {
  const listen = vi.spyOn(Server.prototype, 'listen');
  onTestFinished(() => listen.mockRestore());
  const { port } = await inspected();
  const [server] = listen.mock.contexts as Server[];
  expect(server?.emit('error', new Error('accept ENOBUFS'))).toBe(true);
  await once(dial(port).socket, 'connect');
});

test('a client that pings, and takes no answer, is sent away', async () => {
  const { inspector, port, path } = await inspected();
  const { socket, isClosed } = dial(port);
  socket.pause().write(upgradeTo(path, port));
  await until(() => inspector.clients === 1);
  const ping = Buffer.from([0x89, 0x80 | 125, ...Array<number>(4 + 125).fill(0)]);
  const pings = Buffer.concat(Array<Buffer>(5_000).fill(ping));
  await until(() => {
    if (!socket.writableNeedDrain) socket.write(pings);
    return inspector.clients === 0;
  });
  socket.resume();
  await until(isClosed);
});

test('connections are limited to a hundred, and there is room again when one has gone', async () => {
  const { inspector, port, path } = await inspected();
  const come = () => {
    const connection = dial(port);
    connection.socket.resume().write(upgradeTo(path, port));
    return connection;
  };
  const [first] = Array.from({ length: 100 }, come);
  await until(() => inspector.clients === 100);
  const late = come();
  await until(() => late.isClosed() || late.socket.readableEnded);
  expect(inspector.clients).toBe(100);
  first?.socket.destroy();
  await until(() => inspector.clients === 99);
  await until(() => {
    come();
    return inspector.clients === 100;
  });
});

test('a connection that says nothing is closed', async () => {
  const { port } = await inspected();
  await once(dial(port).socket.resume(), 'end');
});
