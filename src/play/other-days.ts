import { askedOn } from '../app/requests/agree-day.js';
import { heardOf, noteRequests, type Heard } from '../app/requests/record-request.js';
import type { Session } from '../app/session.js';
import type { Snapshot } from '../app/snapshot.js';
import type { IsoDate } from '../model/dates.js';
import { daysIn } from '../model/text/days-in.js';
import { isBegun } from '../planning/candidates/candidates.js';
import { agreeOn } from '../planning/outlook/agreed-day.js';
import { isLeft } from '../planning/situation.js';
import type { OperatorPolicy } from './setup.js';

/**
 * The acting operator reads what sites have said, and answers those that would rather go on another day: by policy no, or
 * that day where a plan can give it, else the nearest one after it. Returns what was recorded, a sentence for each.
 */
export async function answeredByHand(
  session: Session,
  { situation, draft }: Snapshot,
  policy: OperatorPolicy,
): Promise<readonly string[]> {
  const replied = [...situation.requests.migration.values()].flatMap((fact) => {
    const [offered, ...more] = daysIn(fact.reason ?? '').filter((day) => day >= situation.day);
    const facts = situation.siteOf.get(fact.site);
    // Who has gone meanwhile is asked for no day any more.
    if (!facts || isBegun(facts) || !facts.queues.some(isLeft)) return [];
    return fact.state === 'replied' && offered !== undefined && more.length === 0 ? [{ fact, offered }] : [];
  });
  if (replied.length === 0) return [];
  const asked = await askedOn(
    session,
    replied.map(({ fact }) => fact),
  );
  const told: string[] = [];
  let known = draft;
  for (const { fact, offered } of replied) {
    const record = async (answer: Pick<Heard, 'state' | 'reason' | 'on'>): Promise<void> =>
      noteRequests(
        session,
        await heardOf(session, [fact.site], { ...answer, step: fact.step, ref: fact.ref, again: false }),
      );
    const dayFor = (on: IsoDate) =>
      agreeOn(known, [{ request: { ...fact, state: 'accepted', on }, asked: asked.get(fact.site) ?? null }]);
    const first = dayFor(offered);
    const instead = first.is === 'refused' ? first.refusals[0]?.near.find((day) => day > offered) : undefined;
    const found = instead === undefined ? first : dayFor(instead);
    if (policy.on_other_day === 'decline' || found.is === 'refused') {
      await record({ state: 'declined', reason: `${offered} does not suit the campaign` });
      told.push(`acting: ${fact.site} would rather go on ${offered}: that does not suit the campaign`);
      continue;
    }
    const on = instead ?? offered;
    await record({ state: 'accepted', reason: fact.reason, on });
    known = found.after;
    const { finish } = found.comparison;
    told.push(
      `acting: ${fact.site} would rather go on ${offered}: agreed for ${on}, and the finish ${finish.before === finish.after ? 'stays' : `moves from ${finish.before ?? 'none'} to ${finish.after ?? 'none'}`}`,
    );
  }
  return told;
}
