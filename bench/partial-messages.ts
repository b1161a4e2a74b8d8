import { randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';

const BATCH = 10_000;

/** Writes so many partial messages to a file, one a line, as the CLI streams a text. */
export async function writePartialMessages(path: string, count: number): Promise<void> {
  await using file = await open(path, 'w');
  for (let written = 0; written < count; written += BATCH) {
    const size = Math.min(BATCH, count - written);
    await file.write(Array.from({ length: size }, (_, index) => line(written + index)).join(''));
  }
}

function line(index: number): string {
  const delta = { type: 'text_delta', text: ` word ${index}` };
  const message = {
    type: 'stream_event',
    event: { type: 'content_block_delta', index: 0, delta },
    session_id: '00000000-0000-4000-8000-000000000000',
    parent_tool_use_id: null,
    uuid: randomUUID(),
  };
  return `${JSON.stringify(message)}\n`;
}
