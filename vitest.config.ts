import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const pureModules = ['model', 'planning', 'changes', 'waves', 'forecast', 'commissioning', 'learning'].map(
  (module) => `src/${module}/**`,
);

export default defineConfig({
  test: {
    testTimeout: 60_000,
    // Modules once transformed are kept on disk: a second run of few tests starts in half the time.
    experimental: { fsModuleCache: true },
    // Nobody is asked who acts, whoever the tests run as, on whatever terminal.
    env: { MIGRATE_OPERATOR: 'anna', TERM: 'xterm' },
    // Tests of the whole program mostly wait for their processes: two at a time, even on two cores.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/program/**', 'test/ledger/postgres/**', 'test/agent/team/**', 'node_modules/**'],
          // Only what vitest transforms itself can be given a screen of the test's own.
          server: { deps: { inline: [/inquirer/] } },
        },
      },
      {
        // The ledger's rules once more, on a PostgreSQL server, and what only such a ledger has.
        extends: true,
        test: {
          name: 'postgres',
          // Ledgers in one database see each other, as those of two campaigns do.
          fileParallelism: false,
          include: [
            'test/ledger/{operations,claims,events,budgets,approvals}.test.ts',
            'test/ledger/postgres/**/*.test.ts',
            'test/agent/team/**/*.test.ts',
          ],
          globalSetup: ['test/ledger/postgres/once.ts'],
        },
      },
      {
        // These spawn the built program: `npm run build` comes before.
        extends: true,
        test: { name: 'program', include: ['test/program/**/*.test.ts'], testTimeout: 300_000, hookTimeout: 300_000 },
      },
    ],
    coverage: {
      provider: 'v8',
      // Of the pure modules alone: what is not measured costs nothing, and the rest is tested through commands and processes.
      include: pureModules,
      reporter: ['text-summary'],
      thresholds: Object.fromEntries(pureModules.map((files) => [files, { lines: 95 }])),
    },
  },
});
