import { dayMs } from '../../model/dates.js';
import { ok, warn, type Check, type Finding } from '../../app/examine.js';
import type { Grid, Helpdesk } from '../../grid/ports.js';
import { peerCertificate } from '../../grid/http/peer.js';
import { authoritiesIn } from '../../grid/identity/authorities.js';
import { timeLeft } from '../../grid/identity/life.js';
import type { Inventory } from '../../model/inventory.js';
import type { GridProfile } from '../../model/grid-config.js';
import { logPatternProblems } from '../../planning/log-patterns.js';
import { count, names } from '../../model/text/sentences.js';

export interface Services {
  readonly grid: Grid;
  /** How the helpdesk is looked at; null: there is none. A UserError says why it cannot be opened. */
  readonly openDesk: (() => Promise<Helpdesk>) | null;
  /** What the adapters said beside their answers: records and downtimes that were left out. */
  readonly warnings: readonly string[];
  /** null: nothing answered to a mail server's own greeting. */
  readonly greetMail: (() => Promise<void>) | null;
}

/** Each service is asked for what the campaign reads of it. */
export function serviceChecks(inventory: Inventory, services: Services): readonly Check[] {
  const { grid, warnings } = services;
  const queues = inventory.sites.flatMap(({ queues: listed }) => Object.keys(listed));
  const [queue] = queues;
  return [
    { name: 'catalogue', timed: true, look: () => catalogue(grid, queues, warnings) },
    {
      name: 'status rules',
      timed: true,
      look: async () => {
        const rules = await grid.catalogue.readRules(queues.slice(0, 1));
        const found = [...rules.values()].reduce((sum, each) => sum + each.length, 0);
        return ok(`They can be read; ${queue ?? 'no queue'} has ${count(found, 'rule')}.`);
      },
    },
    { name: 'writes', look: () => writes(grid) },
    ...monitorCheck(grid, queue),
    {
      name: 'downtimes',
      timed: true,
      look: async () => {
        if (grid.downtimes === null)
          return warn('The profile names no calendar of downtimes.', 'Without it sites in an outage are flipped.');
        const announced = await grid.downtimes.read(await grid.clock.now());
        return ok(`${count(announced.length, 'downtime')} announced.`);
      },
    },
    ...logPatternsCheck(grid),
    ...(inventory.campaign.requests.channel === 'none'
      ? []
      : [
          {
            name: `helpdesk (${inventory.campaign.requests.channel})`,
            timed: true as const,
            look: () => desk(services, inventory),
          },
        ]),
  ];
}

async function catalogue(grid: Grid, queues: readonly string[], warnings: readonly string[]): Promise<Finding> {
  const records = await grid.catalogue.readAll();
  const known = new Set(records.map(({ panda_resource: name }) => name));
  const missing = queues.filter((name) => !known.has(name));
  const told = `${count(records.length, 'record')}; ${queues.length - missing.length} of ${count(queues.length, 'queue')} of the inventory among them.`;
  if (missing.length > 0)
    return warn(
      `${told} Unknown there: ${names(missing)}.`,
      '`migrate drift` says more of each; is it the right catalogue?',
    );
  const [first] = warnings;
  return first === undefined ? ok(told) : warn(`${told} ${first}`, 'Have the record corrected in the catalogue.');
}

function writes({ catalogue: { writer } }: Grid): Finding {
  return ok(
    writer === 'instructions'
      ? 'A person makes the changes in the web form, by instructions.'
      : 'Made by calls. Whether this identity may write shows with the first one; nothing was written now.',
  );
}

function monitorCheck({ monitor }: Grid, queue: string | undefined): readonly Check[] {
  return [
    {
      name: 'monitor',
      timed: true,
      look: async () => {
        if (monitor === null)
          return warn(
            'The profile names no monitor.',
            'Without one nobody judges the jobs after a flip, or says what is drained.',
          );
        const counted = (await monitor.activity(queue === undefined ? [] : [queue])).get(queue ?? '');
        return ok(
          counted === undefined
            ? 'It answers.'
            : `${queue ?? ''} has ${counted.activated} activated and ${counted.running} running jobs.`,
        );
      },
    },
  ];
}

function logPatternsCheck({ logPatterns }: Grid): readonly Check[] {
  if (!logPatterns) return [];
  const { place, read } = logPatterns;
  return [
    {
      name: 'log patterns',
      timed: true,
      look: async () => {
        const problems = logPatternProblems(await read());
        if (problems.length === 0) return ok(`${place} can be read, and every line is a pattern.`);
        return warn(`${place}: ${names(problems)}.`, 'Have the list corrected.');
      },
    },
  ];
}

async function desk({ openDesk, greetMail }: Services, { campaign }: Inventory): Promise<Finding> {
  if (greetMail !== null) {
    await greetMail();
    return ok('The mail server lets us in; no mail was sent.');
  }
  if (openDesk === null)
    return warn(
      `The profile has no helpdesk for the channel ${campaign.requests.channel}.`,
      'Without one sites are asked by hand, and `migrate request sent` records it.',
    );
  const found = await (await openDesk()).find(campaign.name, 'search');
  return ok(
    `${count(found.length, 'request')} of this campaign found. Whether tickets may be made shows with the first one.`,
  );
}

/** Certificates of hosts are renewed by hand in many places. */
const soonMs = 14 * dayMs;

/** The certificates that the services show, once a host. */
export function certificateChecks(
  { catalogue: { url }, monitor, downtimes, helpdesk, authorities }: GridProfile,
  timeoutMs: number,
): readonly Check[] {
  const urls = [url, monitor?.url, downtimes?.url, ...Object.values(helpdesk).map((each) => each.url)];
  const byHost = new Map(
    urls.flatMap((each) => (each?.startsWith('https:') === true ? [[new URL(each).host, each] as const] : [])),
  );
  return [...byHost].map(([host, address]) => ({
    name: `certificate of ${host}`,
    look: async () => {
      const trusted = authorities === null ? [] : authoritiesIn(authorities);
      const { endsMs, issuer } = await peerCertificate(address, { authorities: trusted, timeoutMs });
      const leftMs = endsMs - Date.now();
      const told = `${timeLeft(leftMs)} left, by ${issuer}.`;
      return leftMs < soonMs
        ? warn(`${told} Then nothing is written to ${host} any more.`, 'Tell the people who run the service.')
        : ok(told);
    },
  }));
}
