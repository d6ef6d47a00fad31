import type { RequestDraft } from '../grid/ports.js';
import type { IsoDate } from '../model/dates.js';
import type { Inventory } from '../model/inventory.js';
import type { Channel } from '../model/campaign.js';
import type { Operation } from '../model/operation.js';
import { markerOf, stepOfKey, templateOfStep } from '../model/keys/operation-keys.js';
import { line, requestFields } from './fields.js';
import type { Library } from './library.js';

export interface DraftContext {
  readonly inventory: Inventory;
  readonly library: Library;
  readonly today: IsoDate;
  readonly operator: string;
}

/**
 * The text of a request, as it would go out over the campaign's channel. The step in the operation's key
 * names the template; `migration` stands for the campaign's own. Throws a TemplateError.
 */
export function requestDraft(
  operation: Pick<Operation, 'key' | 'site' | 'reason' | 'before'>,
  { inventory, library, today, operator }: DraftContext,
): RequestDraft {
  const { key, site, before } = operation;
  const { channel } = inventory.campaign.requests;
  const template = library.template(templateOf(stepOfKey(key), inventory));
  const fields = requestFields({ operation, inventory, today, operator });
  const marker = markerOf(key);
  const thread = before['ref'];
  return {
    marker,
    site,
    to: recipients(before['to'], fields.contact, channel),
    subject: `${marker} ${line(template.subject(fields))}`,
    body: `${template.body(fields).trim()}\n`,
    ...(thread !== undefined && thread !== '' && { thread }),
    channelDefaults: channel === 'none' ? {} : template.defaults[channel],
  };
}

/** By mail others are asked for help and the site reads it; a ticket has readers of its own. */
function recipients(others: string | undefined, contact: string, channel: Channel | 'none'): string {
  if (others === undefined || channel !== 'mail') return contact;
  return contact === '' ? others : `${others}, ${contact}`;
}

/** The step that asks for the migration uses the campaign's own template; any other step is a template's name. */
export function templateOf(step: string, { campaign }: Inventory): string {
  return step === 'migration' ? campaign.requests.template : templateOfStep(step);
}
