import type { SiteFacts, Situation } from './situation.js';

/**
 * The order in which sites go (DESIGN section 7): begun ones first, then canaries, the operators'
 * list, the date each became ready, small before large, and the name.
 */
export function inOrder(sites: readonly SiteFacts[], situation: Situation, begun: ReadonlySet<string> = new Set()): readonly SiteFacts[] {
  const { campaign } = situation.inventory;
  const listed = new Map([...(campaign.ramp?.canaries ?? []), ...campaign.order].reverse().map((name, index) => [name, -index - 1]));
  const keyed = sites.map((facts) => ({
    facts,
    place: begun.has(facts.name) ? Number.NEGATIVE_INFINITY : (listed.get(facts.name) ?? 0),
    ready: readyDate(facts),
  }));
  keyed.sort(
    (one, other) =>
      comparePlaces(one.place, other.place) ||
      compareTexts(one.ready, other.ready) ||
      one.facts.slots - other.facts.slots ||
      compareTexts(one.facts.name, other.facts.name),
  );
  return keyed.map(({ facts }) => facts);
}

/** The day from which the site could go, as far as people wrote it down; `''` where they did not. */
function readyDate({ site }: SiteFacts): string {
  const ready = site.ready_on ?? '';
  const os = site.os?.on ?? '';
  return ready > os ? ready : os;
}

function comparePlaces(one: number, other: number): number {
  return one === other ? 0 : one - other;
}

function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
