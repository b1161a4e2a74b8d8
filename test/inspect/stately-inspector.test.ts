import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect as connectTcp } from 'node:net';
import { statelyInspector, type StatelyInspectorOptions } from 'troupe/inspect';
import { sessionMachine, supervisorMachine } from 'troupe/machines';
import { expect, onTestFinished, test, vi } from 'vitest';
import { redactDefinition } from '../../src/inspect/redaction/redact-definition.js';
import { stage, type Stage } from '../session/live-fixture.js';
import { until } from '../support/until.js';
import { connect, pathsOf, receive, statesOf, type Received } from './receiving.js';

async function inspected(options: StatelyInspectorOptions = {}) {
  const all: Stage = stage(() => 'done');
  await all.system.startSupervisor({ name: 'team', children: [{ name: 'anna' }, { name: 'ben' }] });
  const inspector = await statelyInspector({ system: all.system, ...options });
  onTestFinished(async () => {
    await inspector.stop();
    await all.system.stop();
  });
  return { ...all, inspector };
}

const TREE = [
  ...['system', 'system/team#1', 'system/team#1/children'],
  ...['system/team#1/anna#1', 'system/team#1/anna#1/adapter'],
  ...['system/team#1/ben#1', 'system/team#1/ben#1/adapter'],
];

test('Stately’s receiver gets the whole tree, and what happens from then on', async () => {
  const { inspector, system } = await inspected();
  const frames = receive(inspector.url);
  await until(() => pathsOf(frames).length === TREE.length);
  expect(pathsOf(frames)).toEqual(TREE);
  await system.getSession('anna').query('hello');
  await until(() => statesOf(frames, 'anna#1').length === 3);
  expect(statesOf(frames, 'anna#1')).toEqual(['ready', 'querying:streaming', 'ready']);
});

// Stately's converter cuts off what is nested more than ten deep.
test('a machine comes with its whole definition, to its innermost states', async () => {
  const { inspector } = await inspected();
  const frames = receive(inspector.url);
  await until(() => pathsOf(frames).length === TREE.length);
  const definitionOf = (name: string) =>
    JSON.parse(frames.find((frame) => frame.name === name)?.definition ?? '') as unknown;
  expect(definitionOf('anna#1')).toEqual(redactDefinition(sessionMachine.config));
  expect(definitionOf('team#1')).toEqual(redactDefinition(supervisorMachine.config));
});

test('a client that comes late, or comes back, gets the whole tree as it is then', async () => {
  const { inspector, start } = await inspected();
  const first = await connect(inspector.url);
  await until(() => first.frames.length > 0);
  first.socket.close();
  await until(() => inspector.clients === 0);
  await start({ name: 'carl' }).ready();
  const again = receive(inspector.url);
  await until(() => pathsOf(again).includes('system/carl#1/adapter'));
  expect(pathsOf(again)).toEqual([...TREE, 'system/carl#1', 'system/carl#1/adapter']);
});

test('a filter decides what is shown', async () => {
  const { inspector, system } = await inspected({ filter: ({ actorRef }) => actorRef.id === 'anna#1' });
  const frames = receive(inspector.url);
  await until(() => frames.length > 0);
  await Promise.all(['anna', 'ben'].map((name) => system.getSession(name).query('hello')));
  await until(() => statesOf(frames, 'anna#1').length === 3);
  expect(new Set(frames.map(({ sessionId }) => sessionId)).size).toBe(1);
});

test('without a client the system has no observer, and has as many as there are clients', async () => {
  const { inspector, system } = await inspected();
  const inspect = vi.spyOn(system, 'inspect');
  expect([inspect.mock.calls.length, inspector.clients]).toEqual([0, 0]);
  await connect(inspector.url);
  await connect(inspector.url);
  await until(() => inspector.clients === 2);
  expect(inspect).toHaveBeenCalledTimes(2);
});

test('what a client says is not heard, and too much of it ends the connection, its own only', async () => {
  const { inspector } = await inspected();
  const [loud, other] = [await connect(inspector.url), await connect(inspector.url)];
  loud.socket.send(JSON.stringify({ type: 'stop' }));
  await until(() => loud.frames.length >= 13);
  loud.socket.send('x'.repeat(5_000));
  expect(await loud.closed).toMatch(/^1009/);
  await until(() => inspector.clients === 1);
  expect(other.socket.readyState).toBe(other.socket.OPEN);
});

test('clients are sent away when the system has stopped, with the end of all that lived', async () => {
  const { inspector, system } = await inspected();
  const { frames, closed } = await connect(inspector.url);
  await until(() => frames.length >= 13);
  await system.stop();
  expect(await closed).toBe('1001 The system has stopped.');
  const ended = frames
    .map((frame) => JSON.parse(frame) as Received)
    .filter(({ snapshot }) => snapshot?.status === 'done');
  expect(new Set(ended.map(({ sessionId }) => sessionId)).size).toBe(3);
  expect(await (await connect(inspector.url)).closed).toBe('1001 The system has stopped.');
});

test('stop() sends everybody away, frees the port, and is the same call the second time', async () => {
  const { inspector } = await inspected();
  const { closed } = await connect(inspector.url);
  const stopped = inspector.stop();
  expect(inspector.stop()).toBe(stopped);
  expect(inspector.clients).toBe(0);
  await stopped;
  expect(await closed).toBe('1001 The inspector has stopped.');
  const [fault] = (await once(connectTcp(Number(new URL(inspector.url).port), '127.0.0.1'), 'error')) as [
    Error,
  ];
  expect(fault).toMatchObject({ code: 'ECONNREFUSED' });
});

test('a filter may stop the inspector, also while a client is just shown the tree', async () => {
  const stopped: Promise<void>[] = [];
  const filter = vi.fn(() => stopped.push(inspector.stop()) > 0);
  const { inspector, system } = await inspected({ filter });
  const inspect = vi.spyOn(system, 'inspect');
  const { closed } = await connect(inspector.url);
  expect(await closed).toBe('1001 The inspector has stopped.');
  await Promise.all(stopped);
  expect(inspector.clients).toBe(0);
  expect(inspect).toHaveBeenCalledTimes(1);
  await system.getSession('anna').query('hello');
  expect(filter).toHaveBeenCalledTimes(1);
});

// The closing handshake, which it does not wait for, has half a minute.
test('stop() does not wait for a client that takes nothing', { timeout: 20_000 }, async () => {
  const { inspector, system } = await inspected();
  const { socket, frames } = await connect(inspector.url);
  await until(() => frames.length > 0);
  socket.pause();
  for (let count = 0; count < 100; count += 1) await system.getSession('anna').query('hello');
  await inspector.stop();
  socket.terminate();
});

test('a port that is taken is refused, by name and with what to do', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  await expect(inspected({ port })).rejects.toMatchObject({
    code: 'invalid_option',
    option: 'port',
    message: `Option 'port' must be one that is free, or left out for any that is; got ${port}, which fails with EADDRINUSE.`,
  });
});

test('a port that was asked for is the one', async () => {
  const { inspector, system } = await inspected();
  const port = Number(new URL(inspector.url).port);
  await inspector.stop();
  const again = await statelyInspector({ system, port });
  onTestFinished(() => again.stop());
  expect(again.url).toMatch(new RegExp(`^ws://127\\.0\\.0\\.1:${port}/[\\w-]{32}$`));
  expect(again.page).toBe(again.url.replace('ws:', 'http:'));
});

test('bad options are refused before anything is loaded or listens', async () => {
  await expect(statelyInspector({ port: -1 })).rejects.toMatchObject({
    code: 'invalid_option',
    option: 'port',
  });
});
