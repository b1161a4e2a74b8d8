import { expect, test } from 'vitest';
import { SESSION } from './fixture.js';
import { promptsOf, stage } from './live-fixture.js';

const echo = ({ text }: { readonly text: string }): string => `re: ${text}`;

const errorOf = (asked: Promise<unknown>) =>
  asked.then(
    () => undefined,
    (error: unknown) => error,
  );

test('a process that ends between a result and the next prompt fails what waits, and the answer stands', async () => {
  const all = stage(echo);
  const session = all.start({ sessionId: SESSION });
  session.on('state', (state, previous) => {
    if (previous === 'querying' && state === 'ready') all.cli.crash({ exitCode: 0 });
  });
  const first = session.query('first');
  const [second, third, cleared] = [
    errorOf(session.query('second')),
    errorOf(session.query('third')),
    errorOf(session.clear()),
  ];
  expect(await first).toMatchObject({ result: 're: first' });
  await all.settle();
  const crash = { code: 'crashed', exitCode: 0, signal: undefined, sessionId: SESSION };
  // It was written to a process that had gone: nobody can tell whether it was taken.
  expect(await second).toMatchObject({ ...crash, sent: true });
  expect(await third).toMatchObject({ ...crash, sent: false });
  expect(await cleared).toMatchObject({ ...crash, sent: false });
  expect(all.backend.requests.map(({ text }) => text)).toEqual(['first']);
  expect(session.state).toBe('stopped');
});

test('what is asked of a session that is over says that it was not sent', async () => {
  const { start, settle, backend } = stage(echo);
  const session = start();
  await session.query('first');
  const [adapter] = backend.adapters;
  adapter?.crash({ signal: 'SIGTERM' });
  await settle();
  const crash = { code: 'crashed', signal: 'SIGTERM', sent: false };
  expect(await errorOf(session.query('late'))).toMatchObject(crash);
  expect(await errorOf(session.stream('late').run())).toMatchObject(crash);
  expect(await errorOf(session.clear())).toMatchObject(crash);
  expect(adapter && promptsOf(adapter)).toEqual(['first']);
});

test('whoever waits is told how to come back, where nobody brings the session back', async () => {
  const all = stage(echo);
  const session = all.start();
  await session.ready();
  const [open, waiting] = [errorOf(session.query('first')), errorOf(session.query('second'))];
  all.cli.crash();
  await all.settle();
  const comeBack = /by signal SIGKILL\. startSession\(\{ resume/;
  expect(await open).toMatchObject({ sent: true, message: expect.stringMatching(comeBack) as unknown });
  expect(await waiting).toMatchObject({ sent: false, message: expect.stringMatching(comeBack) as unknown });
});
