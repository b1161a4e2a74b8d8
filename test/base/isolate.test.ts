import { expect, test } from 'vitest';
import { isolate } from '../../src/base/isolate.js';
import { faultRecorder, settle } from './faults.js';

const broken = new Error('broken');

test('what the code throws is reported under its name, and goes no further', () => {
  const report = faultRecorder();
  isolate("listener of 'state'", report, () => {
    throw broken;
  });
  expect(report.mock.calls).toEqual([["listener of 'state'", broken]]);
});

test('what the code rejects with is reported under its name, and counts as handled', async () => {
  const report = faultRecorder();
  // An unhandled rejection would fail the run.
  isolate('callback', report, () => Promise.reject(broken));
  await settle();
  expect(report.mock.calls).toEqual([['callback', broken]]);
});

test.each<[what: string, thenable: unknown]>([
  ['rejects', { then: (_: unknown, reject: (reason: unknown) => void) => reject(broken) }],
  [
    'throws',
    {
      then: () => {
        throw broken;
      },
    },
  ],
  [
    'cannot be read',
    {
      get then() {
        throw broken;
      },
    },
  ],
])('a thenable of no known make that %s is reported', async (_, thenable) => {
  const report = faultRecorder();
  isolate('callback', report, () => thenable);
  await settle();
  expect(report.mock.calls).toEqual([['callback', broken]]);
});

test.each<[what: string, fault: unknown]>([
  ['undefined', undefined],
  ['a text', 'broken'],
  ['null', null],
])('a thrown %s is a fault like any other', (_, fault) => {
  const report = faultRecorder();
  isolate('callback', report, () => {
    throw fault;
  });
  expect(report.mock.calls).toEqual([['callback', fault]]);
});

test.each<[what: string, outcome: unknown]>([
  ['a value', 42],
  ['null', null],
  ['a promise that resolves', Promise.resolve('done')],
  ['an object whose then is no function', { then: 'later' }],
])('code that gives %s is no fault', async (_, outcome) => {
  const report = faultRecorder();
  isolate('callback', report, () => outcome);
  await settle();
  expect(report).not.toHaveBeenCalled();
});
