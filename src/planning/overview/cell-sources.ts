import { instant, type Instant } from '../../model/dates.js';
import type { SitePlan } from '../../model/plan.js';
import { names } from '../../model/text/sentences.js';
import { overdueVerdicts } from '../verdicts/overdue.js';
import type { SiteFacts, Situation } from '../situation.js';

/** Where one cell of a board comes from. */
export interface CellSource {
  readonly source: 'catalogue' | 'helpdesk' | 'ledger' | 'inventory' | 'plan';
  /** When the source was read. */
  readonly readAt: Instant;
  /** Since when it says so; null: it does not tell. */
  readonly since: Instant | null;
  /** Why it may no longer be so; null: it is fresh. */
  readonly stale: string | null;
}

/** The cells of a site's row, by name (docs/operations.md#where-a-cell-comes-from). */
export type SiteSources = Readonly<Record<'cloud' | 'tier' | 'stage' | 'day' | 'request' | 'containers', CellSource>>;

/** Returns where each cell of a site comes from. `overdue`: sites with an overdue verdict. */
export function siteSources(
  { stage, request }: Pick<SitePlan, 'stage' | 'request'>,
  facts: SiteFacts,
  { nowMs, requests }: Pick<Situation, 'nowMs' | 'requests'>,
  overdue: ReadonlySet<string>,
): SiteSources {
  const now = instant(nowMs);
  const fresh = (source: CellSource['source'], since: Instant | null = null): CellSource => ({
    source,
    readAt: now,
    since,
    stale: null,
  });
  const catalogue = ofCatalogue(facts, now);
  const flippedAt = latest(facts.queues.map(({ history }) => history?.pilot?.at ?? null));
  const ledger = {
    ...fresh('ledger', flippedAt),
    stale: overdue.has(facts.name) ? 'nobody has looked at its jobs since the verdict was due' : null,
  };
  return {
    cloud: fresh(facts.site.cloud === null ? 'catalogue' : 'inventory'),
    tier: fresh(facts.site.tier === null ? 'catalogue' : 'inventory'),
    stage: stage === 'commissioning' || stage === 'rolledBack' ? ledger : catalogue,
    day: fresh('plan'),
    request: ofRequest(facts.name, request.since ?? null, requests, now),
    containers: catalogue,
  };
}

/** Sites whose verdict nobody has given in time. */
export function overdueSites(situation: Situation): ReadonlySet<string> {
  return new Set(overdueVerdicts(situation).map(({ site }) => site));
}

function ofCatalogue({ queues }: SiteFacts, readAt: Instant): CellSource {
  const unknown = queues.flatMap(({ name, record }) => (record === null ? [name] : []));
  return {
    source: 'catalogue',
    readAt,
    since: latest(queues.map(({ record }) => record?.last_modified ?? null)),
    stale: unknown.length === 0 ? null : `the catalogue does not know ${names(unknown)}`,
  };
}

/** What the helpdesk said, or, where it is silent, what the ledger remembers of it. */
function ofRequest(
  site: string,
  since: Instant | null,
  { unread, unreadable }: Situation['requests'],
  readAt: Instant,
): CellSource {
  const why = unread ? 'the helpdesk could not be read' : (unreadable.get(site) ?? null);
  return { source: why === null ? 'helpdesk' : 'ledger', readAt, since, stale: why };
}

function latest(moments: readonly (Instant | null)[]): Instant | null {
  const known = moments.filter((moment) => moment !== null && moment !== '');
  return known.reduce((one, other) => (one !== null && other !== null && one > other ? one : other), null);
}
