import { sentence } from '../../model/text/sentences.js';
import type { Fields } from '../../model/operation.js';
import { flipClaims } from '../../changes/claims.js';
import { pick } from '../../changes/record/fields.js';
import { bareCaveat, flip, rollback } from '../../changes/record/transitions.js';
import type { Make } from '../../changes/supersede.js';
import { capacity } from '../calendar/pace.js';
import { leadCaveat, whyNotToday } from '../readiness/flip-today.js';
import { requestView } from '../requests/requests.js';
import { sitesUnderWatch, type Queue, type SiteFacts, type Situation } from '../situation.js';
import { windowClosed } from '../verdicts/rollback-window.js';
import { faultInForce, verdictInForce } from '../verdicts/verdicts.js';
import { asked, carry, refusedWhole, type Intent, type RequestedChange } from './carry.js';
import type { Refusal, Subject } from './subjects.js';

/** How a flip was ordered. */
export interface FlipOrder {
  readonly version: string;
  /** null: the operator gave none. */
  readonly reason: string | null;
  /** What to go back to where this ledger does not know. */
  readonly values?: Fields | null;
  /** Forward also where a site was not asked, or has not had its time. */
  readonly early?: boolean;
}

/**
 * Sites, ATLAS sites or queues to the campaign's new pilot or back to the old one. Forward obeys
 * readiness, pace and limits, and goes ahead of a site's answer only where the operator says so. Back
 * obeys none of them, and needs a reason where no verdict gives one.
 */
export function flipIntent(
  situation: Situation,
  wanted: readonly string[],
  { version, reason, values = null, early = false }: FlipOrder,
): Intent {
  const { campaign } = situation.inventory;
  if (version === campaign.pilot?.to) return carry(situation, wanted, forward(situation, reason ?? asked, early));
  if (version !== campaign.pilot?.from) {
    const known = campaign.pilot ? `${campaign.pilot.from} and ${campaign.pilot.to}` : 'none';
    return refusedWhole(version, `Campaign ${campaign.name} knows no pilot ${version}.`, `Its pilots: ${known}.`);
  }
  const make: Make = (record, history) => rollback(record, history, values);
  return carry(situation, wanted, ({ subject, queues }) => {
    const closed = queues.flatMap((queue) => windowClosed(queue, campaign, situation.day) ?? [])[0];
    if (closed) return { subject, ...closed };
    const unexplained = reason === null ? queues.find((queue) => needsReason(queue, make, situation)) : undefined;
    if (unexplained)
      return {
        subject,
        sentence: `${unexplained.name} goes back without a verdict that asks for it${verdictWord(unexplained, situation)}.`,
        advice: 'Say why: --reason TEXT.',
      };
    return { kind: 'rollback', make, reason: (queue) => reason ?? faultReason(queue, situation) ?? asked, claims: [] };
  });
}

/** Nobody could tell later why it went back: no verdict asks for it, and nothing of it was begun. */
function needsReason(queue: Queue, make: Make, situation: Situation): boolean {
  const { record, history } = queue;
  if (!record || history?.open?.operation.kind === 'rollback' || faultReason(queue, situation) !== null) return false;
  return make(record, history).is === 'change';
}

function faultReason({ history }: Queue, { nowMs }: Situation): string | null {
  const fault = faultInForce(history, nowMs);
  return fault && `${fault.verdict}: ${fault.reason}`;
}

function verdictWord({ history }: Queue, { nowMs }: Situation): string {
  const verdict = verdictInForce(history, nowMs);
  return verdict ? `; its verdict is "${verdict.verdict}"` : '';
}

function forward(
  situation: Situation,
  reason: string,
  early: boolean,
): (subject: Subject) => RequestedChange | Refusal {
  const { inventory, calendar, today, history } = situation;
  const { campaign } = inventory;
  const watch = sitesUnderWatch(situation);
  const make: Make = (record, past) => {
    const change = flip(record, campaign);
    if (change.is !== 'nothing' || past?.pilot?.kind !== 'rollback') return change;
    const present = pick(record, ['pilot_version']);
    return { is: 'change', before: present, after: present };
  };
  return ({ subject, facts, queues }) => {
    const against = whyNotToday(facts, queues, situation);
    if (against !== null) return { subject, ...against };
    const ahead = leadCaveat(facts, queues, situation);
    // The ledger lets nothing go against a word that nobody has read.
    const replied = requestView(situation.requests.migration.get(facts.name)).state === 'replied';
    if (ahead !== null && (!early || replied))
      return { subject, sentence: ahead, advice: withoutAnswer(facts, situation) };
    const claims = flipClaims(facts, today, capacity(calendar, today).sites, campaign.limits, history, watch);
    const words = ahead === null ? reason : `${sentence(reason)} ${ahead}`;
    const wordsFor = ({ record, history: past }: Queue): string => {
      const change = record && make(record, past);
      const caveat =
        change?.is === 'change'
          ? bareCaveat(change.after['container_type'] ?? record?.container_type ?? '', campaign)
          : null;
      return caveat === null ? words : `${words} ${caveat}`;
    };
    return { kind: 'flip', make, reason: wordsFor, claims };
  };
}

/** What an operator does about a site that has not had its say. */
function withoutAnswer({ name }: SiteFacts, { requests }: Situation): string {
  const request = requestView(requests.migration.get(name)).state;
  const first =
    request === 'sent'
      ? `With its answer (\`migrate request accept ${name} --reason …\`) it goes at once`
      : request === 'unconfirmed'
        ? `Ask it whether it was (\`migrate request sent ${name}\`)`
        : request === 'replied'
          ? `Say what it means (\`migrate request accept ${name} --reason …\`, or decline)`
          : `Ask it first (\`migrate request open ${name}\`)`;
  return request === 'replied' ? `${first}.` : `${first}; --early goes ahead all the same.`;
}
