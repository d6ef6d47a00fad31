import { at, firstAfter, nowhere, ownRule, sharedRule, siteAt, type Board, type Rule } from '../board.js';
import { count } from '../../model/text/sentences.js';
import { dateOf, ruleSentence } from './sentence.js';

/** Why a site can have no day whoever else goes when, with the rule to change; null: it may have one. */
export function hopeless(board: Board, index: number): string | null {
  const site = siteAt(board, index);
  const { limits, firstDay } = board.problem;
  const end = firstDay + board.days - 1;
  if (board.days <= 0) return 'the horizon has no days';
  if (site.earliest > end)
    return site.earliest === Infinity
      ? site.earliestBecause
      : `${site.earliestBecause}: after ${dateOf(end)}, the last day that is planned`;
  if (limits.slotsPerDay !== null && site.slots > limits.slotsPerDay) {
    return `limits.slots_per_day is ${limits.slotsPerDay} and ${site.name} has ${site.slots}: no day takes it until the limit is at least ${site.slots}`;
  }
  if (limits.perCloudPerDay !== null && limits.perCloudPerDay < 1)
    return `limits.per_cloud_per_day is ${limits.perCloudPerDay}: no day takes a site`;
  if (limits.inCommissioning !== null && limits.inCommissioning < 1)
    return `limits.in_commissioning is ${limits.inCommissioning}: no day takes a site`;
  if (site.tier1 && limits.tier1InCommissioning !== null && limits.tier1InCommissioning < 1) {
    return `limits.tier1_in_commissioning is ${limits.tier1InCommissioning}: no day takes a Tier-1`;
  }
  if (site.pinned !== null) return pinnedReason(board, index, site.pinned);
  for (let day = at(board.earliest, index); day <= at(board.latest, index); day++)
    if (ownRule(board, index, day) === null) return null;
  return oftenest(board, index, 0, 1);
}

/** Why a site that may have a day got none on the board as it stands. `stride`: look at every so many days only. */
export function noRoom(board: Board, index: number, stride: number): string {
  const site = siteAt(board, index);
  if (site.pinned !== null) return pinnedReason(board, index, site.pinned) ?? 'no room';
  return oftenest(board, index, firstAfter(board, index), stride);
}

function pinnedReason(board: Board, index: number, pinned: number): string | null {
  const day = pinned - board.problem.firstDay;
  const said = `pinned to ${dateOf(pinned)}`;
  if (day < 0) return `${said}, which is over`;
  if (!(day >= 0 && day < board.days))
    return `${said}: outside the days planned, ${dateOf(board.problem.firstDay)} to ${dateOf(board.problem.firstDay + board.days - 1)}`;
  const rule = ownRule(board, index, day) ?? sharedRule(board, index, day);
  return rule && `${said}, but: ${ruleSentence(board, index, day, rule)}`;
}

/** Names the rule that keeps the site from most days. */
function oftenest(board: Board, index: number, from: number, stride: number): string {
  const site = siteAt(board, index);
  const last = at(board.latest, index);
  const tally = new Map<Rule, { days: number; example: number }>();
  for (let day = from; day <= last; day += stride) {
    const rule = ownRule(board, index, day) ?? sharedRule(board, index, day);
    if (rule === null) continue;
    const seen = tally.get(rule);
    if (seen) seen.days += 1;
    else tally.set(rule, { days: 1, example: day });
  }
  const lastDate = dateOf(board.problem.firstDay + last);
  const ends = last < board.days - 1 ? 'its last day' : 'the last day that is planned';
  const until = `${lastDate}, ${ends}`;
  const waits = (board.before[index] ?? []).filter((other) => at(board.dayOf, other) !== nowhere);
  const start =
    from > at(board.earliest, index) && waits.length > 0
      ? ` after ${waits.map((other) => siteAt(board, other).name).join(', ')}`
      : '';
  const [calendar, shared] = [tally.get('calendar'), [...tally].filter(([rule]) => rule !== 'calendar')];
  const [most] = shared.sort((a, b) => b[1].days - a[1].days);
  if (most)
    return `no day left${start} until ${until}; on ${count(most[1].days * stride, 'day')}: ${ruleSentence(board, index, most[1].example, most[0])}`;
  if (calendar)
    return `no working day${start} until ${until}: ${ruleSentence(board, index, calendar.example, 'calendar')}`;
  const first = Math.max(site.earliest, board.problem.firstDay + from);
  if (first > board.problem.firstDay + last) return `no day${start} from ${dateOf(first)} on: ${lastDate} is ${ends}`;
  return `no day${start} from ${dateOf(first)} until ${until}`;
}
