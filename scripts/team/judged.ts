import type { Claim } from '../../src/model/operation.js';
import { referee } from '../../src/referee/referee.js';
import type { Result } from '../../src/report/results/results.js';
import type { TeamPlace } from './place.js';
import { isFailurePool } from '../../src/model/keys/pools.js';

type Events = Result<'history'>['events'];

/** What is wrong with a campaign by its ledger and the world's own journal; empty: nothing. */
export function problemsOf(place: TeamPlace, events: Events): readonly string[] {
  const done = events.filter(({ what, detail }) => what === 'settled' && detail['outcome'] === 'done');
  const keys = done.flatMap(({ key }) => (key === null ? [] : [key]));
  if (keys.length === 0) return ['nothing was done at all'];
  const twice = keys.filter((key, at) => keys.indexOf(key) !== at).map((key) => `${key} ended done twice`);
  const { violations } = referee(place.facts(keys));
  return [...twice, ...violations.map(({ rule, sentence }) => `${rule}: ${sentence}`), ...brokenBudgets(events)];
}

/** Of the ledger as it stands: its chain, and its tables against its events. */
export async function ledgerProblems({ json }: TeamPlace): Promise<readonly string[]> {
  const { brokenAt, differences } = await json<Result<'ledger-verify'>>('carl', ['ledger', 'verify']);
  return [...(brokenAt === null ? [] : [`the chain breaks at event ${String(brokenAt)}`]), ...(differences ?? [])];
}

/** Counts anew, event by event, the queues of each budget that failed or are in flight. */
function brokenBudgets(events: Events): readonly string[] {
  const held = new Map<string, Set<string>>();
  const claimsOf = new Map<string, readonly Claim[]>();
  const broken: string[] = [];
  for (const { what, key, detail } of events) {
    if (key === null) continue;
    if (what === 'intended') {
      const { operation } = (detail as { record: { operation: { claims: readonly Claim[] } } }).record;
      const claims = operation.claims.filter(({ pool }) => isFailurePool(pool));
      claimsOf.set(key, claims);
      for (const { pool, member, limit } of claims) {
        const members = held.get(pool) ?? new Set();
        held.set(pool, members.add(member));
        if (members.size > limit)
          broken.push(
            `budget: ${String(members.size)} of ${pool} failed or in flight at once, ${String(limit)} allowed`,
          );
      }
    } else if (what === 'settled' && !['failed', 'refused', 'conflict'].includes(String(detail['outcome'])))
      for (const { pool, member } of claimsOf.get(key) ?? []) held.get(pool)?.delete(member);
  }
  return broken;
}

/** Queues that nobody else had their hands on and that stand otherwise than in the run without troubles. */
export function differences(
  calm: ReturnType<TeamPlace['records']>,
  troubled: ReturnType<TeamPlace['records']>,
  left: ReadonlySet<string>,
): readonly string[] {
  return [...calm].flatMap(([queue, record]) => {
    if (left.has(queue)) return [];
    const other = troubled.get(queue) ?? {};
    return Object.entries(record)
      .map(([field, value]) => ({ field, calmly: show(value), here: show(other[field]) }))
      .filter(({ field, calmly, here }) => !timeOfChange.has(field) && calmly !== here)
      .map(({ field, calmly, here }) => `${queue}: ${field} is ${here}, and ${calmly} where nothing went wrong`);
  });
}

const timeOfChange: ReadonlySet<string> = new Set(['last_modified', 'lastmod']);

/** What was done late says so in its comment. */
function show(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value).replace(/, \d+ days? late/, '');
}
