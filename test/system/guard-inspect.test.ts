import type { InspectionEvent } from 'xstate';
import { expect, test, vi } from 'vitest';
import { guardInspect } from '../../src/system/guard-inspect.js';
import { faultRecorder, settle } from '../session/fixture.js';

const event = { type: '@xstate.event' } as InspectionEvent;

test('an inspector is shown each event', () => {
  const inspect = vi.fn();
  guardInspect(inspect, faultRecorder())(event);
  expect(inspect).toHaveBeenCalledExactlyOnceWith(event);
});

test('one that throws or rejects is reported, and goes on being shown', async () => {
  const report = faultRecorder();
  const broken = new Error('broken');
  const inspect = vi
    .fn<(shown: InspectionEvent) => unknown>()
    .mockImplementationOnce(() => {
      throw broken;
    })
    .mockRejectedValueOnce(broken);
  const guarded = guardInspect(inspect, report);
  guarded(event);
  guarded(event);
  guarded(event);
  await settle();
  expect(inspect).toHaveBeenCalledTimes(3);
  expect(report.mock.calls).toEqual([
    ['inspector', broken],
    ['inspector', broken],
  ]);
});
