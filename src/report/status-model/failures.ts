import { causeKnowledge, type WatchedCause } from '../../commissioning/causes.js';
import type { LedgerEvent } from '../../ledger/port.js';
import { grouped } from '../../model/grouped.js';
import type { ReportFact } from '../../model/history.js';
import type { Judged, StatusModel } from './sources.js';

/** A report that the ledger remembers. */
export interface EarlierReport {
  readonly event: number;
  readonly at: string;
  readonly fact: ReportFact;
}

const mostExamples = 5;

/** The reports of a ledger, oldest first. */
export function earlierReports(events: readonly LedgerEvent[]): readonly EarlierReport[] {
  return events.flatMap(({ id, what, at, detail }) =>
    what === 'report' ? [{ event: id, at, fact: detail as unknown as ReportFact }] : [],
  );
}

/** Failed jobs of the queues under watch by cause, and how many more than at the last report. */
export function failuresByCause(
  judged: readonly Judged[],
  last: EarlierReport | null,
): NonNullable<StatusModel['failures']> {
  const found = judged.flatMap(({ judgement: { queue, causes } }) => causes.map((one) => ({ queue, ...one })));
  return [...grouped(found, ({ cause }) => cause)]
    .map(([cause, of]) => {
      const failures = of.reduce((total, one) => total + one.failures, 0);
      return {
        cause,
        name: nameOf(cause),
        failures,
        more: last ? failures - (last.fact.failures[cause] ?? 0) : null,
        queues: of.map(({ queue }) => queue),
        examples: of.flatMap(({ examples }) => examples).slice(0, mostExamples),
        reason: of.find(({ reason }) => reason !== null)?.reason ?? null,
        advice: causeKnowledge[cause].advice,
      };
    })
    .sort((one, other) => other.failures - one.failures);
}

function nameOf(cause: WatchedCause): string {
  return causeKnowledge[cause].name;
}
