import { expect, test } from 'vitest';
import { Pipe } from '../../../src/testing/scripted/pipe.js';

test('a pipe hands nothing out within the call that puts it in, and then all in order', async () => {
  const out: string[] = [];
  const pipe = new Pipe<string>((item) => out.push(item));
  pipe.open();
  pipe.put('a');
  pipe.put('b');
  expect(out).toEqual([]);
  await Promise.resolve();
  expect(out).toEqual(['a', 'b']);
});

test('a pipe keeps what is put in before it is open', async () => {
  const out: string[] = [];
  const pipe = new Pipe<string>((item) => out.push(item));
  pipe.put('a');
  await Promise.resolve();
  expect(out).toEqual([]);
  pipe.open();
  pipe.put('b');
  await Promise.resolve();
  expect(out).toEqual(['a', 'b']);
});

test('what is put in while a pipe hands out comes after what waited', async () => {
  const out: string[] = [];
  const pipe: Pipe<string> = new Pipe((item) => {
    out.push(item);
    if (item === 'a') pipe.put('c');
  });
  pipe.open();
  pipe.put('a');
  pipe.put('b');
  await Promise.resolve();
  expect(out).toEqual(['a', 'b']);
  await Promise.resolve();
  expect(out).toEqual(['a', 'b', 'c']);
});
