import type { Random } from '../../model/random.js';
import { at, bindingRule, nowhere, ownRule, put, restore, siteAt, take, type Board, type Rule } from '../board.js';
import { exhausted, type Effort } from './effort.js';
import { windows, type Windows } from '../windows.js';

/**
 * Guided ejection search (Nagata and Bräysy 2009): sites without a day are put on the day where they
 * push out those that have been easiest to place so far; what they push out waits in their stead.
 * Random moves in between keep it from going round in circles (without `random`, none are made: fewer
 * sites move). True when all of `sorted` have a day by
 * `end`; else the board is as before. Spends effort down to `keep`.
 */
export function squeeze(
  board: Board,
  sorted: readonly number[],
  end: number,
  effort: Effort,
  keep: number,
  random: Random | null,
): boolean {
  const before = Int32Array.from(board.dayOf);
  const limits = windows(board, sorted, end);
  if (sorted.some((site) => at(limits.first, site) > at(limits.last, site))) return false;
  const trouble = new Int32Array(board.sites.length).fill(1);
  const waiting: number[] = [];
  for (let k = sorted.length - 1; k >= 0; k--) {
    const site = sorted[k] ?? 0;
    const day = at(board.dayOf, site);
    if (day === nowhere || day > at(limits.last, site)) {
      if (day !== nowhere) take(board, site);
      waiting.push(site);
    }
  }
  for (let site = waiting.pop(); site !== undefined; site = waiting.pop()) {
    if (exhausted(effort, keep)) {
      restore(board, before);
      return false;
    }
    effort.left -= 1;
    const day = tightestDay(board, site, limits);
    if (day !== nowhere) {
      put(board, site, day);
      continue;
    }
    trouble[site] = at(trouble, site) + 1;
    const cheapest = cheapestEjection(board, site, limits, trouble);
    if (cheapest === null) {
      restore(board, before);
      return false;
    }
    for (const other of cheapest.out) {
      take(board, other);
      waiting.push(other);
    }
    put(board, site, cheapest.day);
    if (random) for (let k = 0; k < shakes; k++) shake(board, sorted, limits, random);
  }
  return true;
}

const shakes = 10;

/** Moves a random site to a random day of its own, if it can go there. */
function shake(board: Board, sorted: readonly number[], { first, last }: Windows, random: Random): void {
  const site = sorted[Math.floor(random() * sorted.length)] ?? 0;
  const day = at(board.dayOf, site);
  if (day === nowhere || siteAt(board, site).pinned !== null) return;
  const from = at(first, site);
  const target = from + Math.floor(random() * (at(last, site) - from + 1));
  if (target === day || ownRule(board, site, target) !== null) return;
  take(board, site);
  put(board, site, bindingRule(board, site, target) === null ? target : day);
}

/** Of the days a site can have as the board stands, the one it fills best. */
function tightestDay(board: Board, site: number, { first, last }: Windows): number {
  let best = nowhere;
  let leastLeft = Infinity;
  for (let day = at(first, site); day <= at(last, site); day++) {
    const left = at(board.room.slots, day) === Infinity ? at(board.room.sites, day) : at(board.room.slots, day);
    if (left < leastLeft && bindingRule(board, site, day) === null) {
      best = day;
      leastLeft = left;
    }
  }
  return best;
}

interface Ejection {
  readonly day: number;
  readonly out: readonly number[];
  readonly cost: number;
}

function cheapestEjection(board: Board, site: number, { first, last }: Windows, trouble: Int32Array): Ejection | null {
  const found: Ejection[] = [];
  for (let day = at(first, site); day <= at(last, site); day++) {
    if (ownRule(board, site, day) !== null) continue;
    const cheaper = ejection(board, site, day, trouble, found[0]?.cost ?? Infinity);
    if (cheaper) found[0] = cheaper;
  }
  return found[0] ?? null;
}

/** Sites that must leave for `site` to have `day`, cheaply; null if they cost `most` or more. */
function ejection(board: Board, site: number, day: number, trouble: Int32Array, most: number): Ejection | null {
  const out: { readonly other: number; readonly from: number }[] = [];
  let cost = 0;
  for (let rule = bindingRule(board, site, day); rule !== null && cost < most; rule = bindingRule(board, site, day)) {
    const other = holder(board, site, day, rule, trouble);
    cost += other === nowhere ? Infinity : at(trouble, other);
    if (other === nowhere) break;
    out.push({ other, from: take(board, other) });
  }
  for (const { other, from } of out) put(board, other, from);
  return cost < most ? { day, out: out.map(({ other }) => other), cost } : null;
}

/** Whom to push out so that a rule no longer hinders `site` on `day`: best one whose leaving is enough, else the easiest. */
function holder(board: Board, site: number, day: number, rule: Rule, trouble: Int32Array): number {
  let best: number = nowhere;
  let least = Infinity;
  for (const other of holders(board, site, day, rule)) {
    if (siteAt(board, other).pinned !== null) continue;
    const otherDay = take(board, other);
    const cost = at(trouble, other) + (bindingRule(board, site, day) === null ? 0 : notEnough);
    put(board, other, otherDay);
    if (cost < least || (cost === least && other > best)) {
      best = other;
      least = cost;
    }
  }
  return best;
}

const notEnough = 1e6;

function holders(board: Board, site: number, day: number, rule: Rule): readonly number[] {
  if (rule === 'after') return (board.before[site] ?? []).filter((other) => at(board.dayOf, other) >= day);
  if (rule === 'behind')
    return (board.behind[site] ?? []).filter(
      (other) => at(board.dayOf, other) !== nowhere && at(board.dayOf, other) <= day,
    );
  if (rule !== 'tier1' && rule !== 'commissioning') return [...(board.sitesOn[day] ?? [])];
  const from = at(board.workingDay, day) - board.stay;
  const until = at(board.workingDay, day) + board.stay;
  const together: number[] = [];
  for (let d = day; d >= 0 && at(board.workingDay, d) > from; d--) together.push(...(board.sitesOn[d] ?? []));
  for (let d = day + 1; d < board.days && at(board.workingDay, d) < until; d++)
    together.push(...(board.sitesOn[d] ?? []));
  return rule === 'tier1' ? together.filter((other) => siteAt(board, other).tier1) : together;
}
