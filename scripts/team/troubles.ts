import pg from 'pg';
import type { Random } from '../../src/model/random.js';
import type { TeamPlace } from './place.js';

/** What has been done to a team so far. */
export interface Troubles {
  killed: number;
  cut: number;
  crashes: number;
  /** Rules that others set or took away. */
  foreign: number;
  /** Queues that others had their hands on. */
  readonly touched: Set<string>;
}

export function noTroubles(): Troubles {
  return { killed: 0, cut: 0, crashes: 0, foreign: 0, touched: new Set() };
}

/** For the whole campaign one request in twenty goes wrong, each in one of these ways. */
const faults = [
  { kind: 'status', status: 503, on: { effect: 'read' }, probability: 0.03 },
  { kind: 'cut', on: { effect: 'read' }, probability: 0.02 },
  { kind: 'timeout', when: 'after', on: { effect: 'write' }, probability: 0.02 },
  { kind: 'reset', when: 'before', on: { effect: 'write' }, probability: 0.02 },
  { kind: 'late', afterSeconds: 300, on: { effect: 'write' }, probability: 0.01 },
];

export async function misbehave(place: TeamPlace): Promise<void> {
  await place.order(
    'faults',
    faults.map((fault) => ({ ...fault, count: 1_000_000_000 })),
  );
}

const agents = [
  { by: 'HammerCloud', probe: 'hammercloud', values: ['TEST', 'ONLINE', null] },
  { by: 'Switcher', probe: 'switcher', values: ['OFFLINE', 'BROKEROFF', null] },
] as const;

/** HammerCloud and Switcher set rules of theirs, some of which end by themselves, and take them away. */
export async function meddle(place: TeamPlace, troubles: Troubles, { random, nowMs, edits }: Meddling): Promise<void> {
  const queues = [...place.records().keys()];
  for (let edit = 0; edit < edits; edit++) {
    const queue = pick(queues, random);
    const { by, probe, values } = pick(agents, random);
    const value = pick(values, random);
    const hours = Math.floor(random() * 20);
    const ends = random() < 0.5 ? new Date(nowMs + (24 + 72 * random()) * hourMs).toISOString() : null;
    await place.order('edit', {
      edit: 'rule',
      queue,
      probe,
      value,
      reason: `${by} of day`,
      expiration: value === null ? null : ends,
      by,
      ...(hours > 0 && { at: new Date(nowMs + hours * hourMs).toISOString() }),
    });
    troubles.touched.add(queue);
    troubles.foreign++;
  }
}

interface Meddling {
  readonly random: Random;
  readonly nowMs: number;
  readonly edits: number;
}

const hourMs = 3_600_000;

function pick<T>(list: readonly T[], random: Random): T {
  const one = list[Math.floor(random() * list.length)];
  if (one === undefined) throw new Error('nothing to choose from');
  return one;
}

/** Ends every connection of the program to the database, from the server's side, once there are any. */
export async function cutConnections(database: string): Promise<number> {
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  try {
    for (let look = 0; look < 50; look++) {
      const { rowCount } = await client.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'migrate%' AND pid <> pg_backend_pid()",
      );
      if (rowCount !== null && rowCount > 0) return rowCount;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    return 0;
  } finally {
    await client.end();
  }
}
