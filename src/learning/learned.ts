import type { IsoDate } from '../model/dates.js';
import type { History, QueueHistory, StopLift } from '../model/history.js';
import type { LearningPolicy } from '../model/campaign.js';
import type { LineStop } from '../model/plan.js';
import { concentrations, type Concentration } from './concentration.js';
import { groupsOf, type ObservedSite } from './groups.js';
import { outcomeOfSite, verdictsByQueue, type SiteOutcome } from './site-outcomes.js';
import type { FaultClass } from '../model/facts/verdicts.js';
import { learningOrder } from './order.js';
import { learnRisk, type Risk } from './risk.js';
import { stopSentences } from './sentences.js';
import { traitsOf, type TraitSource } from './traits.js';

/** What learning is told of a site. */
export interface LearningSite extends TraitSource {
  readonly name: string;
  readonly slots: number;
  readonly queues: readonly (TraitSource['queues'][number] & {
    readonly name: string;
    readonly history: QueueHistory | null;
  })[];
}

/** Flips that wait, because a fault class concentrates on what their sites share. */
export interface Stop extends Omit<LineStop, 'held'> {
  readonly fault: FaultClass;
  /** The operator's word as it was noted. */
  readonly lifted: StopLift | null;
  /** All sites of the trait. */
  readonly sites: ReadonlySet<string>;
}

/** What the campaign has taught by now. Everything is worked out when it is asked for. */
export interface Learned {
  /** null: nothing is judged yet, or risk is switched off. */
  readonly riskOf: (site: string) => Risk | null;
  readonly stops: () => readonly Stop[];
  /** The first stop that holds a site. */
  readonly stopOf: (site: string) => Stop | null;
  /** Names of `waiting` in the order in which they teach soonest; `gone` go or went before. */
  readonly learningOrder: (waiting: readonly string[], gone: readonly string[]) => readonly string[];
}

/** Learns from the verdicts of a campaign, of its own sites alone. */
export function learn(sites: readonly LearningSite[], history: History, policy: LearningPolicy, day: IsoDate): Learned {
  const sample = once(() => sampleOf(sites, history));
  const hasVerdicts = history.verdicts.length > 0;
  const risk = once(() => learnRisk(sample().observed, sample().groups));
  const stops = once(() =>
    policy.stop_the_line === 'off' || !hasVerdicts
      ? []
      : concentrations(sample().observed, sample().groups).map((found) => stopOf(found, sites, sample(), history, day)),
  );
  return {
    riskOf: (site) => {
      if (policy.risk === 'off' || !hasVerdicts || !sample().isJudged) return null;
      const index = sample().indexOf.get(site);
      return index === undefined ? null : risk()(index);
    },
    stops,
    stopOf: (site) => stops().find(({ lifted, sites: held }) => lifted === null && held.has(site)) ?? null,
    learningOrder: (waiting, gone) => {
      const { indexOf, groups } = sample();
      const indices = (names: readonly string[]): readonly number[] => names.flatMap((name) => indexOf.get(name) ?? []);
      const slots = sites.map((site) => site.slots);
      return learningOrder(slots, indices(waiting), indices(gone), groups).flatMap((index) => sites[index]?.name ?? []);
    },
  };
}

interface Sample {
  readonly observed: readonly ObservedSite[];
  readonly groups: ReturnType<typeof groupsOf>;
  readonly indexOf: ReadonlyMap<string, number>;
  readonly isJudged: boolean;
}

function sampleOf(sites: readonly LearningSite[], history: History): Sample {
  const verdictsOf = verdictsByQueue(history);
  const observed = sites.map((site): ObservedSite => {
    const traits = traitsOf(site);
    const outcome = outcomeOfSite(site.queues, verdictsOf);
    return { name: site.name, traits, outcome: outcome && isPast(outcome, traits, history) ? null : outcome };
  });
  return {
    observed,
    groups: groupsOf(observed),
    indexOf: new Map(sites.map(({ name }, index) => [name, index])),
    isJudged: observed.some(({ outcome }) => outcome !== null),
  };
}

/** What was at fault at a trait of the site has been mended since its flip. */
function isPast({ flippedMs }: SiteOutcome, traits: ObservedSite['traits'], { lifts }: History): boolean {
  return lifts.some(({ trait, at, until }) => until === null && traits.has(trait) && flippedMs <= Date.parse(at));
}

function stopOf(
  found: Concentration,
  sites: readonly LearningSite[],
  { observed }: Sample,
  { lifts }: History,
  day: IsoDate,
): Stop {
  const { fault, group, eValue, needed } = found;
  const members = [...group.members];
  const flipped = members.filter((index) =>
    sites[index]?.queues.some(({ history }) => history?.pilot?.kind === 'flip'),
  );
  const lookCloser = flipped.flatMap((index) =>
    observed[index]?.outcome?.faults.has(fault) ? [] : (observed[index]?.name ?? []),
  );
  const lifted =
    lifts.findLast(({ trait, until }) => group.traits.includes(trait) && until !== null && until > day) ?? null;
  return {
    fault,
    traits: group.traits,
    with: found.with,
    without: found.without,
    eValue,
    needed,
    ...stopSentences(found, lifted),
    lifted,
    sites: new Set(members.flatMap((index) => observed[index]?.name ?? [])),
    lookCloser,
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
