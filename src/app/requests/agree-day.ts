import { localDate, type IsoDate } from '../../model/dates.js';
import type { RequestFact } from '../../model/history.js';
import { migrationStep, stepOfKey } from '../../model/keys/operation-keys.js';
import type { Operation } from '../../model/operation.js';
import { UserError } from '../../model/user-error.js';
import { agreeOn, type DayAnswer, type DayCost } from '../../planning/outlook/agreed-day.js';
import { agreedDayNotice } from '../../planning/requests/notices.js';
import { requestOf } from '../../planning/requests/requests.js';
import { during, thinking, withLedger, type Session } from '../session.js';
import { takeSnapshot } from '../snapshot.js';

/** What is known before a day is agreed on: the plan with it, and the texts that tell the sites. */
export interface DayAgreed {
  readonly cost: DayCost;
  readonly tellings: readonly Operation[];
  /** Sites that know the day from an earlier text. */
  readonly alreadyTold: readonly string[];
}

/**
 * What it costs to plan sites on the day that they accept, by the very plan that follows; records nothing. Throws a
 * UserError (exit 4) for a day that no plan can give, with the nearest possible ones.
 */
export async function costOfDay(session: Session, on: IsoDate, answers: readonly RequestFact[]): Promise<DayAgreed> {
  const { draft, situation } = await takeSnapshot(session);
  const asked = await askedOn(session, answers);
  const named = answers.map((request): DayAnswer => ({
    request: { ...request, on },
    asked: asked.get(request.site) ?? null,
  }));
  const cost = await during(
    session,
    `Planning with ${on}`,
    () => agreeOn(draft, named, session.solver),
    thinking(session),
  );
  if (cost.is === 'refused')
    throw new UserError(
      4,
      'impossible-day',
      `${cost.refusals.map(({ sentence }) => sentence).join(' ')} Nothing was recorded.`,
      cost.refusals.map(({ subject, advice }) => (cost.refusals.length === 1 ? advice : `${subject}: ${advice}`)),
    );
  const sites = new Set(answers.map(({ site }) => site));
  const tellings = cost.after.plan.operations.filter(
    ({ kind, key, site }) => kind === 'request' && stepOfKey(key) === agreedDayNotice && sites.has(site),
  );
  const alreadyTold = [...sites].filter((site) => {
    const text = requestOf(situation.requests, site, agreedDayNotice);
    return text !== undefined && text.state !== 'none' && text.on === on;
  });
  return { cost, tellings, alreadyTold };
}

/** The day on which each site was asked in its newest round, as the ledger first heard of it. */
export async function askedOn(
  session: Session,
  answers: readonly RequestFact[],
): Promise<ReadonlyMap<string, IsoDate>> {
  const { timezone } = session.inventory.campaign;
  const rounds = new Map(answers.map(({ site, round }) => [site, round]));
  const events = await withLedger(session, 'read', (ledger) => ledger.events({}));
  const asked = new Map<string, IsoDate>();
  for (const { what, detail } of events) {
    const fact = (what === 'request' ? detail : detail['request']) as RequestFact | undefined;
    if (fact?.step !== migrationStep || fact.round !== rounds.get(fact.site) || asked.has(fact.site)) continue;
    if (fact.state === 'sent' || fact.state === 'seen')
      asked.set(fact.site, localDate(Date.parse(fact.since), timezone));
  }
  return asked;
}
