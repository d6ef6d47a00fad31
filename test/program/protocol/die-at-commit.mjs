// Preloaded into the program (`node --import`): sends this process a signal at one commit of its
// ledger. DIE_AT is `SIGNAL before|after EVENT KEY`, e.g. `SIGKILL after acting pilot2/A_1/flip#0`, or
// `SIGNAL before|after EVENT|EVENT… * COUNT`: at the first commit of such events, or after that of so many. Of a note,
// which has no key, KEY is a part of its detail, e.g. `"state":"sent"`.
import { createRequire } from 'node:module';

const [signal, when, what, key, count = '1'] = (process.env.DIE_AT ?? '').split(' ');
let left = when === 'after' ? Number(count) : 1;
let due = false;

function mortal(DatabaseSync) {
  return class extends DatabaseSync {
    prepare(sql) {
      const statement = super.prepare(sql);
      if (!sql.startsWith('INSERT INTO events')) return statement;
      const run = statement.run.bind(statement);
      const noticed = (...values) => {
        if (
          what.split('|').some((event) => values.includes(event)) &&
          (key === '*' || values.includes(key) || holds(values, key))
        )
          due = --left <= 0;
        return run(...values);
      };
      return Object.defineProperty(statement, 'run', { value: noticed });
    }

    exec(sql) {
      const last = due && sql === 'COMMIT';
      if (last && when === 'before') process.kill(process.pid, signal);
      super.exec(sql);
      if (!last) return;
      due = false;
      if (when === 'after') process.kill(process.pid, signal);
    }
  };
}

function holds(values, part) {
  return part.startsWith('"') && values.some((value) => typeof value === 'string' && value.includes(part));
}

const builtIn = process.getBuiltinModule?.('node:sqlite');
if (builtIn) {
  builtIn.DatabaseSync = mortal(builtIn.DatabaseSync);
} else {
  const require = createRequire(import.meta.url);
  const sqlite = require('@photostructure/sqlite');
  require.cache[require.resolve('@photostructure/sqlite')].exports = {
    ...sqlite,
    DatabaseSync: mortal(sqlite.DatabaseSync),
  };
}
