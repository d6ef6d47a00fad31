import { dayNumber } from '../../model/dates.js';
import { memoised } from '../../model/memoised.js';
import { isMigrated, type SiteFacts, type Situation } from '../situation.js';

/**
 * The order in which sites go (docs/waves.md#order): begun ones first, then canaries, the operators'
 * list, the date each became ready, small before large, and the name.
 */
export function inOrder(
  sites: readonly SiteFacts[],
  situation: Situation,
  begun: ReadonlySet<string> = new Set(),
): readonly SiteFacts[] {
  const { campaign } = situation.inventory;
  const listed = new Map(
    [...(campaign.ramp?.canaries ?? []), ...campaign.order].reverse().map((name, index) => [name, -index - 1]),
  );
  const dayOf = memoised(dayNumber);
  const keyed = sites.map((facts) => ({
    facts,
    place: begun.has(facts.name) ? Number.NEGATIVE_INFINITY : (listed.get(facts.name) ?? 0),
    ready: readyDay(facts, dayOf),
  }));
  keyed.sort(
    (one, other) =>
      compareNumbers(one.place, other.place) ||
      compareNumbers(one.ready, other.ready) ||
      one.facts.slots - other.facts.slots ||
      compareTexts(one.facts.name, other.facts.name),
  );
  return keyed.map(({ facts }) => facts);
}

/** The day from which the site could go, as far as people wrote it down; -Infinity where they did not. */
function readyDay({ site }: SiteFacts, dayOf: (date: string) => number): number {
  const { ready_on: ready, os } = site;
  return Math.max(ready === null ? -Infinity : dayOf(ready), os?.on == null ? -Infinity : dayOf(os.on));
}

function compareNumbers(one: number, other: number): number {
  return one === other ? 0 : one - other;
}

function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/**
 * `learning.order: learn`: begun sites, canaries and the operators' list as ever, then small sites with traits that
 * too few have shown, then the rest, small before large.
 */
export function inLearningOrder(
  sites: readonly SiteFacts[],
  situation: Situation,
  begun: ReadonlySet<string>,
): readonly SiteFacts[] {
  const { campaign } = situation.inventory;
  const listed = new Set([...begun, ...(campaign.ramp?.canaries ?? []), ...campaign.order]);
  const ordered = inOrder(sites, situation, begun);
  const first = ordered.filter(({ name }) => listed.has(name));
  const namesOf = (some: readonly SiteFacts[]): readonly string[] => some.map(({ name }) => name);
  const waiting = new Set(sites);
  const gone = situation.sites.filter((site) => !waiting.has(site) && site.queues.some(isMigrated));
  const others = situation.learned.learningOrder(
    namesOf(ordered.filter(({ name }) => !listed.has(name))),
    namesOf([...gone, ...first]),
  );
  return [...first, ...others.flatMap((name) => situation.siteOf.get(name) ?? [])];
}
