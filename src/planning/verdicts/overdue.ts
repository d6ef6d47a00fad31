import { instant, hourMs, type Instant } from '../../model/dates.js';
import type { QueueHistory } from '../../model/history.js';
import { count, names } from '../../model/text/sentences.js';
import type { Situation } from '../situation.js';
import { awaitsVerdict, verdictInForce } from './verdicts.js';

/** A change on whose jobs nobody has said anything final, though the time for it is over. */
export interface OverdueVerdict {
  readonly site: string;
  readonly queue: string;
  /** When the verdict was due. */
  readonly since: Instant;
}

/** Flips that wait for their verdict beyond `deadline_hours`: nobody has looked at their jobs since. */
export function overdueVerdicts({ sites, inventory, nowMs }: Situation): readonly OverdueVerdict[] {
  const deadlineMs = inventory.campaign.commissioning.deadline_hours * hourMs;
  return sites.flatMap(({ name: site, queues }) =>
    queues.flatMap(({ name: queue, history }): OverdueVerdict[] => {
      const dueMs = history?.pilot ? Date.parse(history.pilot.effectiveAt) + deadlineMs : Infinity;
      if (nowMs < dueMs || !awaitsVerdict(history, nowMs) || isJudgedSince(history, dueMs, nowMs)) return [];
      return [{ site, queue, since: instant(dueMs) }];
    }),
  );
}

/** What a look before the deadline left open is no word on the change. */
function isJudgedSince(history: QueueHistory | null, dueMs: number, nowMs: number): boolean {
  const verdict = verdictInForce(history, nowMs);
  if (verdict === null) return false;
  const isOpen = verdict.verdict === 'not enough jobs' || verdict.verdict === 'inconclusive';
  return !isOpen || Date.parse(verdict.at) >= dueMs;
}

const mostNamed = 5;

/** The first thing to tell where verdicts are overdue, with the command and what waits for them; null: none is. */
export function overdueSentence(situation: Situation): string | null {
  const overdue = overdueVerdicts(situation);
  const [first] = [...overdue].sort((one, other) => (one.since < other.since ? -1 : 1));
  if (!first) return null;
  const sites = [...new Set(overdue.map(({ site }) => site))];
  const shown =
    sites.length <= mostNamed
      ? names(sites)
      : `${sites.slice(0, mostNamed).join(', ')} and ${sites.length - mostNamed} more`;
  const what = `${count(overdue.length, 'verdict is', 'verdicts are')} overdue, the first since ${first.since}: ${shown}.`;
  return [what, 'Run `migrate commission`: nobody has looked at their jobs in time.', ...heldUp(situation, sites)].join(
    ' ',
  );
}

/** A site under watch takes a place, for as long as nobody judges it: days planned for others are then no days. */
function heldUp({ inventory }: Situation, sites: readonly string[]): readonly string[] {
  const { in_commissioning: limit } = inventory.campaign.limits;
  if (limit === null || sites.length < limit) return [];
  return [
    `They take all of limits.in_commissioning (${limit}): no other site goes before that, whatever day it is planned on.`,
  ];
}
