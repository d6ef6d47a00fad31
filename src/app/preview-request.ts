import { requestKey } from '../model/operation-keys.js';
import { migrationStep, reminderStep, requestOf } from '../planning/requests/requests.js';
import { localDate } from '../model/dates.js';
import type { Result } from '../report/results/results.js';
import { requestDraft, templateOf } from '../requests/draft.js';
import { templatesFor } from '../requests/library.js';
import { lookAndAssess } from '../cli/acting-command.js';
import type { Desk } from '../cli/context.js';
import { stepOf } from './request-drafts.js';

/** The text that a site would get now, as it would go out. */
export async function previewOf(desk: Desk, { site, template, because = 'An operator asked for it.' }: { readonly site: string; readonly template: string | undefined; readonly because: string | undefined }): Promise<Result<'request-preview'>> {
  const { inventory, actor } = desk;
  const library = templatesFor(inventory.file);
  const step = stepOf(template, inventory);
  const { name, file } = library.template(templateOf(step, inventory));
  const { nowMs, situation } = await lookAndAssess(desk);
  const earlier = step !== reminderStep ? undefined : requestOf(situation.requests, site, migrationStep);
  const before = earlier ? { request: 'sent', since: earlier.since, ...(earlier.ref !== null && { ref: earlier.ref }) } : { request: 'none' };
  const key = requestKey(inventory.campaign.name, site, step, requestOf(situation.requests, site, step)?.round ?? 1);
  const today = localDate(nowMs, inventory.campaign.timezone);
  const { subject, body, to } = requestDraft({ key, site, because, before }, { inventory, library, today, operator: actor.name });
  return { channel: inventory.campaign.requests.channel, template: name, file, site, to, subject, body };
}
