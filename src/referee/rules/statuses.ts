import { localDate } from '../../model/dates.js';
import { wrong, type Case, type Violation } from '../case.js';
import { ruleValue, type OurChange, type Replay } from '../replay.js';

/** How much a rule keeps away, least first (docs/grid.md#status-rules). */
const restrictiveness = ['ONLINE', 'TEST', 'PAUSED', 'BROKEROFF', 'OFFLINE'];

/** Rules and statuses: never loosened, never over a person's or another probe's rule, never with an end, never before the date, never the last door without a word on the data. */
export function statusViolations(facts: Case, { ours }: Replay): readonly Violation[] {
  return ours
    .filter(({ change }) => change.what.startsWith('rule '))
    .flatMap((our) => [
      ...loosened(our),
      ...overPerson(our),
      ...otherProbe(our),
      ...ending(our),
      ...unasked(facts, our),
      ...lastDoor(facts, our),
    ]);
}

function loosened({ change }: OurChange): readonly Violation[] {
  const [before, after] = [ruleValue(change.old), ruleValue(change.new)];
  if (rank(after) >= Math.max(rank(before), rank('BROKEROFF'))) return [];
  return wrong(
    change,
    'loosened',
    `The ${change.what} of ${change.queue} went from ${before ?? 'none'} to ${after ?? 'none'}.`,
  );
}

function overPerson({ change, before }: OurChange): readonly Violation[] {
  if (change.what !== 'rule manual' || before.manual === null || before.manualIsOurs) return [];
  return wrong(change, 'over a person', `Somebody's manual rule ${before.manual} of ${change.queue} was replaced.`);
}

function otherProbe({ change }: OurChange): readonly Violation[] {
  if (change.what === 'rule manual') return [];
  return wrong(
    change,
    'another probe',
    `The ${change.what} of ${change.queue} was set, which belongs to another agent.`,
  );
}

/** A rule that ends puts the queue back without a word. */
function ending({ change }: OurChange): readonly Violation[] {
  const rule = change.new === '' ? null : (JSON.parse(change.new) as { expiration?: unknown });
  if (rule === null || (rule.expiration ?? null) === null) return [];
  return wrong(
    change,
    'expiry',
    `The ${change.what} of ${change.queue} was set with an end: ${String(rule.expiration)}.`,
  );
}

function unasked({ inventory }: Case, { change }: OurChange): readonly Violation[] {
  const retirement = inventory.retirements.find(({ queue }) => queue === change.queue);
  const day = localDate(change.at, inventory.campaign.timezone);
  if (!retirement)
    return wrong(change, 'untouched', `${change.queue} does not retire, and its ${change.what} was set.`);
  if (retirement.on === null || retirement.on <= day) return [];
  return wrong(change, 'before its date', `${change.queue} was set on ${day}, its date is ${retirement.on}.`);
}

function lastDoor({ inventory }: Case, { change, before, site, staying }: OurChange): readonly Violation[] {
  const retirement = inventory.retirements.find(({ queue }) => queue === change.queue);
  if (!site || !retirement || retirement.data !== null || !runsAnalysis(before.type)) return [];
  if (staying.some(({ type, status }) => runsAnalysis(type) && status !== 'offline' && status !== 'brokeroff'))
    return [];
  return wrong(
    change,
    'alone',
    `${change.queue} was the last analysis queue of ${site.name}, and nobody said what happens to its data.`,
  );
}

function runsAnalysis(type: string): boolean {
  return type === 'analysis' || type === 'unified';
}

function rank(value: string | null): number {
  return value === null ? -1 : restrictiveness.indexOf(value);
}
