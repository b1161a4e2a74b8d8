import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { once } from 'node:events';
import { createSystem } from 'troupe';
import { statelyInspector } from 'troupe/inspect';
import { expect, onTestFinished, test } from 'vitest';
import { scriptedBackend } from 'troupe/testing';
import { until } from '../support/until.js';
import { connect, refusal } from './receiving.js';

async function inspected() {
  const system = createSystem({ backend: scriptedBackend() });
  system.startSession({ name: 'anna' });
  const inspector = await statelyInspector({ system });
  onTestFinished(async () => {
    await inspector.stop();
    await system.stop();
  });
  const url = new URL(inspector.url);
  return { inspector, origin: `http://${url.host}`, port: Number(url.port) };
}

/** What somebody gets who asks for a page. */
async function page(url: string, headers: Readonly<Record<string, string>> = {}) {
  const asked = request(url, { headers }).end();
  const [answer] = (await once(asked, 'response')) as [Answer];
  let body = '';
  for await (const chunk of answer) body += String(chunk);
  return { status: answer.statusCode, headers: answer.headers, body };
}

type Answer = AsyncIterable<Buffer> & {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
};

test.each<[status: number, who: string, headers: Record<string, string>]>([
  [403, 'a page of another origin', { origin: 'https://evil.example' }],
  [403, 'a page of another server on this machine', { origin: 'http://127.0.0.1:1' }],
  [403, 'a page whose name was made to resolve to this machine', { host: 'evil.example' }],
])('%i and nothing else is what %s gets, as a WebSocket and as a page', async (status, _who, headers) => {
  const { inspector } = await inspected();
  expect(await refusal(inspector.url, headers)).toEqual({ status, body: '' });
  expect(await page(inspector.page, headers)).toMatchObject({ status, body: '' });
  expect(inspector.clients).toBe(0);
});

test.each(['/', '/guess', `/${'A'.repeat(32)}`])('404 is what is found under %s', async (path) => {
  const { inspector, origin, port } = await inspected();
  expect(await refusal(`ws://127.0.0.1:${port}${path}`)).toEqual({ status: 404, body: '' });
  expect(await page(`${origin}${path}`)).toMatchObject({ status: 404, body: '' });
  expect(inspector.clients).toBe(0);
});

test('two inspectors have nothing of each other’s address', async () => {
  const [one, other] = [await inspected(), await inspected()];
  const token = new URL(one.inspector.url).pathname;
  expect(await refusal(`ws://127.0.0.1:${other.port}${token}`)).toEqual({ status: 404, body: '' });
});

test('the page is served under its address, with its policy, to itself and to a program', async () => {
  const { inspector, origin, port } = await inspected();
  for (const headers of [{}, { origin }]) {
    const { status, headers: served, body } = await page(inspector.page, headers);
    expect(status).toBe(200);
    expect(body).toContain('<iframe src="https://stately.ai/inspect"');
    expect(served['content-security-policy']).toContain(`connect-src ws://127.0.0.1:${port} `);
  }
});

test('the page may connect, from either name of this machine', async () => {
  const { inspector, port } = await inspected();
  for (const name of ['127.0.0.1', 'localhost']) {
    const url = inspector.url.replace('127.0.0.1', name);
    const { frames } = await connect(url, { origin: `http://${name}:${port}` });
    await until(() => frames.length > 0);
  }
});

test('it listens on 127.0.0.1, and nowhere else', async () => {
  const { port } = await inspected();
  const at = port.toString(16).toUpperCase().padStart(4, '0');
  const LISTEN = '0A';
  const listening = ['/proc/net/tcp', '/proc/net/tcp6']
    .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = '', , state]) => local.endsWith(`:${at}`) && state === LISTEN);
  expect(listening.map(([, local]) => local)).toEqual([`0100007F:${at}`]);
});
