import { expect, test } from 'vitest';
import { listPsProcesses, parsePs } from '../../src/process/ps-processes.js';

test('a listing gives pid, parent and start time of what is alive', () => {
  const listing = [
    '    1     0 Ss   Tue Sep 22 08:00:01 2026',
    '  501     1 S+   Wed Sep  2 18:30:00 2026    ',
    '  502   501 Z    Wed Sep  2 18:30:00 2026',
    '',
  ].join('\n');
  expect(parsePs(listing)).toEqual([
    { pid: 1, parent: 0, startTime: Date.UTC(2026, 8, 22, 8, 0, 1), marker: undefined },
    { pid: 501, parent: 1, startTime: Date.UTC(2026, 8, 2, 18, 30, 0), marker: undefined },
  ]);
});

test.skipIf(process.platform === 'win32')('the list holds this process', async () => {
  const own = (await listPsProcesses()).find(({ pid }) => pid === process.pid);
  expect(own).toMatchObject({ parent: process.ppid });
});
