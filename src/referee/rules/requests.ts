import { dayNumber, localDate } from '../../model/dates.js';
import type { Site } from '../../model/inventory.js';
import type { Case, Violation } from '../case.js';
import type { SiteDay } from '../replay.js';

/** One thing that happened to a site's request. */
interface Word {
  readonly site: string;
  readonly step: string;
  /** The marker: a notice has one for each change, so that only its rounds tell it twice. */
  readonly key: string;
  readonly atMs: number;
  readonly is: 'asked' | 'yes' | 'no';
  /** The first day that its title names; null: none. */
  readonly day: string | null;
}

const migration = 'migration';
const agreedDay = 'agreed-day';
/** How the three helpdesks say yes and no. */
const yes = new Set(['solved', 'verified', 'done', 'answered yes']);
const no = new Set(['unsolved', "won't do", 'answered no']);

/** A site is asked once for each step, told once of each change, asked long enough ahead, and never flipped against its word. */
export function requestViolations(facts: Case, flips: readonly SiteDay[]): readonly Violation[] {
  const words = wordsOf(facts);
  return [
    ...askedTwice(words),
    ...toldTwice(words),
    ...flips.flatMap((flip) => [...tooSoon(facts, words, flip), ...beforeItsDay(words, flip)]),
  ];
}

/** The texts that told a site of the day agreed with it. */
function tellings(words: readonly Word[], site: string): readonly Word[] {
  return words.filter((word) => word.site === site && word.step === agreedDay && word.is === 'asked');
}

/** A site hears of a day once; of another day it is told anew. */
function toldTwice(words: readonly Word[]): readonly Violation[] {
  return [...new Set(words.map(({ site }) => site))].flatMap((site) => {
    const told = tellings(words, site);
    return told.flatMap(({ atMs, day }, index) =>
      index > 0 && day !== null && told[index - 1]?.day === day
        ? [{ rule: 'told twice', atMs, subject: site, sentence: `${site} was told twice that it goes on ${day}.` }]
        : [],
    );
  });
}

/** What a site was promised last before its flip holds. */
function beforeItsDay(words: readonly Word[], { site, date, atMs }: SiteDay): readonly Violation[] {
  const promised = tellings(words, site.name).findLast((word) => word.atMs <= atMs)?.day ?? null;
  if (promised === null || date >= promised) return [];
  const sentence = `${site.name} was flipped on ${date}, and ${promised} was agreed with it.`;
  return [{ rule: 'agreed day', atMs, subject: site.name, sentence }];
}

function askedTwice(words: readonly Word[]): readonly Violation[] {
  const seen = new Set<string>();
  return words.flatMap(({ site, step, key, atMs, is }) => {
    if (is !== 'asked') return [];
    const request = step === migration ? `${site}/${step}` : key;
    if (seen.has(request))
      return [
        {
          rule: 'asked twice',
          atMs,
          subject: site,
          sentence: `${site} was written to more than once for its ${step}.`,
        },
      ];
    seen.add(request);
    return [];
  });
}

function tooSoon({ inventory }: Case, words: readonly Word[], { site, date, atMs }: SiteDay): readonly Violation[] {
  const { timezone, requests } = inventory.campaign;
  const known = words.filter((word) => word.site === site.name && word.step === migration && word.atMs <= atMs);
  const answer = known.findLast(({ is }) => is !== 'asked')?.is;
  if (answer === 'no')
    return [
      {
        rule: 'declined',
        atMs,
        subject: site.name,
        sentence: `${site.name} was flipped on ${date}, and had declined.`,
      },
    ];
  if (answer === 'yes' || requests.lead_days === 0) return [];
  const asked = known.find(({ is }) => is === 'asked');
  const days = asked ? dayNumber(date) - dayNumber(localDate(asked.atMs, timezone)) : null;
  if (days !== null && days >= requests.lead_days) return [];
  const how = days === null ? 'without a request' : `${days} days after its request`;
  return [
    {
      rule: 'lead time',
      atMs,
      subject: site.name,
      sentence: `${site.name} was flipped on ${date}, ${how}; ${requests.lead_days} days are promised.`,
    },
  ];
}

function wordsOf({ inventory, preexisting, journal }: Case): readonly Word[] {
  const sites = new Map(inventory.sites.map((site) => [site.name, site]));
  const words: Word[] = [];
  for (const { title, state, createdMs } of preexisting.tickets) {
    note(words, sites, title, 'asked', createdMs);
    note(words, sites, title, answerOf(state), createdMs);
  }
  for (const entry of journal) {
    if (entry.kind !== 'change' || entry.what !== 'ticket') continue;
    note(words, sites, entry.queue, entry.old === '' ? 'asked' : answerOf(entry.new), entry.at);
  }
  return words;
}

function note(
  words: Word[],
  sites: ReadonlyMap<string, Site>,
  title: string,
  is: Word['is'] | null,
  atMs: number,
): void {
  const marker = markerOf(title);
  if (is !== null && marker && sites.has(marker.site))
    words.push({ ...marker, atMs, is, day: /\d{4}-\d{2}-\d{2}/.exec(title)?.[0] ?? null });
}

function answerOf(state: string): 'yes' | 'no' | null {
  const word = state.toLowerCase();
  if (yes.has(word)) return 'yes';
  return no.has(word) ? 'no' : null;
}

/** What the marker at the head of a ticket's title says, `[campaign/site/step#round] …`; null where the title has none. */
export function markerOf(title: string): { readonly key: string; readonly site: string; readonly step: string } | null {
  const [, key, site, step] = /^\[([^/\]]+\/([^\]]+)\/([^/\]]+)#\d+)\]/.exec(title) ?? [];
  return key === undefined || site === undefined || step === undefined ? null : { key, site, step };
}
