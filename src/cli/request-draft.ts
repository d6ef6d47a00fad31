import type { RequestDraft } from '../grid/ports.js';
import type { Inventory } from '../model/inventory.js';
import type { Operation } from '../model/operation.js';

/** The text of a request to a site. */
export function requestDraft({ key, site, because }: Operation, { campaign, sites }: Inventory): RequestDraft {
  const marker = `[${key}]`;
  return {
    marker,
    site,
    to: sites.find(({ name }) => name === site)?.contact ?? '',
    subject: `${marker} Migration of ${site}`,
    body: `Dear colleagues at ${site},\n\nthe queues of your site are to be migrated in the campaign ${campaign.name}. ${because}\n`,
  };
}
