import { expect, test } from 'vitest';
import { admission, type Caller } from '../../src/inspect/admission.js';

const place = { port: 4000, path: '/token' };
const caller: Caller = { host: '127.0.0.1:4000', origin: undefined, path: '/token' };

test.each<[who: string, how: Partial<Caller>]>([
  ['a program that knows the path', {}],
  ['one that says localhost', { host: 'localhost:4000' }],
  ['the page itself', { origin: 'http://127.0.0.1:4000' }],
  ['the page, where it was opened on localhost', { host: 'localhost:4000', origin: 'http://localhost:4000' }],
])('%s is admitted', (_who, how) => {
  expect(admission({ ...caller, ...how }, place)).toBe('admitted');
});

test.each<[who: string, how: Partial<Caller>]>([
  ['a page of another origin', { origin: 'https://evil.example' }],
  ['a page of another port of this machine', { origin: 'http://127.0.0.1:4001' }],
  ['a page that is served encrypted, as ours is not', { origin: 'https://127.0.0.1:4000' }],
  ['a page whose address begins as ours', { origin: 'http://127.0.0.1:4000.evil.example' }],
  ['a sandboxed page, or one from a file', { origin: 'null' }],
  ['a page whose name was made to resolve to this machine', { host: 'evil.example' }],
  ['the same, with our port', { host: 'evil.example:4000', origin: 'http://evil.example:4000' }],
  ['whoever means another port', { host: '127.0.0.1:4001' }],
  ['whoever does not say whom he means', { host: undefined }],
])('%s is refused, though it knows the path', (_who, how) => {
  expect(admission({ ...caller, ...how }, place)).toBe(403);
});

test.each(['/', '/other', '/token/', '/token?', '/Token', '//token', '/toke', undefined])(
  'under another path there is nothing: %s',
  (path) => {
    expect(admission({ ...caller, path }, place)).toBe(404);
  },
);

test('on the port that browsers leave out, it is left out', () => {
  const at80 = { ...place, port: 80 };
  expect(admission({ ...caller, host: '127.0.0.1', origin: 'http://127.0.0.1' }, at80)).toBe('admitted');
});
