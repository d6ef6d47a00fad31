import { localDate, type IsoDate } from '../model/dates.js';
import type { AnnouncedDowntime, Case, Violation } from './case.js';
import { dayOff } from './calendar.js';
import type { SiteDay } from './replay.js';

/** What closes a site on a day: a person's hold, a holiday of its country, an outage announced by then. `did`: what was done, e.g. `flipped`. */
export function closureViolations(
  facts: Case,
  { site, date, atMs, queue }: SiteDay,
  did: string,
): readonly Violation[] {
  const found: Violation[] = [];
  const say = (rule: string, sentence: string): void => {
    found.push({ rule, atMs, subject: site.name, sentence });
  };
  if (site.hold && (site.hold.until === null || date < site.hold.until))
    say('hold', `${site.name} was ${did} on ${date}, held: ${site.hold.because}.`);
  const country = site.country ?? facts.start.get(queue)?.country ?? '';
  if (dayOff(facts.inventory.campaign, country, date))
    say('holiday', `${site.name} was ${did} on ${date}, a holiday in ${country}.`);
  const outage = announced(facts, atMs).find(
    (downtime) => site.atlas_sites.includes(downtime.atlas_site) && covers(facts, downtime, date),
  );
  if (outage)
    say(
      'downtime',
      `${site.name} was ${did} on ${date}, in the downtime of ${outage.atlas_site} from ${outage.start} to ${outage.end}.`,
    );
  return found;
}

function announced({ preexisting, journal }: Case, byMs: number): readonly AnnouncedDowntime[] {
  const later = journal.flatMap((entry) =>
    entry.kind === 'change' && entry.what === 'downtime' && entry.new !== '' && entry.at < byMs
      ? [JSON.parse(entry.new) as AnnouncedDowntime]
      : [],
  );
  return [...preexisting.downtimes, ...later];
}

function covers(
  { inventory }: Case,
  { start, end, severity, touches = 'everything' }: AnnouncedDowntime,
  date: IsoDate,
): boolean {
  const { timezone } = inventory.campaign;
  return (
    severity.toUpperCase() === 'OUTAGE' &&
    touches === 'everything' &&
    localDate(Date.parse(start), timezone) <= date &&
    date <= localDate(Date.parse(end) - 1, timezone)
  );
}
