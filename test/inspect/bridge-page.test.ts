import { createHash } from 'node:crypto';
import { runInNewContext } from 'node:vm';
import { expect, test, vi } from 'vitest';
import { bridgePage } from '../../src/inspect/bridge-page.js';

const page = bridgePage(new URL('https://viewer.example/inspect?a=1&b="<x>'), 4000);
const policy = page.headers['content-security-policy'] ?? '';

/** What stands between the tags. */
function inside(tag: string): string {
  return new RegExp(`<${tag}>(.*?)</${tag}>`, 's').exec(page.html)?.[1] ?? '';
}

test('the viewer is shown in a frame, its address escaped', () => {
  expect(page.html).toContain('<iframe src="https://viewer.example/inspect?a=1&amp;b=%22%3Cx%3E"');
});

test('its policy allows its own script and style, the viewer and its own WebSocket, and nothing else', () => {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  expect(policy.split('; ').sort()).toEqual([
    "base-uri 'none'",
    'connect-src ws://127.0.0.1:4000 ws://localhost:4000',
    "default-src 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    'frame-src https://viewer.example',
    `script-src ${hash(inside('script'))}`,
    `style-src ${hash(inside('style'))}`,
  ]);
});

test('its address is told to nobody, and nobody keeps a copy', () => {
  expect(page.headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
});

/** The script of the page, in a browser that is not there. */
function running() {
  const viewer = { postMessage: vi.fn() };
  const document = { title: 'troupe', querySelector: () => ({ contentWindow: viewer }) };
  const sockets: { url: string; close: () => void; [handler: string]: unknown }[] = [];
  let heed: (event: object) => void = () => undefined;
  runInNewContext(inside('script'), {
    document,
    location: { host: '127.0.0.1:4000', pathname: '/token' },
    addEventListener: (_name: string, listener: typeof heed) => void (heed = listener),
    WebSocket: class {
      close = vi.fn();
      readonly url: string;
      constructor(url: string) {
        this.url = url;
        sockets.push(this as never);
      }
    },
  });
  const say = (from: object): void =>
    heed({
      source: viewer,
      origin: 'https://viewer.example',
      data: { type: '@statelyai.connected' },
      ...from,
    });
  const tell = (index: number, data: object): void =>
    (sockets[index]?.onmessage as (event: object) => void)({ data: JSON.stringify(data) });
  return { viewer, document, sockets, say, tell };
}

test('it asks for nothing before the viewer is there, and then hands on what it is told, to the viewer’s origin only', () => {
  const { viewer, sockets, say, tell } = running();
  expect(sockets).toEqual([]);
  say({});
  expect(sockets.map(({ url }) => url)).toEqual(['ws://127.0.0.1:4000/token']);
  tell(0, { type: '@xstate.actor' });
  expect(viewer.postMessage.mock.calls).toEqual([[{ type: '@xstate.actor' }, 'https://viewer.example']]);
});

test.each([
  ['another origin', { origin: 'https://evil.example' }],
  ['another window of that origin', { source: {} }],
  ['something else', { data: { type: 'something' } }],
  ['nothing', { data: null }],
])('a message of %s is not heeded', (_what, from) => {
  const { sockets, say } = running();
  say(from);
  expect(sockets).toEqual([]);
});

test('a viewer that was reloaded is told the whole tree, and nothing of the old connection', () => {
  const { viewer, sockets, say, tell } = running();
  say({});
  say({});
  expect(sockets).toHaveLength(2);
  expect(sockets[0]?.close).toHaveBeenCalledOnce();
  tell(0, { type: 'old' });
  tell(1, { type: 'new' });
  expect(viewer.postMessage.mock.calls.map(([data]) => data as unknown)).toEqual([{ type: 'new' }]);
});

test('the title says when the connection is gone', () => {
  const { document, sockets, say } = running();
  say({});
  (sockets[0]?.onclose as () => void)();
  expect(document.title).toBe('troupe (disconnected)');
});
