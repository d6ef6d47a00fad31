import type { Case, Violation } from '../case.js';
import type { Replay, SiteDay } from '../replay.js';

/** A change acts after 20 minutes at the earliest (docs/grid.md#the-flip). */
const earliestEffectMs = 20 * 60_000;

/**
 * Too many sites in commissioning at once. The journal shows no verdict, so this is a lower bound: no site
 * leaves commissioning before its change has an effect and the margin is over, unless it goes back. `flips` in order of happening.
 */
export function inCommissioning(
  { inventory, start }: Case,
  flips: readonly SiteDay[],
  { turns }: Replay,
): readonly Violation[] {
  const { limits, commissioning } = inventory.campaign;
  const shortestMs = earliestEffectMs + commissioning.margin_minutes * 60_000;
  const wentBack = (name: string, fromMs: number, toMs: number): boolean =>
    turns.some(
      ({ site, direction, atMs }) => site.name === name && direction === 'to old' && atMs >= fromMs && atMs <= toMs,
    );
  const over = (counted: readonly SiteDay[], rule: string, limit: number | null): readonly Violation[] =>
    counted.flatMap(({ site, atMs }, index) => {
      const already = counted.slice(0, index + 1);
      const there = already.filter(
        (other) => atMs < other.atMs + shortestMs && !wentBack(other.site.name, other.atMs, atMs),
      );
      if (limit === null || there.length <= limit) return [];
      const names = there.map((other) => other.site.name).join(', ');
      return [
        {
          rule,
          atMs,
          subject: site.name,
          sentence: `${there.length} sites were in commissioning at once, ${limit} are allowed: ${names}.`,
        },
      ];
    });
  const tier1 = flips.filter(({ site, queue }) => (site.tier ?? start.get(queue)?.tier_level) === 1);
  return [
    ...over(flips, 'in commissioning', limits.in_commissioning),
    ...over(tier1, 'Tier-1 in commissioning', limits.tier1_in_commissioning),
  ];
}
