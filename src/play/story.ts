import { grouped } from '../model/grouped.js';
import type { Operation, OperationKind, Outcome } from '../model/operation.js';
import type { Plan } from '../model/plan.js';
import type { JournalChange, JournalEntry } from '../referee/case.js';
import type { Judged } from './setup.js';
import { markerIn, parseMarker } from '../model/keys/operation-keys.js';

/** Ends a sentence of what the scenario, and no fault of this program, made happen. */
const planted = ' (planted)';
export const plantedFault = ' (planted fault)';

export function isPlanted(sentence: string): boolean {
  return sentence.endsWith(planted);
}

/** Queues whose writes met a planted fault: their answer was lost, refused for a while, or came late. */
export function struckQueues(journal: readonly JournalEntry[]): ReadonlySet<string> {
  return new Set(
    journal.flatMap((entry) =>
      entry.kind === 'write' && (entry.fate === 'late' || entry.answer === 'lost' || Number(entry.answer) >= 400)
        ? [entry.queue]
        : [],
    ),
  );
}

/**
 * What others did: of HammerCloud and Switcher a sentence for each value they set, of everybody else one sentence each,
 * marked where the scenario planted it. Statuses follow from rules and are not told again.
 */
export function tellJournal(journal: readonly JournalEntry[], ourAgent: string): readonly string[] {
  const theirs = journal.flatMap((entry) =>
    entry.kind === 'change' && !entry.agent.startsWith(ourAgent) && entry.what !== 'status' ? [entry] : [],
  );
  return [
    ...tellWriters(theirs.filter(({ agent }) => writers.has(agent))),
    ...theirs
      .filter(({ agent }) => !writers.has(agent))
      .map((entry) => `${othersDoing(entry)}${entry.what === 'ticket' || entry.by === 'expiry' ? '' : planted}`),
  ];
}

/** Who acts by rules of its own, by the agent of its changes. */
const writers: ReadonlySet<string> = new Set(['HammerCloud', 'Switcher']);

function tellWriters(changes: readonly JournalChange[]): readonly string[] {
  const byWord = grouped(changes, ({ by, new: now }) => `${by}: ${brief(now)}`);
  return [...byWord].map(([word, same]) => `${word}: ${same.map(({ queue }) => queue).join(', ')}`);
}

function othersDoing({ by, what, queue, old, new: now }: JournalChange): string {
  if (what === 'queue') return now === '' ? `${by} removed the queue ${queue}` : `${by} renamed ${old} to ${now}`;
  if (what === 'ticket') return `${by}: ${requestIn(queue)} ${old === '' ? 'opened' : `${brief(old)} → ${brief(now)}`}`;
  if (what === 'downtime') return `${by} announced a downtime of ${queue}: ${brief(now)}`;
  if (what.startsWith('rule ')) return `${by} set the ${what} of ${queue} to ${brief(now)}`;
  return `${by} changed ${what} of ${queue} from ${quoted(old)} to ${quoted(now)}`;
}

/** `migration request of OSCER`; a title without a marker as it is. */
function requestIn(title: string): string {
  const marker = parseMarker(markerIn(title) ?? '');
  return marker ? `${marker.step} request of ${marker.subject}` : `ticket ${title}`;
}

/** The telling part of a journal's JSON text. */
function brief(text: string): string {
  if (!text.startsWith('{')) return text === '' ? 'none' : text;
  const { value, state, start, end, reason } = JSON.parse(text) as Readonly<Record<string, string | undefined>>;
  const main = value ?? state ?? (start === undefined ? text : `${start} to ${end ?? ''}`);
  return reason === undefined ? main : `${main} (${reason})`;
}

const verbs: Readonly<Record<OperationKind, string>> = {
  flip: 'flipped to the new pilot',
  rollback: 'rolled back',
  'containers-off': 'containers off',
  'containers-on': 'containers on',
  brokeroff: 'set brokeroff',
  off: 'taken offline',
  online: 'put online again',
  request: 'request sent',
};

/** Done operations by site and kind; all others one by one, with their reason. */
export function tellOutcomes(
  operations: readonly Operation[],
  outcomes: readonly Outcome[],
  struck: ReadonlySet<string>,
): readonly string[] {
  const done = new Map<string, string[]>();
  const told: string[] = [];
  for (const { key, site = '', queue, kind, outcome, message } of outcomes) {
    if (outcome !== 'done' && outcome !== 'already') {
      told.push(`${site}: ${key} ${outcome}: ${message}${struck.has(queue ?? '') ? plantedFault : ''}`);
      continue;
    }
    const line = `${site}: ${verbs[kind]}`;
    done.set(line, [...(done.get(line) ?? []), ...(queue === undefined ? [] : [queue])]);
  }
  const reasons = new Map(operations.map(({ queue, reason }) => [queue, reason]));
  const lines = [...done].map(([line, queues]) => {
    const reason = /(rolled back|containers off)$/.test(line) ? reasons.get(queues[0] ?? null) : undefined;
    return `${line}${queues.length === 0 ? '' : ` (${queues.join(', ')})`}${reason === undefined ? '' : `. ${reason}`}`;
  });
  return [...lines, ...told];
}

/** What is simply good is told once a site, everything else with its reason. */
export function tellVerdicts(judged: readonly Judged[]): readonly string[] {
  const plain = judged.flatMap(({ site, verdict, counts }) =>
    counts ? { site, queue: verdict.queue, ...counts } : [],
  );
  return [
    ...[...grouped(plain, ({ site }) => site)].map(([site, good]) => {
      const failures = good.reduce((sum, one) => sum + one.failures, 0);
      const jobs = good.reduce((sum, one) => sum + one.jobs, 0);
      return `${site}: good: ${failures} of ${jobs} jobs failed, not worse than before (${good.map(({ queue }) => queue).join(', ')})`;
    }),
    ...bySentence(
      judged.filter(({ counts }) => !counts),
      ({ site, verdict }) => `${site}: ${verdict.verdict}: ${verdict.reason}`,
    ),
  ];
}

/** Retirements that have come due and are not carried out. */
export function tellHeld(before: Plan | null, after: Plan): readonly string[] {
  const known = new Set(before?.retirements.flatMap(({ queue, held }) => (held === undefined ? [] : [queue])));
  return after.retirements.flatMap(({ queue, held }) =>
    held === undefined || known.has(queue) ? [] : [`Due and held: ${held}`],
  );
}

export function tellDecisions(decided: readonly Judged[]): readonly string[] {
  return bySentence(decided, ({ site }) => `${site}: taken as good by the operator after the deadline`);
}

/** The same sentence of several queues is told once, with their names. */
function bySentence(judged: readonly Judged[], sentence: (judged: Judged) => string): readonly string[] {
  return [...grouped(judged, sentence)].map(
    ([line, same]) => `${line} (${same.map(({ verdict }) => verdict.queue).join(', ')})`,
  );
}

/** Sites that came to be blocked or partly done since. */
export function tellStages(before: Plan, after: Plan): readonly string[] {
  const was = new Map(before.sites.map(({ site, stage, reason }) => [site, `${stage} ${reason}`]));
  return after.sites.flatMap(({ site, stage, reason }) =>
    (stage === 'blocked' || stage === 'partly') && was.get(site) !== `${stage} ${reason}`
      ? [`${site} is ${stage}: ${reason}`]
      : [],
  );
}

function quoted(text: string): string {
  return text === '' ? 'nothing' : `'${text}'`;
}
