import { dayMs } from '../../model/dates.js';
import { seededRandom } from '../../model/random.js';
import type { ScenarioAnswer, ScenarioTicket } from '../scenario.js';
import { markerIn, parseMarker } from '../../model/keys/operation-keys.js';

/** A site changes a ticket's state at a moment of the world's clock, and may say something. */
export interface SiteAnswer {
  readonly atMs: number;
  readonly ticket: number;
  readonly by: string;
  readonly state: string;
  readonly text: string;
}

export interface Asked {
  readonly ticket: number;
  readonly channel: ScenarioTicket['channel'];
  readonly site: string;
  readonly askedMs: number;
}

type Word = 'seen' | 'yes' | 'no';

const states: Readonly<Record<ScenarioTicket['channel'], Readonly<Record<Word, string>>>> = {
  ggus: { seen: 'in progress', yes: 'solved', no: 'unsolved' },
  jira: { seen: 'In Progress', yes: 'Done', no: "Won't Do" },
  mail: { seen: 'read', yes: 'answered yes', no: 'answered no' },
};

const texts: Readonly<Record<Word, string>> = {
  seen: '',
  yes: 'Fine with us, please go ahead.',
  no: 'Please wait: our worker nodes are not ready for this.',
};

const lateDays = 20;
const secondThoughtsDays = 2;
const usualOfferDays = 7;

/** What a site will do about a ticket, in order; where nothing is said of it, it accepts after one to four days. */
export function siteAnswers(
  { ticket, channel, site, askedMs }: Asked,
  given: ScenarioAnswer | null,
  seed: number,
): readonly SiteAnswer[] {
  const { answer, afterDays, offersAfterDays } = given ?? { answer: 'accept' };
  if (answer === 'never') return [];
  const usual = answer === 'late' ? lateDays : 1 + 3 * seededRandom(seed, `answer/${site}`)();
  const firstMs = askedMs + Math.round((afterDays ?? usual) * dayMs);
  const says = (word: Word, atMs: number): SiteAnswer => ({
    atMs,
    ticket,
    by: `${site} support`,
    state: states[channel][word],
    text: texts[word],
  });
  if (answer === 'counter') {
    const on = new Date(firstMs + (offersAfterDays ?? usualOfferDays) * dayMs).toISOString().slice(0, 10);
    return [{ ...says('seen', firstMs), text: `That day does not suit us: we prefer ${on}.` }];
  }
  const seen = says('seen', askedMs + Math.round((firstMs - askedMs) / 2));
  if (answer === 'decline') return [seen, says('no', firstMs)];
  if (answer === 'twice') return [seen, says('yes', firstMs), says('no', firstMs + secondThoughtsDays * dayMs)];
  return [seen, says('yes', firstMs)];
}

/** A site that is told that its day is agreed closes the ticket on the next day, without a word. */
export function thanksFor({ ticket, channel, site, askedMs }: Asked, subject: string): readonly SiteAnswer[] {
  if (parseMarker(markerIn(subject) ?? '')?.step !== 'agreed-day') return [];
  return [{ atMs: askedMs + dayMs, ticket, by: `${site} support`, state: states[channel].yes, text: '' }];
}

/** The site in a ticket's title, `[campaign/site/step#round] …`; null where there is no marker. */
export function siteOf(title: string): string | null {
  return parseMarker(markerIn(title) ?? '')?.subject ?? null;
}

/** What the ticket of a scenario is labelled with in JIRA. */
export function labelOf(title: string): string {
  const campaign = parseMarker(markerIn(title) ?? '')?.campaign;
  return campaign === undefined ? '' : `migrate-${campaign}`;
}
