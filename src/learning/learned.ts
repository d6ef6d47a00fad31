import type { IsoDate } from '../model/dates.js';
import type { History, QueueHistory, StopLift } from '../model/history.js';
import type { LearningPolicy } from '../model/inventory.js';
import { concentrations, type Concentration } from './concentration.js';
import { groupsOf, type Counts, type Pupil } from './groups.js';
import { lessonOf, verdictsByQueue, type FaultClass, type Lesson } from './lessons.js';
import { teachingOrder } from './order.js';
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
export interface Stop {
  readonly fault: FaultClass;
  /** Names; several where the same sites have them all. */
  readonly traits: readonly string[];
  readonly with: Counts;
  readonly without: Counts;
  readonly eValue: number;
  readonly needed: number;
  readonly reason: string;
  /** What ends it. */
  readonly ends: string;
  /** An operator's word under which the sites go on for the time being; null: they are held. */
  readonly lifted: StopLift | null;
  /** All sites of the trait. */
  readonly sites: ReadonlySet<string>;
  /** Flipped sites of the trait that have not shown the fault: to be looked at more closely. */
  readonly lookCloser: readonly string[];
}

/** What the campaign has taught by now. Everything is worked out when it is asked for. */
export interface Learned {
  /** null: nothing is judged yet, or risk is switched off. */
  readonly riskOf: (site: string) => Risk | null;
  readonly stops: () => readonly Stop[];
  /** The first stop that holds a site. */
  readonly stopOf: (site: string) => Stop | null;
  /** Names of `waiting` in the order in which they teach soonest; `gone` go or went before. */
  readonly teachingOrder: (waiting: readonly string[], gone: readonly string[]) => readonly string[];
}

/** Learns from the verdicts of a campaign, of its own sites alone. */
export function learn(sites: readonly LearningSite[], history: History, policy: LearningPolicy, day: IsoDate): Learned {
  const school = once(() => schoolOf(sites, history));
  const isTaught = history.verdicts.length > 0;
  const risk = once(() => learnRisk(school().pupils, school().groups));
  const stops = once(() =>
    policy.stop_the_line === 'off' || !isTaught
      ? []
      : concentrations(school().pupils, school().groups).map((found) => stopOf(found, sites, school(), history, day)),
  );
  return {
    riskOf: (site) => {
      if (policy.risk === 'off' || !isTaught || !school().isJudged) return null;
      const index = school().indexOf.get(site);
      return index === undefined ? null : risk()(index);
    },
    stops,
    stopOf: (site) => stops().find(({ lifted, sites: held }) => lifted === null && held.has(site)) ?? null,
    teachingOrder: (waiting, gone) => {
      const { indexOf, groups } = school();
      const indices = (names: readonly string[]): readonly number[] => names.flatMap((name) => indexOf.get(name) ?? []);
      const slots = sites.map((site) => site.slots);
      return teachingOrder(slots, indices(waiting), indices(gone), groups).flatMap((index) => sites[index]?.name ?? []);
    },
  };
}

interface School {
  readonly pupils: readonly Pupil[];
  readonly groups: ReturnType<typeof groupsOf>;
  readonly indexOf: ReadonlyMap<string, number>;
  readonly isJudged: boolean;
}

function schoolOf(sites: readonly LearningSite[], history: History): School {
  const verdictsOf = verdictsByQueue(history);
  const pupils = sites.map((site): Pupil => {
    const traits = traitsOf(site);
    const lesson = lessonOf(site.queues, verdictsOf);
    return { name: site.name, traits, lesson: lesson && isPast(lesson, traits, history) ? null : lesson };
  });
  return {
    pupils,
    groups: groupsOf(pupils),
    indexOf: new Map(sites.map(({ name }, index) => [name, index])),
    isJudged: pupils.some(({ lesson }) => lesson !== null),
  };
}

/** What was at fault at a trait of the site has been mended since its flip. */
function isPast({ flippedMs }: Lesson, traits: Pupil['traits'], { lifts }: History): boolean {
  return lifts.some(({ trait, at, until }) => until === null && traits.has(trait) && flippedMs <= Date.parse(at));
}

function stopOf(
  found: Concentration,
  sites: readonly LearningSite[],
  { pupils }: School,
  { lifts }: History,
  day: IsoDate,
): Stop {
  const { fault, group, eValue, needed } = found;
  const members = [...group.members];
  const flipped = members.filter((index) =>
    sites[index]?.queues.some(({ history }) => history?.pilot?.kind === 'flip'),
  );
  const lookCloser = flipped.flatMap((index) =>
    pupils[index]?.lesson?.faults.has(fault) ? [] : (pupils[index]?.name ?? []),
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
    sites: new Set(members.flatMap((index) => pupils[index]?.name ?? [])),
    lookCloser,
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
