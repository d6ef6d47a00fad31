import { localDate, localTime, type Instant, type IsoDate } from '../../model/dates.js';
import { paragraph, type Style } from './style.js';

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

/** `Mon 2019-08-05`. */
export function day(date: IsoDate): string {
  return `${weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? ''} ${date}`;
}

/** The campaign's day of a moment: `Mon 2019-08-05`. */
export function dayOf(at: Instant, { timezone }: Pick<Style, 'timezone'>): string {
  const ms = Date.parse(at);
  return Number.isNaN(ms) ? at : day(localDate(ms, timezone));
}

/** By the campaign's clocks, with the zone named: `2019-08-05 08:00 Europe/Zurich`. */
export function moment(at: Instant, style: Pick<Style, 'timezone'>): string {
  return `${clock(at, style)} ${style.timezone}`;
}

/** The same without the zone, for rows under a title that names it. */
export function clock(at: Instant, { timezone }: Pick<Style, 'timezone'>): string {
  const ms = Date.parse(at);
  // A ledger that somebody changed is shown as it stands.
  return Number.isNaN(ms) ? at : `${localDate(ms, timezone)} ${localTime(ms, timezone)}`;
}

/** First line of a screen, more where it is narrow: `pilot2 on rehearsal as of 2019-08-05 08:00 Europe/Zurich`. */
export function headline(
  { campaign, asOf }: { readonly campaign: string; readonly asOf: Instant },
  style: Style,
  more = '',
): string {
  const where = style.grid === null ? '' : ` on ${style.grid}`;
  const text = paragraph(`${campaign}${where} as of ${moment(asOf, style)}${more}`, style);
  return text.startsWith(campaign) ? `${style.emphasis.bold(campaign)}${text.slice(campaign.length)}` : text;
}
