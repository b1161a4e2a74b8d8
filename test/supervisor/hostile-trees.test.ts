import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSessionError } from '../../src/errors/session-error.js';
import { planTree } from '../../src/supervisor/plan-tree.js';
import { refusalOf } from './plan-fixture.js';

const refused = (spec: unknown) => refusalOf(() => planTree(spec, {}));

describe('hostile input ends in a typed error', () => {
  const hostile: Record<string, () => unknown> = {
    'a tree within itself': () => {
      const tree: Record<string, unknown> = { type: 'supervisor', id: 'a' };
      tree.children = [tree];
      return tree;
    },
    'a back-off within itself': () => {
      const child: Record<string, unknown> = { id: 'a' };
      child.backOff = child;
      return { children: [child] };
    },
    'a tree without end': () => {
      const level = (): object => ({
        type: 'supervisor',
        id: 'a',
        get children() {
          return [level()];
        },
      });
      return level();
    },
    'a key that throws': () => ({
      children: [
        {
          get name() {
            throw new Error('not today');
          },
        },
      ],
    }),
    'a key that throws nothing': () => ({
      get children() {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- as others do
        throw undefined;
      },
    }),
    'a proxy that is no more': () => {
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      return { children: [proxy] };
    },
    'a list that is no more': () => {
      const { proxy, revoke } = Proxy.revocable([], {});
      revoke();
      return { children: proxy };
    },
    'a list with holes': () => ({ children: new Array(2 ** 32 - 1) }),
    'a tree that is a thousand levels deep': () => {
      let tree: object = { type: 'supervisor', id: 'a' };
      for (let level = 0; level < 1_000; level += 1) tree = { type: 'supervisor', id: 'a', children: [tree] };
      return tree;
    },
    'a function in an option': () => ({
      children: [{ id: 'a', outputFormat: { type: 'json_schema', schema: { f() {} } } }],
    }),
  };

  test.each(Object.entries(hostile))('%s', (_, make) => {
    expect(refused(make()).code).toBe('invalid_option');
  });

  test('and names the child where it is', () => {
    expect(refused(hostile['a key that throws']?.())).toMatchObject({
      option: 'children[0]',
      message: expect.stringContaining('what cannot be read: Error: not today') as string,
    });
    expect(refused(hostile['a tree within itself']?.()).message).toContain(
      "Option 'children[0]' must be a spec of its own; got one that it is itself a part of.",
    );
  });

  test('a spec that is shared by many is no such thing', () => {
    const leaf = { id: 'leaf' };
    let tree: object = { type: 'supervisor', id: 'bottom', children: [leaf] };
    for (let level = 0; level < 20; level += 1) {
      tree = { type: 'supervisor', id: `level ${level}`, children: [tree, leaf] };
    }
    expect(() => planTree(tree, {})).not.toThrow();
  });
});

test('whatever is given is planned or refused as invalid_option, and never changed', () => {
  const keys = [
    'type',
    'id',
    'name',
    'restart',
    'significant',
    'shutdown',
    'backOff',
    'tags',
    'model',
    'strategy',
  ];
  const values = fc.oneof(
    fc.constantFrom(
      'supervisor',
      'session',
      'dynamicSupervisor',
      'transient',
      'one_for_all',
      'a',
      true,
      5,
      undefined,
    ),
    fc.anything(),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc
      .tuple(
        fc.dictionary(fc.constantFrom(...keys, 'unknown'), values, { maxKeys: 3 }),
        fc.option(fc.array(tie('tree'), { maxLength: 3 }), { nil: undefined }),
      )
      .map(([fields, children]) => (children ? { type: 'supervisor', ...fields, children } : fields)),
  }));
  fc.assert(
    fc.property(fc.oneof(tree, fc.anything()), (given) => {
      const before = fc.stringify(given);
      try {
        planTree(given, {});
      } catch (refusal) {
        expect(isSessionError(refusal) && refusal.code).toBe('invalid_option');
      }
      expect(fc.stringify(given)).toBe(before);
    }),
    { numRuns: 500 },
  );
});
