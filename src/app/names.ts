import { nearName } from '../model/text/near-names.js';
import type { Inventory, Site } from '../model/inventory.js';
import { UserError } from '../model/user-error.js';

/** What an operator named: a site of the inventory, by its name or an ATLAS site of it, or a queue of one, or one that retires; `SITE/QUEUE` for a queue named as its site. */
export type Subject =
  | { readonly is: 'site'; readonly site: Site }
  | { readonly is: 'queue'; readonly queue: string; readonly site: Site | null };

/** Finds a name in the inventory. An unknown one is a UserError (exit 2) with the nearest name, never a guess. */
export function subject(name: string, { file, sites, retirements }: Inventory): Subject {
  const site = sites.find((candidate) => candidate.name === name);
  if (site) return { is: 'site', site };
  const slash = name.indexOf('/');
  const queue =
    slash > 0 && sites.some((candidate) => candidate.name === name.slice(0, slash)) ? name.slice(slash + 1) : name;
  const owner = sites.find(({ queues }) => Object.hasOwn(queues, queue));
  if (owner || retires(queue, retirements)) return { is: 'queue', queue, site: owner ?? null };
  const byAtlasSite = sites.find(({ atlas_sites }) => atlas_sites.includes(name));
  if (byAtlasSite) return { is: 'site', site: byAtlasSite };
  const known = [
    ...sites.flatMap((candidate) => [candidate.name, ...candidate.atlas_sites, ...Object.keys(candidate.queues)]),
    ...retirements.map((retirement) => retirement.queue),
  ];
  const near = nearName(name, known);
  const names = near === null ? namesWith(name, sites) : [near];
  throw new UserError(2, 'unknown-name', `${file} knows no site and no queue "${name}".`, [
    names.length === 0
      ? '`migrate status --stage ready` (or another stage) shows the sites, `migrate status SITE` the queues of one.'
      : `Did you mean ${names.join(' or ')}?`,
  ]);
}

const shortestPart = 3;
const mostNames = 4;

/** Sites that people call by a part of their name, as RHUL for UKI-LT2-RHUL. */
function namesWith(part: string, sites: readonly Site[]): readonly string[] {
  const wanted = part.toUpperCase();
  if (wanted.length < shortestPart) return [];
  return sites.flatMap(({ name }) => (name.toUpperCase().includes(wanted) ? [name] : [])).slice(0, mostNames);
}

/** The site that an operator named; a queue's name is not enough. */
export function siteNamed(name: string, inventory: Inventory): Site {
  const found = subject(name, inventory);
  if (found.is === 'site') return found.site;
  throw new UserError(
    2,
    'unknown-name',
    `"${name}" is a queue; a site is asked for.`,
    found.site ? [`Its site is ${found.site.name}.`] : [],
  );
}

/** The site that an operator named, or the site of a queue. */
export function siteOf(name: string, inventory: Inventory): Site {
  const found = subject(name, inventory);
  if (found.site) return found.site;
  throw new UserError(2, 'unknown-name', `"${name}" retires, and no site of the inventory lists it.`, [
    '`migrate brokeroff --dry-run` shows it.',
  ]);
}

/** The queue that an operator named where only a queue makes sense: there, a site of the same name is not in the way. */
export function queueNamed(name: string, inventory: Inventory): string {
  const { sites, retirements } = inventory;
  if (sites.some(({ queues }) => Object.hasOwn(queues, name)) || retires(name, retirements)) return name;
  const found = subject(name, inventory);
  if (found.is === 'queue') return found.queue;
  throw new UserError(2, 'unknown-name', `"${name}" is a site; a queue is asked for.`, [
    `Its queues: ${Object.keys(found.site.queues).join(', ')}.`,
  ]);
}

function retires(queue: string, retirements: Inventory['retirements']): boolean {
  return retirements.some((retirement) => retirement.queue === queue);
}
