import { createHash } from 'node:crypto';

/** A page and the headers that it is served with. */
export interface Page {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The page that shows the viewer in a frame, and hands it what the WebSocket at the page's own address tells. It talks to
 * nobody else: it heeds messages of the viewer's origin only, sends to that origin only, and its policy allows no more.
 */
export function bridgePage(viewer: URL, port: number): Page {
  const script = scriptFor(viewer.origin);
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(STYLE)}'`,
    `frame-src ${viewer.origin}`,
    `connect-src ws://127.0.0.1:${port} ws://localhost:${port}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    html: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>troupe</title>
<style>${STYLE}</style>
</head>
<body>
<iframe src="${escapeAttribute(viewer.href)}" title="Stately inspector"></iframe>
<script>${script}</script>
</body>
</html>
`,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy.join('; '),
      'cache-control': 'no-store',
      // The address of the page is what nobody else is to know.
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
  };
}

const STYLE =
  'html, body { height: 100%; margin: 0 } iframe { width: 100%; height: 100%; border: 0; display: block }';

/** The WebSocket is opened when the viewer is there, and anew when it was reloaded: each time it tells the whole tree. */
function scriptFor(origin: string): string {
  return `
const viewer = document.querySelector('iframe').contentWindow;
const origin = ${JSON.stringify(origin)};
let socket;
addEventListener('message', (event) => {
  if (event.source !== viewer || event.origin !== origin) return;
  if (event.data?.type !== '@statelyai.connected') return;
  socket?.close();
  const current = (socket = new WebSocket('ws://' + location.host + location.pathname));
  current.onmessage = ({ data }) => {
    if (current === socket) viewer.postMessage(JSON.parse(data), origin);
  };
  current.onopen = () => (document.title = 'troupe');
  current.onclose = () => {
    if (current === socket) document.title = 'troupe (disconnected)';
  };
});
`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
