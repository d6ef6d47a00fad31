import { dayNumber, localDate, type Instant } from '../../model/dates.js';
import type { StatusModel, StatusSources } from './sources.js';

type Row = StatusModel['waiting'][number];

/** Who waits for whom since when, longest first. */
export function waitingRows({ plan, situation }: Pick<StatusSources, 'plan' | 'situation'>): readonly Row[] {
  const { today, inventory } = situation;
  // Days of the calendar, as the reasons of requests count them.
  const days = (since: Instant): number =>
    Math.max(0, today - dayNumber(localDate(Date.parse(since), inventory.campaign.timezone)));
  const requests = plan.sites.flatMap(({ site, stage, request }): Row[] => {
    if (stage !== 'ready' && stage !== 'blocked' && stage !== 'partly') return [];
    const { state, since, ref = null, on } = request;
    if (state === 'none' || state === 'declined' || since === undefined) return [];
    const row = { site, queue: null, since, days: days(since), ref };
    if (state === 'sent') return [{ ...row, waitsFor: 'the site', what: 'an answer to the request' }];
    if (state === 'replied') return [{ ...row, waitsFor: 'us', what: 'to read its reply and record what it means' }];
    if (state === 'accepted')
      return [
        { ...row, waitsFor: 'us', what: `its migration, to which it agreed${on === undefined ? '' : ` for ${on}`}` },
      ];
    return [{ ...row, waitsFor: 'us', what: 'to find out whether its request went out' }];
  });
  const queues = situation.sites.flatMap(({ name: site, queues }) =>
    queues.flatMap(({ name: queue, history }): Row[] => {
      const open = history?.open;
      if (open) {
        const what = `its ${open.operation.kind}, ${open.state}, held by ${open.actor}`;
        return [{ site, queue, waitsFor: 'an operation', what, since: open.since, days: days(open.since), ref: null }];
      }
      const flip = history?.pilot;
      if (!flip || flip.kind !== 'flip' || history.verdict !== null) return [];
      const since = flip.effectiveAt;
      return [{ site, queue, waitsFor: 'jobs', what: 'a verdict on its flip', since, days: days(since), ref: null }];
    }),
  );
  return [...requests, ...queues].sort((one, other) => Date.parse(one.since) - Date.parse(other.since));
}
