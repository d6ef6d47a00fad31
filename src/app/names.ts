import type { Inventory, Site } from '../model/inventory.js';
import { suggestion } from '../model/text/near-names.js';
import { UserError } from '../model/user-error.js';
import { namesOf, type Named } from '../planning/names.js';

/** What an operator named; an ATLAS site stands for its site. */
export type Subject = Extract<Named, { readonly is: 'site' | 'queue' }>;

/** Finds a name in the inventory. An unknown one is a UserError (exit 2) with the nearest names, never a guess. */
export function subject(name: string, inventory: Inventory): Subject {
  const found = namesOf(inventory)(name);
  if (found.is === 'atlas site') return { is: 'site', site: found.site };
  if (found.is !== 'unknown') return found;
  throw new UserError(2, 'unknown-name', `${inventory.file} knows no site and no queue "${name}".`, [
    suggestion(found.near) ??
      '`migrate status --stage ready` (or another stage) shows the sites, `migrate status SITE` the queues of one.',
  ]);
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
  if (sites.some(({ queues }) => Object.hasOwn(queues, name)) || retirements.some(({ queue }) => queue === name))
    return name;
  const found = subject(name, inventory);
  if (found.is === 'queue') return found.queue;
  throw new UserError(2, 'unknown-name', `"${name}" is a site; a queue is asked for.`, [
    `Its queues: ${Object.keys(found.site.queues).join(', ')}.`,
  ]);
}
