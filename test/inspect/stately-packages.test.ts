import { statelyInspector } from 'troupe/inspect';
import { expect, it, vi } from 'vitest';

vi.mock('@statelyai/inspect', () => {
  throw Object.assign(new Error("Cannot find package '@statelyai/inspect'"), {
    code: 'ERR_MODULE_NOT_FOUND',
  });
});

it('without the packages the subpath can be imported, and the inspector says what to install', async () => {
  await expect(statelyInspector()).rejects.toMatchObject({
    code: 'inspector_not_found',
    message: expect.stringContaining('npm install @statelyai/inspect@0.7 ws@8') as string,
  });
});
