import { createSdkMcpServer, tool } from 'troupe';
import { expect, it, vi } from 'vitest';

vi.mock('node:module', () => ({
  createRequire: () => (name: string) => {
    throw Object.assign(new Error(`Cannot find module '${name}'`), { code: 'MODULE_NOT_FOUND' });
  },
}));

it('without the package everything can be imported, tools described, and a server says what to install', () => {
  const tools = [tool('add', 'Adds', {}, () => ({ content: [] }))];
  expect(() => createSdkMcpServer({ name: 'calc', tools })).toThrow(
    expect.objectContaining({
      code: 'mcp_sdk_not_found',
      message: expect.stringContaining('npm install @modelcontextprotocol/sdk') as string,
    }) as Error,
  );
});
