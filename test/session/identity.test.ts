import { describe, expect, test } from 'vitest';
import { Identity } from '../../src/session/identity.js';
import type { SessionOptions } from '../../src/protocol/options/session-options.js';
import { OTHER_SESSION, SESSION } from './fixture.js';

const fresh = { kind: 'fresh', sessionId: SESSION } as const;
const resume = { kind: 'resume', sessionId: SESSION } as const;
const fork = { kind: 'fork', parentSessionId: OTHER_SESSION, sessionId: SESSION } as const;
const forking: SessionOptions = { resume: OTHER_SESSION, forkSession: true, sessionId: SESSION };

type Step = (identity: Identity) => void;
const taken: Step = (identity) => identity.takenUp();
const named: Step = (identity) => identity.named(SESSION);
const spoken: Step = (identity) => identity.spoken();

describe.each<[name: string, options: SessionOptions, steps: Step[], kept: unknown, gone: unknown]>([
  ['a conversation that no CLI took up', { sessionId: SESSION }, [], fresh, fresh],
  ['one that a CLI took up', { sessionId: SESSION }, [taken], resume, fresh],
  ['one whose first turn began', { sessionId: SESSION }, [taken, named], resume, fresh],
  ['one of which a turn has ended', { sessionId: SESSION }, [taken, named, spoken], resume, 'lost'],
  ['a resumed one that no CLI found', { resume: SESSION }, [], resume, resume],
  ['a resumed one', { resume: SESSION }, [taken, named], resume, 'lost'],
  ['a fork that no CLI took up', forking, [], fork, fork],
  ['a fork that was not asked', forking, [taken], resume, fork],
  ['a fork whose first turn began', forking, [taken, named], resume, fork],
  ['a fork of which a turn has ended', forking, [taken, named, spoken], resume, 'lost'],
  [
    'one that is not kept, before its first answer',
    { sessionId: SESSION, noSessionPersistence: true },
    [taken, named],
    resume,
    fresh,
  ],
  [
    'one that is not kept: what is on record is what it came from',
    { resume: SESSION, noSessionPersistence: true },
    [taken, named, spoken],
    'lost',
    'lost',
  ],
])('%s', (_, options, steps, kept, gone) => {
  test('starts where it is, or was to begin', () => {
    const identity = new Identity(options);
    for (const step of steps) step(identity);
    expect([identity.next(true), identity.next(false)]).toEqual([kept, gone]);
    expect(identity.hasContext).toBe(gone === 'lost');
  });
});

test('after a clear it is the new conversation, which may be begun again until something is said', () => {
  const identity = new Identity(forking);
  for (const step of [taken, named, spoken]) step(identity);
  expect(identity.parentSessionId).toBe(OTHER_SESSION);
  const cleared = '33333333-3333-4333-8333-333333333333';
  identity.named(cleared);
  expect(identity.next(true)).toEqual({ kind: 'resume', sessionId: cleared });
  expect(identity.next(false)).toEqual({ kind: 'fresh', sessionId: cleared });
  expect([identity.sessionId, identity.parentSessionId]).toEqual([cleared, undefined]);
  identity.spoken();
  expect(identity.next(false)).toBe('lost');
});

test('one that is forgotten is another one, of which nothing is known', () => {
  const identity = new Identity({ sessionId: SESSION });
  for (const step of [taken, named, spoken]) step(identity);
  const other = { kind: 'fresh', sessionId: OTHER_SESSION } as const;
  identity.forget(other);
  expect([identity.claimed, identity.sessionId]).toEqual([OTHER_SESSION, undefined]);
  expect([identity.hasContext, identity.next(false)]).toEqual([false, other]);
});

test('`continue` is unresolved until it is told which conversation that is', () => {
  const identity = new Identity({ continue: true });
  expect([identity.next(false), identity.claimed]).toEqual(['unresolved', undefined]);
  identity.resolve(resume);
  expect([identity.next(false), identity.claimed]).toEqual([resume, SESSION]);
});
