import { dayNumber, isoDate, localDate, type Instant, type IsoDate } from '../../model/dates.js';
import type { RequestFact } from '../../model/history.js';
import { migrationStep, stepOfKey } from '../../model/keys/operation-keys.js';
import { sitesPool } from '../../model/keys/pools.js';
import { capacity } from '../calendar/pace.js';
import type { Situation } from '../situation.js';
import type { Happened, Party, Turn } from './turn.js';

/** From a day on it was somebody's turn. `withRoom`: only where the pace of the day had room left. */
interface Stretch {
  readonly from: IsoDate;
  readonly party: Party;
  readonly withRoom: boolean;
}

/**
 * Days lost by each party so far, over all sites: open days of the campaign on which it was the party's turn. Of a day the
 * party has it whose turn it was at its end. From the request to the answer it is the site's; from an answer that nobody
 * has read ours; from a yes (or the day agreed) to the flip ours, on days whose pace had room left; a text or a change
 * that is unconfirmed, and a conflict with somebody's value, are the helpdesk's and the catalogue's owners'. The stretch
 * that lasts is the one of `turns`.
 */
export function daysLost(
  events: readonly Happened[],
  turns: readonly Turn[],
  situation: Situation,
): ReadonlyMap<Party, number> {
  const { today, inventory } = situation;
  const { timezone } = inventory.campaign;
  const bySite = new Map<string, Stretch[]>();
  for (const event of events) {
    if (event.site === null) continue;
    bySite.set(event.site, [...(bySite.get(event.site) ?? []), ...stretchesFrom(event, timezone)]);
  }
  for (const turn of turns) bySite.set(turn.site, upTo(turn, bySite.get(turn.site) ?? [], timezone));
  const lost = new Map<Party, number>();
  const days = openDays(situation);
  for (const stretches of bySite.values()) {
    stretches.forEach(({ from, party, withRoom }, index) => {
      const until = stretches[index + 1]?.from ?? isoDate(today);
      const count = days(from, until, withRoom);
      if (party !== 'nobody' && count > 0) lost.set(party, (lost.get(party) ?? 0) + count);
    });
  }
  return lost;
}

/** The stretches of a site with the present turn at their end; where its day alone is waited for, what was lost stays lost. */
function upTo({ party, since }: Turn, told: readonly Stretch[], timezone: string): Stretch[] {
  if (party === 'nobody') return since === null ? told.filter(({ withRoom }) => !withRoom) : [...told];
  if (since === null) return [...told];
  const from = localDate(Date.parse(since), timezone);
  return [...told.filter((stretch) => stretch.from < from), { from, party, withRoom: false }];
}

/** Counts the open days after a day up to another. */
function openDays({
  calendar,
  history,
}: Pick<Situation, 'calendar' | 'history'>): (from: IsoDate, until: IsoDate, withRoom: boolean) => number {
  const room = new Map<number, number>();
  const roomOf = (day: number): number => {
    const known = room.get(day) ?? capacity(calendar, day).sites;
    room.set(day, known);
    return known;
  };
  return (from, until, withRoom) => {
    let count = 0;
    for (let day = dayNumber(from) + 1; day <= dayNumber(until); day++) {
      const places = roomOf(day);
      const taken = withRoom ? (history.claims.get(sitesPool(day))?.size ?? 0) : 0;
      if (places > taken) count += 1;
    }
    return count;
  };
}

function stretchesFrom({ at, what, key, detail }: Happened, timezone: string): readonly Stretch[] {
  const day = (moment: Instant): IsoDate => localDate(Date.parse(moment), timezone);
  const from = (party: Party, withRoom = false): readonly Stretch[] => [{ from: day(at), party, withRoom }];
  const fact = (what === 'request' ? detail : detail['request']) as RequestFact | undefined;
  if (fact?.step === migrationStep) return ofRequest(fact, day(fact.since));
  const kind = stepOfKey(key ?? '');
  if (kind === migrationStep && what === 'unconfirmed') return from('the helpdesk');
  if (kind !== 'flip' && kind !== 'rollback') return [];
  if (what === 'unconfirmed') return from("the catalogue's owners");
  if (what !== 'settled') return [];
  switch (detail['outcome']) {
    case 'conflict':
      return from("the catalogue's owners");
    case 'done':
    case 'already':
      return from(kind === 'flip' ? 'nobody' : 'us');
    default:
      return from('us', true);
  }
}

function ofRequest({ state, on }: RequestFact, since: IsoDate): readonly Stretch[] {
  switch (state) {
    case 'none':
      return [{ from: since, party: 'nobody', withRoom: false }];
    case 'unconfirmed':
      return [{ from: since, party: 'the helpdesk', withRoom: false }];
    case 'sent':
    case 'seen':
    case 'declined':
      return [{ from: since, party: 'the site', withRoom: false }];
    case 'replied':
      return [{ from: since, party: 'us', withRoom: false }];
    case 'accepted':
    case 'solved': {
      const possible: Stretch = { from: since, party: 'us', withRoom: true };
      // Until the day that was agreed nobody loses anything.
      return on !== undefined && on > since
        ? [
            { ...possible, party: 'nobody' },
            { ...possible, from: on },
          ]
        : [possible];
    }
  }
}
