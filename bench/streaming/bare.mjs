import { spawn } from 'node:child_process';
import { executable, Meter } from './meter.mjs';

// The least that can be done: split the bytes at their newlines, parse each line, count.
const NEWLINE = 0x0a;
const meter = new Meter();
const child = spawn(executable, { stdio: ['pipe', 'pipe', 'inherit'] });
let rest = Buffer.alloc(0);
child.stdout.on('data', (chunk) => {
  const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
  let start = 0;
  for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
    meter.hear(JSON.parse(bytes.toString('utf8', start, end)));
    start = end + 1;
  }
  rest = bytes.subarray(start);
});
child.stdin.end('{"type":"user"}\n');
