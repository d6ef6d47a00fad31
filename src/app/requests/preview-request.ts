import { escalationStep, migrationStep, reminderStep, requestKey } from '../../model/keys/operation-keys.js';
import { requestOf } from '../../planning/requests/requests.js';
import { isNoticeStep, noticeContent } from '../../planning/requests/notices.js';
import { localDate } from '../../model/dates.js';
import type { Result } from '../../report/results/results.js';
import { requestDraft, templateOf } from '../../requests/draft.js';
import { templatesFor } from '../../requests/library.js';
import { takeSnapshot } from '../snapshot.js';
import type { Session } from '../session.js';
import { stepOf } from './request-drafts.js';

/** The text that a site would get now, as it would go out. */
export async function previewOf(
  session: Session,
  {
    site,
    template,
    reason,
  }: { readonly site: string; readonly template: string | undefined; readonly reason: string | null },
): Promise<Result<'request-preview'>> {
  const { inventory, actor } = session;
  const library = templatesFor(inventory.file);
  const step = stepOf(template, inventory);
  const { name, file } = library.template(templateOf(step, inventory));
  const { nowMs, situation } = await takeSnapshot(session);
  const facts = situation.siteOf.get(site);
  const notice = facts && isNoticeStep(step) ? noticeContent(step, facts, situation, reason) : null;
  const followsUp = step === reminderStep || step === escalationStep;
  const earlier = followsUp ? requestOf(situation.requests, site, migrationStep) : undefined;
  const others = inventory.campaign.requests.ladder?.find((one) => one.step === 'escalate')?.to;
  const before = earlier
    ? {
        request: 'sent',
        since: earlier.since,
        ...(earlier.ref !== null && { ref: earlier.ref }),
        ...(step === escalationStep && others !== undefined && { to: others }),
      }
    : (notice?.before ?? { request: 'none' });
  const key = requestKey(inventory.campaign.name, site, step, requestOf(situation.requests, site, step)?.round ?? 1);
  const today = localDate(nowMs, inventory.campaign.timezone);
  const { subject, body, to } = requestDraft(
    { key, site, reason: notice?.reason ?? reason ?? 'An operator asked for it.', before },
    { inventory, library, today, operator: actor.name },
  );
  return { channel: inventory.campaign.requests.channel, template: name, file, site, to, subject, body };
}
