import { addDays, instant, localDate, type IsoDate } from '../../model/dates.js';
import type { RequestFact, Verdict } from '../../model/history.js';
import { agreedDayStep, keyNumber, stepOfTemplate } from '../../model/keys/operation-keys.js';
import type { Retirement } from '../../model/inventory.js';
import type { Fields, Operation, SettledChange } from '../../model/operation.js';
import type { RetirementView } from '../../model/plan.js';
import { textOperation } from '../operations/build.js';
import { isLeft, type Queue, type SiteFacts, type Situation } from '../situation.js';
import { agreedDay, requestOf } from './requests.js';
import { sentence } from '../../model/text/sentences.js';

export const brokeroffNotice = 'brokeroff-notice';
export const agreedDayNotice = agreedDayStep;
/** Texts that tell a site of a change, or of the day that was agreed with it, by their steps. */
const noticeSteps = ['roll-back', 'containers-off-notice', brokeroffNotice, agreedDayNotice] as const;
type NoticeStep = (typeof noticeSteps)[number];

/** Changes of longer ago are told by nobody any more. */
const freshDays = 7;

/** What a notice tells: of which queues, since when, and why. */
export interface NoticeContent {
  readonly before: Fields;
  readonly reason: string;
  /** The newest of the changes; null where nothing was changed yet. */
  readonly changedAt: string | null;
  /** The day agreed with the site, where it is told of one. */
  readonly on?: IsoDate;
}

export function isNoticeStep(step: string): step is NoticeStep {
  return (noticeSteps as readonly string[]).includes(step);
}

/** What a notice to a site has to tell; null: nothing of the kind happened there. `reason`: an operator's own words. */
export function noticeContent(
  step: NoticeStep,
  facts: SiteFacts,
  situation: Situation,
  reason: string | null = null,
): NoticeContent | null {
  if (step === brokeroffNotice) return brokeroffContent(facts, situation, reason);
  if (step === agreedDayNotice) return agreedDayContent(facts, situation, reason);
  const told = facts.queues.flatMap((queue) => changeTold(step, queue) ?? []);
  const [first] = told;
  if (!first) return null;
  const changedAt = told.map(({ change }) => change.at).reduce((newest, at) => (at > newest ? at : newest));
  const verdicts = new Set(told.flatMap(({ verdict }) => verdict?.verdict ?? []));
  return {
    before: {
      request: 'none',
      queues: told.map(({ queue }) => queue).join(' '),
      changed: localDate(Date.parse(changedAt), situation.inventory.campaign.timezone),
      ...(verdicts.size > 0 && { verdict: [...verdicts].join(', ') }),
    },
    reason: [...causes(told), ...(reason === null ? [] : [sentence(reason)])].join(' ') || 'An operator decided it.',
    changedAt,
  };
}

/**
 * The notices that are due: of retirements as long ahead as the campaign asks its sites, and late where the date came
 * before the notice; of changes once they are made. Each once.
 */
export function noticesDue(retirements: readonly RetirementView[], situation: Situation): readonly Operation[] {
  return [...brokeroffNotices(retirements, situation), ...changeNotices(situation), ...agreedDayNotices(situation)];
}

/** A day that is over is told to nobody any more, and neither is one of a site that has gone. */
function agreedDayNotices(situation: Situation): readonly Operation[] {
  return situation.sites.flatMap((facts) => {
    const on = agreedDay(situation.requests.migration.get(facts.name));
    return on !== null && on >= situation.day && facts.queues.some(isLeft)
      ? noticeOperation(agreedDayNotice, facts, situation)
      : [];
  });
}

/** The text goes where the site was asked. */
function agreedDayContent({ name }: SiteFacts, { requests }: Situation, reason: string | null): NoticeContent | null {
  const request = requests.migration.get(name);
  const on = agreedDay(request);
  if (!request || on === null) return null;
  const { ref, since } = request;
  return {
    before: { request: 'none', on, since, ...(ref !== null && { ref }) },
    reason: reason ?? `The migration is agreed for ${on}.`,
    changedAt: null,
    on,
  };
}

function brokeroffNotices(retirements: readonly RetirementView[], situation: Situation): readonly Operation[] {
  const until = addDays(situation.day, situation.inventory.campaign.requests.lead_days);
  const isComing = ({ state, held, on }: RetirementView): boolean =>
    (state === 'due' || state === 'scheduled') && held === undefined && (on === null || on <= until);
  const isRecent = ({ queue, state }: RetirementView): boolean => {
    const change = situation.history.queues.get(queue)?.status;
    return state === 'brokeroff' && change?.kind === 'brokeroff' && change.at >= freshSince(situation);
  };
  const sites = new Set(
    retirements
      .filter((retirement) => isComing(retirement) || isRecent(retirement))
      .flatMap(({ queue }) => situation.siteOfQueue(queue)?.name ?? []),
  );
  return [...sites].flatMap((site) => {
    const facts = situation.siteOf.get(site);
    return facts ? noticeOperation(brokeroffNotice, facts, situation) : [];
  });
}

function freshSince({ nowMs }: Situation): string {
  return instant(nowMs - freshDays * 86_400_000);
}

function changeNotices(situation: Situation): readonly Operation[] {
  const since = freshSince(situation);
  return situation.sites.flatMap((facts) =>
    (['roll-back', 'containers-off-notice'] as const).flatMap((step) => {
      const isFresh = facts.queues.some((queue) => (changeTold(step, queue)?.change.at ?? '') >= since);
      return isFresh ? noticeOperation(step, facts, situation) : [];
    }),
  );
}

/** None where the site was told since, cannot be written to, or nobody can look up whether it was. */
function noticeOperation(step: NoticeStep, facts: SiteFacts, situation: Situation): readonly Operation[] {
  const { channel } = situation.inventory.campaign.requests;
  const content = noticeContent(step, facts, situation);
  if (!content || channel === 'none' || (channel === 'mail' && facts.site.contact === null)) return [];
  const known = requestOf(situation.requests, facts.name, step);
  const isNews = known !== undefined && isNewer(content, known);
  if (known && !isNews && !isToSend(known, channel === 'mail')) return [];
  const round = (known?.round ?? 1) + (isNews ? 1 : 0);
  const { before, reason } = content;
  return [textOperation(situation, facts, { step, round, before, after: { request: 'sent' } }, reason)];
}

function isToSend({ state }: RequestFact, isMail: boolean): boolean {
  return state === 'none' || (state === 'unconfirmed' && !isMail);
}

/** Whether a change is told that came after the notice known, or another day than it told. */
export function isNewer(content: NoticeContent | null, { since, on }: RequestFact): boolean {
  if (content?.on !== undefined) return on !== content.on;
  return content?.changedAt != null && since < content.changedAt;
}

/** When a site was told that a queue of it goes brokeroff; undefined: it was not, or nobody knows. */
export function toldOfBrokeroff(site: string, { requests }: Situation): string | undefined {
  const known = requestOf(requests, site, stepOfTemplate('brokeroff'));
  return known && known.state !== 'none' && known.state !== 'unconfirmed' ? known.since : undefined;
}

interface Told {
  readonly queue: string;
  readonly change: SettledChange;
  readonly verdict: Verdict | null;
}

/** What is to be told of a queue, with the verdict that the change followed. */
function changeTold(step: 'roll-back' | 'containers-off-notice', { name, history }: Queue): Told | null {
  const change = step === 'roll-back' ? history?.pilot : history?.containers;
  if (!change || change.kind !== (step === 'roll-back' ? 'rollback' : 'containers-off')) return null;
  return { queue: name, change, verdict: causeOf(change, history?.verdict ?? null) };
}

/** A fault found in the generation that the change ended, before it. */
function causeOf({ key, at }: SettledChange, verdict: Verdict | null): Verdict | null {
  if (!verdict || verdict.verdict === 'good' || verdict.verdict === 'not enough jobs') return null;
  const generations = keyNumber(key) - verdict.generation;
  return (generations === 0 || generations === 1) && verdict.at <= at ? verdict : null;
}

/** The verdicts with their counts, else the reasons that operators gave; by queue where they differ. */
function causes(told: readonly Told[]): readonly string[] {
  const sentences = told.map(({ queue, verdict, change }) => ({
    queue,
    why: verdict ? `${verdict.verdict}: ${sentence(verdict.reason)}` : (change.reason ?? null),
  }));
  const known = sentences.flatMap(({ queue, why }) => (why === null ? [] : [{ queue, why: sentence(why) }]));
  if (new Set(known.map(({ why }) => why)).size === 1) return known.slice(0, 1).map(({ why }) => why);
  return known.map(({ queue, why }) => `${queue}: ${why}`);
}

/** Every queue of the site that still serves and retires, with its date, so that one notice tells of all. */
function brokeroffContent({ site }: SiteFacts, situation: Situation, reason: string | null): NoticeContent | null {
  const retiring = Object.keys(site.queues).flatMap((queue) => situation.retiring.get(queue) ?? []);
  const serving = retiring.filter(({ queue }) => {
    const status = situation.view.records.get(queue)?.status;
    return status !== undefined && status !== 'brokeroff' && status !== 'offline';
  });
  const told = serving.length > 0 ? serving : retiring;
  if (told.length === 0) return null;
  const because = [...new Set(told.map((one) => sentence(one.because)))];
  const since = serving.length === 0 ? brokeroffSince(retiring, situation) : null;
  if (since !== null) because.push(`In brokeroff since ${since}: told late.`);
  return {
    before: { request: 'none', queues: told.map(({ queue }) => queue).join(' ') },
    reason: reason ?? because.join(' '),
    changedAt: null,
  };
}

/** The day of the program's own brokeroff, of several the newest; null: somebody else's. */
function brokeroffSince(retiring: readonly Retirement[], { history, inventory }: Situation): IsoDate | null {
  const changes = retiring
    .flatMap(({ queue }) => history.queues.get(queue)?.status ?? [])
    .flatMap(({ kind, at }) => (kind === 'online' ? [] : [at]))
    .sort();
  const newest = changes.at(-1);
  return newest === undefined ? null : localDate(Date.parse(newest), inventory.campaign.timezone);
}
