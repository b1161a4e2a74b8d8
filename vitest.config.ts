import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^troupe$/, replacement: source('./src/index.ts') },
      { find: /^troupe\/history$/, replacement: source('./src/history/index.ts') },
      { find: /^troupe\/inspect$/, replacement: source('./src/inspect/index.ts') },
      { find: /^troupe\/testing$/, replacement: source('./src/testing/index.ts') },
      { find: /^troupe\/machines$/, replacement: source('./machines/index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/fail-on-warnings.ts'],
    typecheck: { enabled: true, include: ['test/types/**/*.test-d.ts'] },
    // Generous: the machine is shared, and no test may depend on its speed.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Real CLI processes take 170 MB and half a second of CPU each to start.
    maxWorkers: 2,
  },
});
