import type { TestProject } from 'vitest/node';
import { startServer } from './server.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A database for tests; absent where they use files. */
    postgres: string;
  }
}

/** One server for all tests of a run, or the one that MIGRATE_TEST_PG names. */
export default async function once(project: TestProject): Promise<() => Promise<void>> {
  const named = process.env['MIGRATE_TEST_PG'];
  if (named !== undefined && named !== '') {
    project.provide('postgres', named);
    return () => Promise.resolve();
  }
  const server = await startServer();
  project.provide('postgres', server.url);
  return server.stop;
}
