import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cwd, env, executable, measure, model, systemPrompt } from './meter.mjs';

// The least that can be done: write two lines, split the bytes at their newlines, parse each line, look for the result.
const NEWLINE = 0x0a;

await measure(() => () => {
  const argv = [
    ...['--output-format', 'stream-json', '--verbose', '--input-format', 'stream-json'],
    ...[`--session-id=${randomUUID()}`, `--model=${model}`, '--setting-sources='],
  ];
  const child = spawn(executable, argv, { cwd, env, stdio: ['pipe', 'pipe', 'inherit'] });
  let heard = () => {};
  let rest = Buffer.alloc(0);
  child.stdout.on('data', (chunk) => {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      if (JSON.parse(bytes.toString('utf8', start, end)).type === 'result') heard();
      start = end + 1;
    }
    rest = bytes.subarray(start);
  });
  const write = (line) => child.stdin.write(`${JSON.stringify(line)}\n`);
  const request = { subtype: 'initialize', systemPrompt: [systemPrompt] };
  write({ type: 'control_request', request_id: randomUUID(), request });
  return {
    ask: (content) =>
      new Promise((resolve) => {
        heard = resolve;
        write({
          type: 'user',
          message: { role: 'user', content },
          parent_tool_use_id: null,
          uuid: randomUUID(),
        });
      }),
    close: () =>
      new Promise((resolve) => {
        child.once('exit', resolve);
        child.stdin.end();
      }),
  };
});
