import { expect, test } from 'vitest';
import { all, result, said } from './fixture.js';
import { rawCli, type RawCli } from './raw-cli.js';

/** Of one, two, three and four bytes, and what only looks like the end of a line. */
const WORDS = 'a\u00e9\u20ac\u{1f600}\u2028\u2029\u0085\r\\n';

const started = (id: string): object => ({ type: 'command_lifecycle', command_uuid: id, state: 'started' });

/** One turn, whose output comes in the chunks that `cut` makes of it. */
async function turn(cli: RawCli, cut: (whole: Buffer) => Iterable<Buffer>): Promise<void> {
  const reading = all(cli.session.stream(WORDS));
  const id = await cli.prompt();
  const messages = [
    said(WORDS),
    { type: 'prompt_suggestion', suggestion: WORDS },
    result({ user_message_uuids: [id] }),
  ];
  const lines = [started(id), ...messages].map((line) => `${JSON.stringify(line)}\n`);
  for (const chunk of cut(Buffer.from(lines.join('')))) cli.push(chunk);
  expect(await reading).toEqual(messages);
}

test('a turn is the same wherever its bytes are cut into two chunks', async () => {
  await using cli = await rawCli();
  let [place, length] = [1, Infinity];
  for (; place < length; place += 1) {
    await turn(cli, (whole) => {
      length = whole.length;
      return [whole.subarray(0, place), whole.subarray(place)];
    });
  }
  expect(place).toBeGreaterThan(400);
  expect(cli.session.counts).toEqual({ unknownMessages: 0, noiseLines: 0, oversizedLines: 0 });
});

test.each([1, 2, 3, 4, 5, 7, 64])('a turn is the same in chunks of %i bytes', async (size) => {
  await using cli = await rawCli();
  await turn(cli, function* (whole) {
    for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size);
  });
  expect(cli.session.counts).toEqual({ unknownMessages: 0, noiseLines: 0, oversizedLines: 0 });
});
