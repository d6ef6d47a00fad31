import { daysLost } from '../../planning/turns/days-lost.js';
import { parties, turnsOf, type Happened, type Turn } from '../../planning/turns/turn.js';
import type { StatusModel, StatusSources } from './sources.js';

/** Whose turn it is, summed by party and site by site, the oldest first. */
export function turnsModel(
  { plan, situation }: Pick<StatusSources, 'plan' | 'situation'>,
  events: readonly Happened[],
): StatusModel['turns'] {
  const turns = [...turnsOf(plan.sites, situation, events)].sort(byAge);
  const lost = daysLost(events, turns, situation);
  return {
    parties: parties.map((party) => {
      const mine = turns.filter((turn) => turn.party === party);
      const oldest = mine.find(({ since }) => since !== null) ?? null;
      return {
        party,
        sites: mine.length,
        daysLost: lost.get(party) ?? 0,
        oldest: oldest && { site: oldest.site, days: oldest.days ?? 0 },
      };
    }),
    sites: turns,
  };
}

/** Those of which nobody knows since when come last. */
function byAge(one: Turn, other: Turn): number {
  return Date.parse(one.since ?? '9999-12-31') - Date.parse(other.since ?? '9999-12-31');
}
