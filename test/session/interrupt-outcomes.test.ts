import type { Session } from 'troupe';
import { assistantMessage, pacedReply } from 'troupe/testing';
import { describe, expect, test } from 'vitest';
import { outcome } from './fixture.js';
import { controlsOf, silence, stage } from './live-fixture.js';

const reply = ({ text }: { readonly text: string }) => (text.startsWith('left') ? silence() : `re: ${text}`);

const ready = async () => {
  const all = stage(reply);
  const session = all.start();
  await session.ready();
  return { ...all, session, cli: all.cli };
};

const resultOf = (asked: Promise<{ readonly result?: string }>) => asked.then(({ result }) => result);

describe('an interrupt of what was asked right before', () => {
  test('ends it, also where the answer before it has only just come', async () => {
    const { session } = await ready();
    for (let round = 0; round < 5; round += 1) {
      const left = outcome(session.query('left'));
      expect(await session.interrupt()).toBe('interrupted');
      expect(await left).toBe('interrupted');
      expect(await resultOf(session.query('next'))).toBe('re: next');
    }
  });

  test('ends it, also where it is asked in the moment in which the session gets ready again', async () => {
    const { session, settle } = await ready();
    const left: Promise<unknown>[] = [];
    const unsubscribe = session.on('state', (state) => {
      if (state !== 'ready') return;
      unsubscribe();
      left.push(outcome(session.query('left')), session.interrupt());
    });
    await session.query('first');
    await settle();
    expect(await Promise.all(left)).toEqual(['interrupted', 'interrupted']);
  });

  test('leaves alone what waits behind it', async () => {
    const { session } = await ready();
    await session.query('first');
    const [left, waiting] = [outcome(session.query('left')), resultOf(session.query('waiting'))];
    expect(await session.interrupt()).toBe('interrupted');
    expect([await left, await waiting]).toEqual(['interrupted', 're: waiting']);
  });

  test('does nothing while the CLI starts', async () => {
    const { start } = stage(reply);
    const session = start();
    const early = resultOf(session.query('early'));
    expect(await session.interrupt()).toBe('nothing_running');
    expect(await early).toBe('re: early');
  });
});

/** An interrupt on its way to a CLI that does not take it. */
async function interrupting() {
  const all = await ready();
  all.cli.behave({ ignoresInterrupts: true });
  const held = pacedReply([assistantMessage('by itself')]);
  all.backend.enqueue(held);
  const asked = resultOf(all.session.query('first'));
  asked.catch(() => undefined);
  await all.settle();
  const interrupted = all.session.interrupt();
  await all.settle();
  expect(controlsOf(all.cli)).toEqual(['initialize', 'interrupt']);
  const answer = (): void => {
    const { request_id } = JSON.parse(all.cli.written.at(-1) ?? '') as { readonly request_id: string };
    const response = { subtype: 'success', request_id, response: { still_queued: [] } };
    all.cli.say({ type: 'control_response', response });
  };
  return { ...all, held, asked, interrupted, answer };
}

describe('an interrupt that is overtaken', () => {
  test('by the end of the turn says that nothing ran, and the answer stands', async () => {
    const { session, held, asked, interrupted, answer, settle } = await interrupting();
    const waiting = resultOf(session.query('waiting'));
    held.releaseAll();
    await settle();
    expect([await asked, session.queued]).toEqual(['by itself', 1]);
    answer();
    expect([await interrupted, await waiting]).toEqual(['nothing_running', 're: waiting']);
  });

  test.each<[string, (session: Session, crash: () => void) => void]>([
    ['a crash', (_, crash) => crash()],
    ['a stop', (session) => void session.stop()],
  ])('by %s says that the process ended', async (_, end) => {
    const { session, cli, clock, asked, interrupted } = await interrupting();
    end(session, () => cli.crash({ exitCode: 0 }));
    await clock.advance(5_000);
    expect(await interrupted).toBe('killed');
    expect(await outcome(asked)).toMatch(/^(crashed|stopped)$/);
  });
});
