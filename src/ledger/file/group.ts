import { transaction, type DatabaseSync } from '../../storage/sqlite.js';
import { isStoreError, type Store } from './store.js';

interface Write {
  /** Does the work within the open transaction; the answer is given after its commit. */
  readonly attempt: () => () => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Runs pieces of work in write transactions, all that arrive in one turn of the event loop in one:
 * the sync to disk is what costs. Each stands on its own: one that throws takes back only itself,
 * unless the store fails, which fails all.
 */
export function groupCommits({ database }: Store): <T>(work: () => T) => Promise<T> {
  let waiting: Write[] = [];

  function commit(): void {
    const group = waiting;
    waiting = [];
    let answers: (() => void)[];
    try {
      answers = transaction(database, () => group.map((write) => write.attempt()));
    } catch (error) {
      for (const { fail } of group) fail(error);
      return;
    }
    for (const answer of answers) answer();
  }

  return <T>(work: () => T) =>
    new Promise<T>((resolve, reject) => {
      const fail: Write['fail'] = reject;
      waiting.push({ attempt: () => attempt(database, work, resolve, fail), fail });
      if (waiting.length === 1) setImmediate(commit);
    });
}

function attempt<T>(
  database: DatabaseSync,
  work: () => T,
  succeed: (result: T) => void,
  fail: Write['fail'],
): () => void {
  database.exec('SAVEPOINT one');
  try {
    const result = work();
    database.exec('RELEASE one');
    return () => {
      succeed(result);
    };
  } catch (error) {
    if (isStoreError(error)) throw error;
    database.exec('ROLLBACK TO one; RELEASE one');
    return () => {
      fail(error);
    };
  }
}
