import {
  hintedOs,
  isDatabase,
  type Inventory,
  type OsEvidence,
  type QueueEntry,
  type Site,
} from '../model/inventory.js';
import type { PaceWindow } from '../model/campaign.js';
import { countryCode, countryNames, isCountry } from '../model/text/countries.js';
import { appearance } from '../model/text/look-alike.js';
import { nearName } from '../model/text/near-names.js';
import { shown, type Path, type Problem } from './finding.js';
import { mappingAt, type Placed, type Source } from './sources.js';

/** What is allowed and yet hardly meant: warnings, which stop nothing. */
export function warnings(inventory: Inventory, sources: readonly Source[]): Placed[] {
  const [main] = sources;
  if (!main) return [];
  const sourceOf = (site: string): Source =>
    sources.find(({ document }) => Object.hasOwn(mappingAt(document, 'sites'), site)) ?? main;
  const placed: Placed[] = [
    ...idleInOrder(inventory),
    ...overriddenPauses(inventory),
    ...profileWarnings(inventory),
    ...ledgerWarnings(inventory),
  ].map((problem) => ({ source: main, problem }));
  for (const site of inventory.sites)
    for (const problem of siteWarnings(site, inventory)) placed.push({ source: sourceOf(site.name), problem });
  for (const { site, problem } of lookAlikes(inventory)) placed.push({ source: sourceOf(site), problem });
  return placed;
}

interface Named {
  readonly name: string;
  readonly site: string;
  readonly path: Path;
}

/** Names that people take for one another: one of them is hardly meant. */
function lookAlikes({ sites }: Inventory): { readonly site: string; readonly problem: Problem }[] {
  const ofSites = sites.map(({ name }): Named => ({ name, site: name, path: ['sites', name] }));
  const ofQueues = sites.flatMap(({ name: site, queues }) =>
    Object.keys(queues).map((name): Named => ({ name, site, path: ['sites', site, 'queues', name] })),
  );
  return [...lookAlikesAmong(ofSites, 'site'), ...lookAlikesAmong(ofQueues, 'queue')];
}

function lookAlikesAmong(
  named: readonly Named[],
  what: string,
): { readonly site: string; readonly problem: Problem }[] {
  const first = new Map<string, Named>();
  return named.flatMap((one) => {
    const looks = appearance(one.name);
    const other = first.get(looks);
    if (other === undefined) first.set(looks, one);
    if (other === undefined || other.name === one.name) return [];
    const how = other.name.toLowerCase() === one.name.toLowerCase() ? 'differs only in case from' : 'looks like';
    const found = `the ${what} ${told(one.name)}, which ${how} ${told(other.name)}`;
    return { site: one.site, problem: warning(one.path, found, 'names that nobody takes for one another') };
  });
}

/** Letters of other alphabets by their numbers: nobody would see which of two names has them. */
function told(name: string): string {
  const letters = Array.from(name).flatMap((letter) =>
    /[\x20-\x7e]/.test(letter) ? [] : [`U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`],
  );
  return letters.length === 0 ? shown(name) : `${shown(name)} (with ${letters.join(', ')})`;
}

function idleInOrder({ campaign, sites }: Inventory): Problem[] {
  const listed = new Set(campaign.order);
  const idle = new Set(
    sites
      .filter(({ name, queues }) => listed.has(name) && Object.values(queues).every(isExcluded))
      .map(({ name }) => name),
  );
  return campaign.order.flatMap((name, index) =>
    idle.has(name)
      ? [
          warning(
            ['campaign', 'order', index],
            `${shown(name)}, whose queues are all excluded`,
            'a site with queues that take part',
          ),
        ]
      : [],
  );
}

/** The last entry that matches a day counts: a pause before an entry that covers its days is none. */
function overriddenPauses({ campaign: { pace } }: Inventory): Problem[] {
  return pace.flatMap((pause, index) => {
    if (pause.sites_per_day > 0) return [];
    const by = pace.findIndex(
      (later, at) => at > index && later.sites_per_day > 0 && overlap(pause, later) && !isException(later, pause),
    );
    const later = pace[by];
    if (!later) return [];
    return [
      warning(
        ['campaign', 'pace', index, 'sites_per_day'],
        `0 sites a day ${stretch(pause)}, which campaign.pace[${by}] overrides: ${later.sites_per_day} a day ${stretch(later)}`,
        'the entry of 0 behind the other',
        'The last entry that matches a day counts.',
      ),
    ];
  });
}

function overlap(one: PaceWindow, other: PaceWindow): boolean {
  return startOf(one) <= endOf(other) && startOf(other) <= endOf(one);
}

/** A shorter stretch within the other is meant to differ from it. */
function isException(one: PaceWindow, whole: PaceWindow): boolean {
  const [from, to] = [startOf(one), endOf(one)];
  return from >= startOf(whole) && to <= endOf(whole) && (from > startOf(whole) || to < endOf(whole));
}

function startOf({ from }: PaceWindow): string {
  return from ?? '';
}

function endOf({ to }: PaceWindow): string {
  return to ?? '~';
}

function stretch({ from, to }: PaceWindow): string {
  if (from === null) return to === null ? 'always' : `until ${to}`;
  return to === null ? `from ${from} on` : `from ${from} to ${to}`;
}

/** What the services in use lack for the work that the campaign has for them. */
function profileWarnings({ campaign, grid }: Inventory): Problem[] {
  const { channel } = campaign.requests;
  const profile = grid.profiles[grid.use];
  if (!profile) return [];
  const path = ['grid', 'profiles', grid.use];
  const { kind, writer, proxy_file: proxyFile, token_file: tokenFile } = profile.catalogue;
  return [
    ...(writer === 'agis' && proxyFile === null
      ? [
          warning(
            [...path, 'catalogue'],
            'no `proxy_file`',
            'the X.509 proxy that writes go with, or `writer: instructions`',
            'As it is, only reads can work.',
          ),
        ]
      : []),
    ...(kind === 'cric' && proxyFile === null && tokenFile === null
      ? [
          warning(
            [...path, 'catalogue'],
            'neither `proxy_file` nor `token_file`',
            'the certificate or the token that CRIC shows status rules and downtimes to',
            'As it is, it answers 403.',
          ),
        ]
      : []),
    ...(channel !== 'none' && profile.helpdesk[channel] === undefined
      ? [
          warning(
            path,
            `no \`helpdesk\` for ${channel}`,
            `the helpdesk that requests go by, as ${channel} is the campaign's channel`,
            'As it is, requests are recorded by hand, with `migrate request sent`.',
          ),
        ]
      : []),
  ];
}

/** A file that many read and that lies in a repository is no place for a password. */
function ledgerWarnings({ ledger }: Inventory): Problem[] {
  if (ledger === null || !isDatabase(ledger) || !/:\/\/[^/@]*:[^/@]+@/.test(ledger)) return [];
  return [
    warning(
      ['ledger'],
      'an address with a password',
      'an address without one',
      'Everybody who reads this file reads the password: keep it in ~/.pgpass, or in a file that `?password_file=` names.',
    ),
  ];
}

function siteWarnings(site: Site, { campaign }: Inventory): Problem[] {
  const path = ['sites', site.name];
  const problems: Problem[] = [];
  if (site.contact === null && campaign.requests.channel === 'mail') {
    problems.push(warning([...path, 'contact'], 'no contact', 'an address, as requests go by mail'));
  }
  if (site.slots === 0 && campaign.limits.slots_per_day !== null) {
    problems.push(
      warning(
        [...path, 'slots'],
        'no slots',
        'their number, as the slots flipped in a day are limited',
        'As it is, the site does not count.',
      ),
    );
  }
  const { country } = site;
  if (country !== null && !isCountry(country) && !hasHolidays(country, campaign)) {
    problems.push({
      ...warning(
        [...path, 'country'],
        shown(country),
        'a country by its name or ISO 3166 code, such as CH',
        'As it is, no holiday of a country is kept for the site.',
      ),
      about: 'value',
      near: () => nearName(country, countryNames),
    });
  }
  if (campaign.ready_when['os']) problems.push(...osWarnings(site, path));
  return problems;
}

function hasHolidays(country: string, { holidays }: Inventory['campaign']): boolean {
  const code = countryCode(country);
  return holidays.some((holiday) => holiday.country !== null && countryCode(holiday.country) === code);
}

function osWarnings(site: Site, path: Path): Problem[] {
  const queues = Object.keys(site.queues).filter((name) => !isExcluded(site.queues[name] ?? {}));
  const hinted = queues.filter((name) => hintedOs(site, site.queues[name] ?? {}) !== null);
  if (hinted.length > 0) {
    const [first = ''] = hinted;
    const hint = hintedOs(site, site.queues[first] ?? {});
    return [
      warning(
        [...path, ...(site.queues[first]?.os ? ['queues', first] : []), 'os'],
        `${shown(hint?.is)} as a hint${hinted.length === 1 ? '' : `, and ${hinted.length - 1} more at this site`}`,
        'the word of the site, without `hint`',
        'As it is, the site is blocked.',
      ),
    ];
  }
  if (site.os === null && queues.every((name) => !site.queues[name]?.os)) {
    return [
      warning(
        [...path, 'os'],
        'no os',
        'the os and its evidence, as the campaign asks for it',
        'As it is, the site is blocked.',
      ),
    ];
  }
  const problems = site.os ? evidenceWarnings(site.os, [...path, 'os']) : [];
  for (const name of queues) {
    const os = site.queues[name]?.os;
    if (os) problems.push(...evidenceWarnings(os, [...path, 'queues', name, 'os']));
    else if (site.os && contradicts(name, site.os.is)) {
      problems.push(
        warning(
          [...path, 'queues', name],
          `os ${site.os.is} for a queue whose name says otherwise`,
          'an `os` with evidence on the queue itself',
          'A name is a hint, never the truth.',
        ),
      );
    }
  }
  return problems;
}

function evidenceWarnings(os: OsEvidence, path: Path): Problem[] {
  return os.evidence === null
    ? [warning(path, `os ${shown(os.is)} without evidence`, 'who said so, in `evidence`')]
    : [];
}

const osHint = /(?:^|[^A-Za-z0-9])(?:SL|SLC|CENTOS|EL|CC)(\d)(?:$|[^0-9])/i;

/** Does the number in the queue's name (SL6, SL7, EL9) differ from the one in the os? */
function contradicts(queue: string, os: string): boolean {
  const hint = osHint.exec(queue)?.[1];
  if (hint === undefined) return false;
  const stated = /\d+/.exec(os)?.[0];
  return stated !== undefined && hint !== stated;
}

function isExcluded(entry: QueueEntry): boolean {
  return entry.exclude !== undefined;
}

function warning(path: Path, found: string, expected: string, advice?: string): Problem {
  return { severity: 'warning', path, about: 'key', found, expected, ...(advice === undefined ? {} : { advice }) };
}
