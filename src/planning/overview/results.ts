import { takenSentence, whyIdle } from './idle.js';
import type { Instant, IsoDate } from '../../model/dates.js';
import { grouped } from '../../model/grouped.js';
import { stepOfKey, templateOfStep } from '../../model/keys/operation-keys.js';
import type { Operation, OperationKind } from '../../model/operation.js';
import type { Plan, RetirementView, SitePlan } from '../../model/plan.js';

/** What belongs together when an operator looks at one track only. */
export type Track = 'pilot' | 'containers' | 'retirement';

interface NextEntry extends Pick<SitePlan, 'site' | 'stage' | 'request' | 'reason' | 'date' | 'risk'> {
  readonly operations: readonly Operation[];
}

/** Result of `next` (contract: docs/operations.md#results). */
export interface NextResult extends Pick<Plan, 'campaign' | 'asOf' | 'operations' | 'stops' | 'overdue' | 'window'> {
  /** `operations` are today's of these sites alone. */
  readonly next: readonly NextEntry[];
  /** Why there is nothing to do; empty where there is something. */
  readonly idle: readonly string[];
  /** Who has a place in today's pace, as sentences; empty: nobody. */
  readonly taken: readonly string[];
}

/** Which part of a plan is looked at; what is absent does not narrow. */
export interface Selection {
  readonly sites?: ReadonlySet<string>;
  readonly track?: Track;
  /** Sites with work due at most. */
  readonly count?: number;
}

/** Result of `brokeroff` (contract: docs/operations.md#results). */
export interface BrokeroffResult extends Pick<Plan, 'campaign' | 'asOf'> {
  readonly date: IsoDate;
  readonly queues: readonly BrokeroffQueue[];
}

type BrokeroffQueue = Pick<
  RetirementView,
  'queue' | 'site' | 'on' | 'status' | 'alone' | 'reason' | 'data' | 'warnings'
> & {
  /** When its site was told of it. */
  readonly told?: Instant;
};

/** A notice belongs to the track of the change that it tells of. */
export function trackOf({ kind, key }: Operation): Track {
  const template = kind === 'request' ? templateOfStep(stepOfKey(key)) : kind;
  return Object.hasOwn(tracks, template) ? tracks[template as OperationKind] : tracks[kind];
}

const tracks: Readonly<Record<OperationKind, Track>> = {
  flip: 'pilot',
  rollback: 'pilot',
  request: 'pilot',
  'containers-off': 'containers',
  'containers-on': 'containers',
  brokeroff: 'retirement',
  off: 'retirement',
  online: 'retirement',
};

/** What does not wait for a wave: remedies, and flips that were begun. */
const urgentKinds: ReadonlySet<OperationKind> = new Set(['flip', 'rollback', 'containers-off']);

/** What comes next, site by site: remedies and what is open, the waves in their order, then the other tracks of today. */
export function nextResult(plan: Plan, selection: Selection = {}): NextResult {
  const wanted = plan.operations.filter(
    (operation) => selection.track === undefined || trackOf(operation) === selection.track,
  );
  const operationsOf = grouped(wanted, ({ site }) => site);
  const planned =
    selection.track === undefined || selection.track === 'pilot' ? plan.waves.flatMap(({ sites }) => sites) : [];
  const inWave = new Set(planned);
  const urgent = wanted.filter(({ kind, site }) => urgentKinds.has(kind) && !inWave.has(site));
  const order = new Set([...urgent.map(({ site }) => site), ...planned, ...operationsOf.keys()]);
  const siteOf = new Map(plan.sites.map((site) => [site.site, site]));
  const listed = [...order].filter((site) => selection.sites?.has(site) ?? true);
  const chosen = selection.count === undefined ? listed : withWork(listed, operationsOf, selection.count);
  const next = chosen.map((site) => nextEntry(site, siteOf.get(site), operationsOf.get(site) ?? []));
  const shown = new Set(chosen);
  const operations = wanted.filter(({ site }) => shown.has(site));
  const idle = operations.length > 0 ? [] : whyIdle(plan, selection.sites ?? null);
  return {
    campaign: plan.campaign,
    asOf: plan.asOf,
    next,
    operations,
    idle,
    taken: takenSentence(plan),
    stops: plan.stops,
    overdue: plan.overdue,
    window: plan.window,
  };
}

/** So many sites with work due; where there is none, the first that come. */
function withWork(
  listed: readonly string[],
  operationsOf: ReadonlyMap<string, readonly Operation[]>,
  most: number,
): readonly string[] {
  const due = listed.filter((site) => operationsOf.has(site));
  return (due.length > 0 ? due : listed).slice(0, most);
}

/** Without a wave the reason is that of its operations, unless it was rolled back: that is the news of it. A site that the inventory does not list has nothing but a queue that retires. */
function nextEntry(site: string, known: SitePlan | undefined, operations: readonly Operation[]): NextEntry {
  const { stage = 'leaving', request = { state: 'none' } as const, date = null, reason = '' } = known ?? {};
  return {
    site,
    stage,
    request,
    reason: date === null && stage !== 'rolledBack' ? (operations[0]?.reason ?? reason) : reason,
    date,
    operations,
    ...(known?.risk && { risk: known.risk }),
  };
}

/** The retirements of a batch that are still to do: those without a date, and those dated up to `date`. */
export function brokeroffResult(
  plan: Pick<Plan, 'campaign' | 'asOf'>,
  retirements: readonly RetirementView[],
  date: IsoDate,
  toldAt: (site: string) => Instant | undefined = () => undefined,
): BrokeroffResult {
  const batch = retirements.filter(
    ({ on, state }) =>
      (on === null || on <= date) && (state === 'due' || state === 'scheduled' || state === 'unknown queue'),
  );
  const queues = batch.map(({ queue, site, on, status, alone, reason, data, warnings }) => {
    const told = site === null ? undefined : toldAt(site);
    return {
      queue,
      site,
      on,
      status,
      alone,
      reason,
      ...(data === undefined ? {} : { data }),
      ...(told === undefined ? {} : { told }),
      warnings,
    };
  });
  return { campaign: plan.campaign, asOf: plan.asOf, date, queues };
}
