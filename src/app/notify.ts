import { GridFailure, withAdvice, type NoticeRoute } from '../grid/ports.js';
import type { LedgerEvent } from '../ledger/port.js';
import { instant, localDate } from '../model/dates.js';
import { inLocalTime } from '../model/text/local-time.js';
import { fingerprint } from '../model/fingerprint.js';
import type { NoticeFact } from '../model/history.js';
import { count } from '../model/text/sentences.js';
import { requestLines } from '../planning/requested/requests.js';
import type { Result } from '../report/results/results.js';
import { presentStatus } from '../report/status-model/present-status.js';
import { verdictRows } from '../report/status-model/verdicts.js';
import { takeSnapshot, type Snapshot } from './snapshot.js';
import { withLedger, type Session } from './session.js';

/** Something that a person must do. */
interface News {
  /** Equal for the same news, however many days it stands. */
  readonly id: string;
  readonly subject: string;
  readonly text: string;
}

type Row = Result<'notify'>['notices'][number];

/**
 * Tells people what they must do: each way once per news, by mail once a day. What is about to go out is
 * noted first, so that after a run that was cut off nothing goes out twice; it is said to be unconfirmed.
 */
export async function notify(
  session: Session,
  routes: readonly NoticeRoute[],
  { dryRun, attempt, ...seen }: { readonly dryRun: boolean; readonly attempt: string; readonly snapshot?: Snapshot },
): Promise<Result<'notify'>> {
  const snapshot = seen.snapshot ?? (await takeSnapshot(session));
  const news = newsOf(snapshot);
  const notices: Row[] = [];
  for (const route of routes) notices.push(...(await tellBy(route, news, { session, snapshot, dryRun, attempt })));
  return { campaign: snapshot.plan.campaign, asOf: snapshot.plan.asOf, notices };
}

interface Telling {
  readonly session: Session;
  readonly snapshot: Snapshot;
  readonly dryRun: boolean;
  readonly attempt: string;
}

async function tellBy(route: NoticeRoute, news: readonly News[], telling: Telling): Promise<readonly Row[]> {
  const { session, snapshot, dryRun, attempt } = telling;
  const { to } = route;
  const row = ({ subject, text }: News, state: Row['state'], message: string): Row => ({
    to,
    subject,
    sent: state === 'sent',
    state,
    text,
    message,
  });
  const before = toldBy(to, await eventsOf(session));
  const unconfirmed = news.filter(({ id }) => before.get(id)?.state === 'begun');
  const fresh = news.filter(({ id }) => !before.has(id) || before.get(id)?.state === 'failed');
  const rows = unconfirmed.map((one) =>
    row(one, 'unconfirmed', 'It may have gone out: it was being sent when its run ended. It is not sent again.'),
  );
  if (fresh.length === 0) return rows;
  const { timezone } = session.inventory.campaign;
  const today = [...before.values()].some(
    ({ at, state }) => state !== 'failed' && localDate(Date.parse(at), timezone) === snapshot.plan.day,
  );
  if (to === 'mail' && today)
    return [...rows, ...fresh.map((one) => row(one, 'waits', "Today's mail has gone out; it is in tomorrow's."))];
  if (dryRun) return [...rows, ...fresh.map((one) => row(one, 'new', 'Would be sent.'))];

  await note(session, fresh, { to, attempt, state: 'begun' });
  const after = toldBy(to, await eventsOf(session));
  const ours = fresh.filter(({ id }) => after.get(id)?.attempt === attempt);
  const others = fresh
    .filter((one) => !ours.includes(one))
    .map((one) => row(one, 'waits', 'Another run is telling it.'));
  if (ours.length === 0) return [...rows, ...others];
  try {
    await route.tell(messageOf(ours, snapshot));
  } catch (error) {
    if (!(error instanceof GridFailure)) throw error;
    if (error.sent)
      return [
        ...rows,
        ...others,
        ...ours.map((one) => row(one, 'unconfirmed', `It may have gone out: ${withAdvice(error)}`)),
      ];
    await note(session, ours, { to, attempt, state: 'failed' });
    return [...rows, ...others, ...ours.map((one) => row(one, 'failed', withAdvice(error)))];
  }
  await note(session, ours, { to, attempt, state: 'sent' });
  return [...rows, ...others, ...ours.map((one) => row(one, 'sent', 'Sent.'))];
}

function messageOf(news: readonly News[], { plan, situation }: Snapshot): Parameters<NoticeRoute['tell']>[0] {
  const subject = `${plan.campaign}: ${count(news.length, 'thing')} to do`;
  const { timezone } = situation.inventory.campaign;
  const text = news.map(({ text: words }) => `- ${inLocalTime(words, timezone)}`).join('\n');
  return { id: `${plan.campaign}/notice/${fingerprint(news.map(({ id }) => id))}`, subject, text: `${text}\n` };
}

/** Problems that a person has to look at, and requests that ask for a decision. */
function newsOf({ plan, situation }: Snapshot): readonly News[] {
  const { problems } = presentStatus(
    { plan, situation, events: [] },
    verdictRows({ plan, situation, judged: null }, []),
  );
  const grave = problems.filter(({ severity }) => severity !== 'info');
  const due = requestLines(situation).flatMap(({ site, step, sentence, due: asks }) =>
    sentence !== null && (asks === 'decide' || asks === 'confirm')
      ? [{ subject: `${site} ${step}`, sentence, advice: null }]
      : [],
  );
  return [...grave, ...due].map(({ subject, sentence, advice }) => ({
    // Numbers of days grow while the news are the same.
    id: fingerprint({ subject, sentence: sentence.replace(/\d+ (?:day|hour)s?/g, '') }),
    subject,
    text: [`${subject}: ${sentence}`, advice].filter((words) => words !== null).join(' '),
  }));
}

type Told = Pick<NoticeFact, 'state' | 'attempt'> & { readonly at: string };

/** What the ledger remembers of each news: of several attempts the first that did not fail. */
function toldBy(to: NoticeRoute['to'], events: readonly LedgerEvent[]): ReadonlyMap<string, Told> {
  const told = new Map<string, Told>();
  for (const { at, detail } of events) {
    if (detail['to'] !== to) continue;
    const { news, state, attempt } = detail as unknown as NoticeFact;
    const known = told.get(news);
    if (!known || known.state === 'failed' || known.attempt === attempt) told.set(news, { state, attempt, at });
  }
  return told;
}

function eventsOf(session: Session): Promise<readonly LedgerEvent[]> {
  return withLedger(session, 'read', (ledger) => ledger.events({ what: ['notice'] }));
}

async function note(
  session: Session,
  news: readonly News[],
  how: Pick<NoticeFact, 'to' | 'attempt' | 'state'>,
): Promise<void> {
  const at = instant(await session.grid.clock.now());
  await withLedger(session, 'write', async (ledger) => {
    for (const { id, subject } of news)
      await ledger.note({ what: 'notice', notice: { news: id, subject, ...how } }, session.actor, at);
  });
}
