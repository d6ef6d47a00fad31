/** What a store's connection offers for transactions. */
export interface Connection {
  readonly exec: (text: string) => Promise<void>;
  /** Begins a transaction that waits for all other writers. */
  readonly beginWrite: string;
  /** Begins a transaction that sees one state of the ledger throughout. */
  readonly beginRead: string;
  /** Everything is carried out in the order in which it is asked for: nothing has to wait until what comes before is answered. */
  readonly keepsOrder: boolean;
  /** Resolves when all changes that were sent have been made. */
  readonly sent: () => Promise<unknown>;
  /** An error of the database itself, not of this program. */
  readonly isStoreError: (error: unknown) => boolean;
}

export interface Transactions {
  readonly read: <T>(work: () => Promise<T>) => Promise<T>;
  readonly write: <T>(work: () => Promise<T>) => Promise<T>;
  /** Runs work of any kind when nothing else uses the connection. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>;
}

interface Write {
  /** Does the work within the open transaction; the answer is given after its commit. */
  readonly attempt: (isOneOfMany: boolean) => Promise<() => void>;
  readonly fail: (error: unknown) => void;
}

/**
 * Transactions on one connection, one after the other. All writes that arrive before theirs begins
 * share it: the sync to disk is what costs. Each stands on its own: one that throws takes back only
 * itself, unless the store fails, which fails all.
 */
export function transactionsOn(connection: Connection): Transactions {
  let last: Promise<unknown> = Promise.resolve();
  let waiting: Write[] = [];

  function alone<T>(work: () => Promise<T>): Promise<T> {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  }

  async function commitGroup(): Promise<void> {
    const group = waiting;
    waiting = [];
    let answers: (() => void)[];
    try {
      answers = await within(connection, connection.beginWrite, async () => {
        const made: (() => void)[] = [];
        for (const write of group) made.push(await write.attempt(group.length > 1));
        return made;
      });
    } catch (error) {
      for (const { fail } of group) fail(error);
      return;
    }
    for (const answer of answers) answer();
  }

  return {
    alone,
    read: (work) => alone(() => within(connection, connection.beginRead, work)),
    write: <T>(work: () => Promise<T>) =>
      new Promise<T>((resolve, reject) => {
        waiting.push({
          attempt: (isOneOfMany) => attempt(connection, isOneOfMany, work, resolve, reject),
          fail: reject,
        });
        if (waiting.length > 1) return;
        void alone(async () => {
          await turn();
          await commitGroup();
        });
      }),
  };
}

/** Does work within one transaction on a connection that nothing else uses. */
export async function within<T>(
  { exec, keepsOrder, sent }: Pick<Connection, 'exec' | 'keepsOrder' | 'sent'>,
  begin: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    // Within the try: where the lock is not had in time, the transaction has begun all the same.
    const begun = exec(begin);
    if (!keepsOrder) await begun;
    const [, result] = await together([begun, work()]);
    await together([sent(), exec('COMMIT')]);
    return result;
  } catch (error) {
    // A full disk or a lost connection ends the transaction by itself; what went wrong is the first error.
    const first = await sent().then(
      () => error,
      (cause: unknown) => cause,
    );
    await exec('ROLLBACK').catch(() => undefined);
    throw first;
  }
}

/** Waits for all of them, and then throws the first error: what is still asked for would reach the next transaction. */
export async function together<T extends readonly unknown[]>(
  all: readonly [...T],
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(all);
  return Promise.all(all);
}

async function attempt<T>(
  { exec, isStoreError, sent }: Connection,
  isOneOfMany: boolean,
  work: () => Promise<T>,
  succeed: (result: T) => void,
  fail: (error: unknown) => void,
): Promise<() => void> {
  if (isOneOfMany) await exec('SAVEPOINT one');
  try {
    const result = await work();
    if (isOneOfMany) await exec('RELEASE SAVEPOINT one');
    return () => {
      succeed(result);
    };
  } catch (error) {
    if (isStoreError(error) || !isOneOfMany) throw error;
    // What it has sent is taken back with it, whether it failed or not.
    await sent().catch(() => undefined);
    await exec('ROLLBACK TO SAVEPOINT one');
    await exec('RELEASE SAVEPOINT one');
    return () => {
      fail(error);
    };
  }
}

/** The rest of this turn of the event loop, in which more writes may arrive. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Changes that were sent, until somebody asks what became of them. */
export function sentChanges(): {
  readonly add: (change: Promise<unknown>) => void;
  readonly sent: () => Promise<unknown>;
} {
  let changes: Promise<unknown>[] = [];
  return {
    add: (change) => {
      // What fails is heard at the commit.
      change.catch(() => undefined);
      changes.push(change);
    },
    sent: () => {
      const all = Promise.all(changes);
      changes = [];
      return all;
    },
  };
}
