// The public subpath `troupe/testing`. A line added here becomes public API.
export * from './messages-api/index.js';
export * from './scripted/index.js';
export { createFakeClock, type FakeClock } from './fake-clock.js';
export { createSandbox, type Sandbox, type SandboxOptions } from './run-sandbox.js';
