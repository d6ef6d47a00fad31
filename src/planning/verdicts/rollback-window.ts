import { addDays, localDate, type IsoDate } from '../../model/dates.js';
import type { QueueHistory } from '../../model/history.js';
import type { Campaign } from '../../model/campaign.js';

/**
 * The last day on which a queue may go back to the old pilot by the campaign's policy
 * (docs/commissioning.md#the-roll-back-window); null: this ledger did not flip it, or the policy names no end.
 */
export function canGoBackUntil(
  history: QueueHistory | null,
  { commissioning, timezone }: Pick<Campaign, 'commissioning' | 'timezone'>,
): IsoDate | null {
  const { rollback_days: days } = commissioning;
  if (days === null || history?.pilot?.kind !== 'flip') return null;
  return addDays(localDate(Date.parse(history.pilot.effectiveAt), timezone), days);
}

/** Of a site: until then all of its queues that were flipped can go back; null as above. */
export function siteCanGoBackUntil(
  queues: readonly { readonly history: QueueHistory | null }[],
  campaign: Pick<Campaign, 'commissioning' | 'timezone'>,
): IsoDate | null {
  const days = queues.flatMap(({ history }) => canGoBackUntil(history, campaign) ?? []);
  return days.sort()[0] ?? null;
}

/** Why a queue no longer goes back, with what to do; null: it may. */
export function windowClosed(
  queue: { readonly name: string; readonly history: QueueHistory | null },
  campaign: Pick<Campaign, 'commissioning' | 'timezone'>,
  today: IsoDate,
): { readonly sentence: string; readonly advice: string } | null {
  const until = canGoBackUntil(queue.history, campaign);
  if (until === null || today <= until) return null;
  return {
    sentence: `${queue.name} could go back to the old pilot until ${until}, and that is over.`,
    advice: 'Where the old pilot can still be had, give `commissioning.rollback_days` more days in sites.yaml.',
  };
}
