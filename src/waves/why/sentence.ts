import { isoDate } from '../../model/dates.js';
import { count, names as inWords } from '../../model/text/sentences.js';
import { at, nowhere, siteAt, type Board, type Rule } from '../board.js';

/** Why a site cannot go on a day, for a person. */
export function ruleSentence(board: Board, index: number, day: number, rule: Rule): string {
  const site = siteAt(board, index);
  const { firstDay, limits } = board.problem;
  const date = firstDay + day;
  switch (rule) {
    case 'calendar':
      return board.problem.capacity(date).reason;
    case 'pace': {
      const { sites, reason } = board.problem.capacity(date);
      return `pace: ${count(sites, 'site')} a day (${reason}), all taken${takenBy(board, day)}`;
    }
    case 'earliest':
      if (firstDay + day >= site.earliest)
        return `after ${flippedBefore(board, index)}, flipped on ${isoDate(firstDay)}`;
      return site.earliestBecause;
    case 'pinned':
      return `pinned to ${dateOf(site.pinned ?? Infinity)}`;
    case 'latest':
      return `not later than ${dateOf(site.latest ?? Infinity)}`;
    case 'closed':
      return site.closed.find(({ from, to }) => from <= date && date <= to)?.reason ?? 'closed';
    case 'holiday':
      return `holiday in ${site.country}`;
    case 'after':
      return `after ${names(board, latestBefore(board, index, day))}`;
    case 'behind':
      return `before ${names(
        board,
        (board.behind[index] ?? []).filter(
          (other) => at(board.dayOf, other) !== nowhere && at(board.dayOf, other) <= day,
        ),
      )}`;
    case 'cloud':
      return `limits.per_cloud_per_day ${limits.perCloudPerDay ?? ''}: cloud ${fullCloud(board, index, day)} has its share`;
    case 'slots':
      return `limits.slots_per_day ${limits.slotsPerDay ?? ''}: less left than the ${site.slots} of ${site.name}`;
    case 'tier1':
      return `limits.tier1_in_commissioning ${limits.tier1InCommissioning ?? ''}: all taken`;
    case 'commissioning':
      return `limits.in_commissioning ${limits.inCommissioning ?? ''}: all taken`;
  }
}

function fullCloud({ room, clouds, cloudsOf }: Board, index: number, day: number): string {
  const inClouds = cloudsOf[index] ?? [];
  const full = inClouds.find((cloud) => at(room.cloud, day * clouds.length + cloud) <= 0) ?? inClouds[0];
  return full === undefined ? '' : (clouds[full] ?? '');
}

/** Who went already on the first day; no day after it has a word of its own, so that alike days stay one. */
function takenBy({ problem }: Board, day: number): string {
  const flipped = problem.flippedOnFirstDay.map(({ name }) => name);
  return day > 0 || flipped.length === 0 ? '' : `: ${inWords(flipped)} went on that day`;
}

/** `A on 2019-08-05`, or `A, which has no day`; long lists are cut. */
export function names(board: Board, indices: readonly number[]): string {
  const shown = indices.slice(0, 3).map((index) => {
    const day = at(board.dayOf, index);
    return `${siteAt(board, index).name}${day === nowhere ? ', which has no day' : ` on ${isoDate(board.problem.firstDay + day)}`}`;
  });
  return [...shown, ...(indices.length > 3 ? [`${indices.length - 3} more`] : [])].join(' and ');
}

/** A day number as a date, also where there is none. */
export function dateOf(day: number): string {
  return Number.isFinite(day) && Math.abs(day) < 1e8 ? isoDate(day) : 'no known day';
}

function flippedBefore(board: Board, index: number): string {
  const flipped = new Set(board.problem.flippedOnFirstDay.map((site) => site.name));
  return siteAt(board, index).after.find((name) => flipped.has(name)) ?? '';
}

function latestBefore(board: Board, index: number, day: number): readonly number[] {
  return (board.before[index] ?? []).filter(
    (other) => at(board.dayOf, other) === nowhere || at(board.dayOf, other) >= day,
  );
}
