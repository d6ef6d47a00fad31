import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/program/**', 'node_modules/**'],
    testTimeout: 20_000,
    coverage: {
      provider: 'v8',
      include: ['src/**', 'commands/**'],
      thresholds: {
        'src/campaign/**': { lines: 95 },
        'src/commissioning/**': { lines: 95 },
        'src/model/**': { lines: 95 },
      },
    },
  },
});
