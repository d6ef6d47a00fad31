import { defaultRequests } from './defaults.js';
import { countryNames, isCountry } from '../model/text/countries.js';
import { mailRecipients } from '../model/text/mail-recipients.js';
import { shown, type Path, type Problem } from './finding.js';
import { nearName } from '../model/text/near-names.js';
import { listAt, mappingAt, memberOf, type Placed, type Source } from './sources.js';
import { isPrintable } from '../model/text/printable.js';

/**
 * What no single value shows: names that point to nothing, names that stand twice, circles. Works on
 * the raw documents, so that a wrong value elsewhere does not hide these.
 */
export function referenceProblems(sources: readonly Source[]): Placed[] {
  const places = placesOf(sources);
  return [
    ...places.problems,
    ...sources.flatMap((source) => [
      ...unknownInCampaign(source, places.sites),
      ...unknownQueues(source, places.queues),
      ...unknownProfile(source),
      ...unknownCountries(source, sources),
    ]),
    ...unknownAfter(places.sites),
    ...twiceRetired(sources),
    ...circles(places.sites),
    ...sharedAtlasSites(sources),
    ...contactsOfNoUse(sources),
  ];
}

interface Places {
  readonly sites: ReadonlyMap<string, { readonly source: Source; readonly after: readonly unknown[] }>;
  /** Queue → its site. */
  readonly queues: ReadonlyMap<string, string>;
  readonly problems: readonly Placed[];
}

function placesOf(sources: readonly Source[]): Places {
  const sites = new Map<string, { source: Source; after: readonly unknown[] }>();
  const queues = new Map<string, string>();
  const problems: Placed[] = [];
  for (const source of sources) {
    const listed = mappingAt(source.document, 'sites');
    for (const name of Object.keys(listed)) {
      const site = listed[name];
      const before = sites.get(name);
      if (before) {
        problems.push({
          source,
          problem: wrongKey(
            ['sites', name],
            `${shown(name)} again, which is in ${before.source.file} too`,
            'each site once',
          ),
        });
        continue;
      }
      sites.set(name, { source, after: listAt(site, 'after') });
      for (const queue of Object.keys(mappingAt(site, 'queues'))) {
        const owner = queues.get(queue);
        if (owner === undefined) queues.set(queue, name);
        else
          problems.push({
            source,
            problem: wrongKey(
              ['sites', name, 'queues', queue],
              `${shown(queue)}, which is at ${owner} too`,
              'each queue at one site',
            ),
          });
      }
    }
  }
  return { sites, queues, problems };
}

/** Holidays of a country that no site can be in would never count. Sites may name theirs as they like. */
function unknownCountries(source: Source, sources: readonly Source[]): Placed[] {
  const holidays = listAt(memberOf(source.document, 'campaign'), 'holidays');
  if (holidays.length === 0) return [];
  const named = new Set(
    sources.flatMap(({ document }) =>
      Object.values(mappingAt(document, 'sites')).map((site) => memberOf(site, 'country')),
    ),
  );
  return holidays.flatMap((holiday, index): Placed[] => {
    const country = memberOf(holiday, 'country');
    if (typeof country !== 'string' || country === '' || isCountry(country) || named.has(country)) return [];
    return [
      {
        source,
        problem: {
          severity: 'error',
          path: ['campaign', 'holidays', index, 'country'],
          about: 'value',
          found: shown(country),
          expected: 'a country by its name or ISO 3166 code, such as CH',
          near: () => nearName(country, countryNames),
        },
      },
    ];
  });
}

function unknownInCampaign(source: Source, sites: Places['sites']): Placed[] {
  const campaign = memberOf(source.document, 'campaign');
  const problems = [
    ...named(listAt(campaign, 'order'), ['campaign', 'order'], sites, true),
    ...named(listAt(memberOf(campaign, 'ramp'), 'canaries'), ['campaign', 'ramp', 'canaries'], sites, true),
  ];
  return problems.map((problem) => ({ source, problem }));
}

function unknownAfter(sites: Places['sites']): Placed[] {
  const problems: Placed[] = [];
  for (const [name, { source, after }] of sites) {
    if (after.length === 0) continue;
    for (const problem of named(after, ['sites', name, 'after'], sites, false)) problems.push({ source, problem });
  }
  return problems;
}

/** Names in a list that are no site, and (where `once`) those that stand twice. */
function named(list: readonly unknown[], base: Path, sites: Places['sites'], once: boolean): Problem[] {
  const seen = new Set<string>();
  return list.flatMap((name, index) => {
    if (typeof name !== 'string') return [];
    if (!sites.has(name)) return [unknown([...base, index], name, 'the name of a site', sites)];
    if (once && seen.has(name)) return [wrongValue([...base, index], `${shown(name)} a second time`, 'each site once')];
    seen.add(name);
    return [];
  });
}

function unknownQueues(source: Source, queues: Places['queues']): Placed[] {
  return listAt(source.document, 'retirements').flatMap((retirement, index) => {
    const queue = memberOf(retirement, 'queue');
    if (typeof queue !== 'string' || queues.has(queue)) return [];
    const problem = unknown(['retirements', index, 'queue'], queue, 'a queue of one of the sites', queues);
    return [{ source, problem }];
  });
}

function twiceRetired(sources: readonly Source[]): Placed[] {
  const seen = new Set<string>();
  return sources.flatMap((source) =>
    listAt(source.document, 'retirements').flatMap((retirement, index) => {
      const queue = memberOf(retirement, 'queue');
      if (typeof queue !== 'string') return [];
      if (seen.has(queue)) {
        return [
          {
            source,
            problem: wrongValue(
              ['retirements', index, 'queue'],
              `${shown(queue)} a second time`,
              'one retirement a queue',
            ),
          },
        ];
      }
      seen.add(queue);
      return [];
    }),
  );
}

/** Where requests go by mail, a contact has to be addresses. */
function contactsOfNoUse(sources: readonly Source[]): Placed[] {
  const requests = sources.map(({ document }) => memberOf(memberOf(document, 'campaign'), 'requests'));
  const channel = requests.map((policy) => memberOf(policy, 'channel')).find((found) => found !== undefined);
  if ((channel ?? defaultRequests.channel) !== 'mail') return [];
  return sources.flatMap((source) =>
    Object.entries(mappingAt(source.document, 'sites')).flatMap(([name, site]) => {
      const contact = memberOf(site, 'contact');
      // A break of line is told as what it is.
      if (typeof contact !== 'string' || !isPrintable(contact) || mailRecipients(contact) !== null) return [];
      const expected = 'mail addresses with commas between them, as requests go by mail';
      return [{ source, problem: wrongValue(['sites', name, 'contact'], shown(contact), expected) }];
    }),
  );
}

/** Downtimes and queues come by ATLAS site: of two owners one would not hear of them. */
function sharedAtlasSites(sources: readonly Source[]): Placed[] {
  const owners = new Map<string, string>();
  return sources.flatMap((source) =>
    Object.entries(mappingAt(source.document, 'sites')).flatMap(([name, site]) => {
      const given = listAt(site, 'atlas_sites');
      const listed = given.length > 0 ? given : [name];
      return listed.flatMap((atlasSite, index): Placed[] => {
        if (typeof atlasSite !== 'string') return [];
        const owner = owners.get(atlasSite);
        if (owner === undefined || owner === name) {
          owners.set(atlasSite, name);
          return [];
        }
        const found = `${shown(atlasSite)}, which is of ${owner} too`;
        const problem =
          given.length > 0
            ? wrongValue(['sites', name, 'atlas_sites', index], found, 'each ATLAS site at one site')
            : wrongKey(['sites', name], found, 'each ATLAS site at one site');
        return [{ source, problem }];
      });
    }),
  );
}

function unknownProfile(source: Source): Placed[] {
  const grid = memberOf(source.document, 'grid');
  const use = memberOf(grid, 'use');
  const known = new Map([['rehearsal', null], ...Object.entries(mappingAt(grid, 'profiles'))]);
  if (typeof use !== 'string' || known.has(use)) return [];
  return [{ source, problem: unknown(['grid', 'use'], use, `one of ${[...known.keys()].join(', ')}`, known) }];
}

/** Each circle of `after` once, told as a chain. */
function circles(sites: Places['sites']): Placed[] {
  const walked = new Set<string>();
  const problems: Placed[] = [];
  for (const [start, { after }] of sites) {
    if (after.length > 0 && !walked.has(start)) problems.push(...circlesFrom(start, sites, walked));
  }
  return problems;
}

/** Depth first, by hand: a chain of twenty thousand sites is deeper than the call stack. */
function circlesFrom(start: string, sites: Places['sites'], walked: Set<string>): Placed[] {
  const problems: Placed[] = [];
  const chain: { name: string; next: number }[] = [];
  const inChain = new Set<string>();
  const enter = (name: string): void => {
    walked.add(name);
    inChain.add(name);
    chain.push({ name, next: 0 });
  };
  enter(start);
  for (let top = chain.at(-1); top; top = chain.at(-1)) {
    const place = sites.get(top.name);
    const next = place?.after[top.next++];
    if (next === undefined) {
      inChain.delete(top.name);
      chain.pop();
    } else if (typeof next === 'string' && inChain.has(next) && place) {
      const names = chain.map((link) => link.name);
      const told = shortened([...names.slice(names.indexOf(next)), next]).join(' after ');
      problems.push({
        source: place.source,
        problem: wrongValue(
          ['sites', top.name, 'after', top.next - 1],
          `a circle: ${told}`,
          'an order without circles',
        ),
      });
    } else if (typeof next === 'string' && sites.has(next) && !walked.has(next)) enter(next);
  }
  return problems;
}

function shortened(names: readonly string[]): readonly string[] {
  return names.length <= 10 ? names : [...names.slice(0, 5), '…', ...names.slice(-3)];
}

function unknown(path: Path, found: string, expected: string, candidates: ReadonlyMap<string, unknown>): Problem {
  return { ...wrongValue(path, shown(found), expected), near: () => nearName(found, candidates.keys()) };
}

function wrongValue(path: Path, found: string, expected: string): Problem {
  return { severity: 'error', path, about: 'value', found, expected };
}

function wrongKey(path: Path, found: string, expected: string): Problem {
  return { severity: 'error', path, about: 'key', found, expected };
}
