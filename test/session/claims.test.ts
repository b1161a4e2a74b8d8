import { describe, expect, test } from 'vitest';
import { deferred, type Deferred } from '../../src/base/deferred.js';
import { LocalRegistry } from '../../src/registry/local-registry.js';
import type { Claim, MaybeLater, Registry, RegistryKey } from '../../src/registry/registry.js';
import { Claims } from '../../src/session/claims.js';
import { outcome, OTHER_SESSION, SESSION, settle } from './fixture.js';

const ann = { name: 'ann' };
const bob = { name: 'bob' };
const named = { kind: 'name', value: 'assistant' } as const;
const conversation = (value: string) => ({ kind: 'conversation', value }) as const;

function setUp() {
  const registry = new LocalRegistry<object>();
  return { registry, claims: new Claims<object>(registry, ann), others: new Claims<object>(registry, bob) };
}

test('a name and a conversation are held until they are released', async () => {
  const { registry, claims } = setUp();
  await claims.take('assistant', SESSION);
  expect([registry.resolve(named), registry.resolve(conversation(SESSION))]).toEqual([ann, ann]);
  claims.release();
  expect([registry.resolve(named), registry.resolve(conversation(SESSION))]).toEqual([undefined, undefined]);
});

test('what is not given is not claimed', async () => {
  const { registry, claims, others } = setUp();
  await claims.take(undefined, undefined);
  await others.take('assistant', SESSION);
  claims.release();
  expect(registry.resolve(named)).toBe(bob);
});

test('a name that is taken is refused at once, and leaves nothing claimed', async () => {
  const { registry, claims, others } = setUp();
  await others.take('assistant', undefined);
  expect(() => claims.take('assistant', SESSION)).toThrow(
    expect.objectContaining({ code: 'name_taken', option: 'name', sessionName: 'assistant' }) as Error,
  );
  expect(registry.resolve(named)).toBe(bob);
  expect(registry.resolve(conversation(SESSION))).toBeUndefined();
});

test('a conversation that is held is refused at once, and leaves the name free', async () => {
  const { registry, claims, others } = setUp();
  await others.take(undefined, SESSION);
  expect(() => claims.take('assistant', SESSION)).toThrow(
    expect.objectContaining({ code: 'conversation_in_use', sessionId: SESSION }) as Error,
  );
  expect(registry.resolve(named)).toBeUndefined();
  expect(registry.resolve(conversation(SESSION))).toBe(bob);
});

test('releasing twice, or before anything was taken, gives nothing of others away', async () => {
  const { registry, claims, others } = setUp();
  claims.release();
  await others.take('assistant', SESSION);
  claims.release();
  expect([registry.resolve(named), registry.resolve(conversation(SESSION))]).toEqual([bob, bob]);
});

describe('a conversation that becomes another', () => {
  test('frees the old one and keeps the name', async () => {
    const { registry, claims } = setUp();
    await claims.take('assistant', SESSION);
    await claims.moveConversation(OTHER_SESSION);
    expect(registry.resolve(conversation(SESSION))).toBeUndefined();
    expect(registry.resolve(conversation(OTHER_SESSION))).toBe(ann);
    expect(registry.resolve(named)).toBe(ann);
    claims.release();
    expect(registry.resolve(conversation(OTHER_SESSION))).toBeUndefined();
  });

  test('is claimed also where none was held before', async () => {
    const { registry, claims } = setUp();
    await claims.take('assistant', undefined);
    await claims.moveConversation(SESSION);
    expect(registry.resolve(conversation(SESSION))).toBe(ann);
  });

  test('does nothing where it is the same', async () => {
    const { registry, claims } = setUp();
    await claims.take('assistant', SESSION);
    await claims.moveConversation(SESSION);
    claims.release();
    expect(registry.resolve(conversation(SESSION))).toBeUndefined();
  });

  test('rejects where another holds it, who is left undisturbed', async () => {
    const { registry, claims, others } = setUp();
    await others.take(undefined, OTHER_SESSION);
    await claims.take('assistant', SESSION);
    expect(await outcome(claims.moveConversation(OTHER_SESSION))).toBe('conversation_in_use');
    claims.release();
    expect(registry.resolve(conversation(OTHER_SESSION))).toBe(bob);
  });
});

/** A registry whose answers come when the test gives them; `now` lists the keys that it answers at once. */
class LateRegistry implements Registry<object> {
  readonly inner = new LocalRegistry<object>();
  readonly claims: Deferred<boolean>[] = [];
  readonly now: Readonly<Record<string, boolean>>;

  constructor(now: Readonly<Record<string, boolean>> = {}) {
    this.now = now;
  }

  claim(key: RegistryKey, claim: Claim<object>): MaybeLater<boolean> {
    const atOnce = this.now[key.kind];
    if (atOnce !== undefined) return atOnce && this.inner.claim(key, claim);
    const answer = deferred<boolean>();
    this.claims.push(answer);
    // It is the registry that grants: from then on the key is held, whether or not the claimant still waits.
    return answer.promise.then((granted) => granted && this.inner.claim(key, claim));
  }

  release(key: RegistryKey, claim: Claim<object>): Promise<void> {
    this.inner.release(key, claim);
    return Promise.reject(new Error('the registry is not reached'));
  }

  resolve(key: RegistryKey): object | undefined {
    return this.inner.resolve(key);
  }
}

describe('with a registry that answers later', () => {
  const later = (now: Readonly<Record<string, boolean>> = {}) => {
    const registry = new LateRegistry(now);
    return { registry, claims: new Claims<object>(registry, ann) };
  };

  test('both are held once both were granted', async () => {
    const { registry, claims } = later();
    const taken = claims.take('assistant', SESSION);
    for (const answer of registry.claims) answer.resolve(true);
    await taken;
    expect([registry.resolve(named), registry.resolve(conversation(SESSION))]).toEqual([ann, ann]);
  });

  test('a refusal rejects with the same error', async () => {
    const { registry, claims } = later();
    const taken = claims.take('assistant', undefined);
    registry.claims[0]?.resolve(false);
    expect(await outcome(taken)).toBe('name_taken');
  });

  test('a name that is refused leaves the conversation free, also where that is granted afterwards', async () => {
    const { registry, claims } = later();
    const taken = claims.take('assistant', SESSION);
    registry.claims[0]?.resolve(false);
    expect(await outcome(taken)).toBe('name_taken');
    claims.release();
    registry.claims[1]?.resolve(true);
    await settle();
    expect(registry.resolve(conversation(SESSION))).toBeUndefined();
  });

  test('a conversation that is refused at once leaves the name free, which is granted afterwards', async () => {
    const { registry, claims } = later({ conversation: false });
    expect(() => claims.take('assistant', SESSION)).toThrow();
    registry.claims[0]?.resolve(true);
    await settle();
    expect(registry.resolve(named)).toBeUndefined();
  });

  test('two refusals are one, and none of them is unhandled', async () => {
    const { registry, claims } = later({ conversation: false });
    expect(() => claims.take('assistant', SESSION)).toThrow();
    registry.claims[0]?.resolve(false);
    await settle();
  });

  test('what is granted after the release is given back', async () => {
    const { registry, claims } = later();
    const taken = claims.take('assistant', SESSION);
    claims.release();
    for (const answer of registry.claims) answer.resolve(true);
    await outcome(taken);
    await settle();
    expect([registry.resolve(named), registry.resolve(conversation(SESSION))]).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('a conversation that is granted after the release is given back', async () => {
    const { registry, claims } = later({ name: true });
    await claims.take('assistant', undefined);
    const moved = claims.moveConversation(SESSION);
    claims.release();
    registry.claims[0]?.resolve(true);
    await outcome(moved);
    await settle();
    expect(registry.resolve(conversation(SESSION))).toBeUndefined();
  });

  test('after the release nothing is claimed any more', async () => {
    const { registry, claims } = later({ name: true, conversation: true });
    await claims.take('assistant', SESSION);
    claims.release();
    await claims.moveConversation(OTHER_SESSION);
    expect(registry.resolve(conversation(OTHER_SESSION))).toBeUndefined();
  });

  test('a registry that cannot be reached rejects with its own error', async () => {
    const { registry, claims } = later();
    const taken = claims.take('assistant', undefined);
    registry.claims[0]?.reject(new Error('no network'));
    await expect(taken).rejects.toThrow('no network');
  });
});

describe('claims of a later incarnation', () => {
  test('are held under its number, so that one thought dead gives nothing of them away', async () => {
    const { registry, claims } = setUp();
    await claims.take('assistant', SESSION);
    await claims.renew(2, 'assistant', SESSION);
    for (const key of [named, conversation(SESSION)]) {
      registry.release(key, { holder: ann, incarnation: 1 });
      expect(registry.resolve(key)).toBe(ann);
    }
    claims.release();
    expect([registry.resolve(named), registry.resolve(conversation(SESSION))]).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('are given up for good by whoever lets the conversation go right after', async () => {
    const { registry, claims } = setUp();
    await claims.take('assistant', SESSION);
    claims.leaveConversation();
    const renewed = claims.renew(2, 'assistant', SESSION);
    claims.leaveConversation();
    await renewed;
    expect([registry.resolve(named), registry.resolve(conversation(SESSION))]).toEqual([ann, undefined]);
  });

  test('reject where the conversation was let go of, and another has taken it', async () => {
    const { registry, claims, others } = setUp();
    await claims.take('assistant', SESSION);
    claims.leaveConversation();
    await others.take(undefined, SESSION);
    expect(await outcome(claims.renew(2, 'assistant', SESSION))).toBe('conversation_in_use');
    expect([registry.resolve(named), registry.resolve(conversation(SESSION))]).toEqual([ann, bob]);
  });
});
