import { parseContainers, switchOff } from '../../changes/record/containers.js';
import { causeIndex, causeKnowledge, type WatchedCause } from '../causes.js';
import type { Evidence } from '../jobs/evidence.js';
import type { Excuse } from './excuses.js';
import type { Measurement } from '../measure.js';
import { queueEdits } from './queue-edits.js';
import { failuresOf, firstBecause } from '../jobs/select.js';
import { hours, nothingToDo, outOfTime, isOver, percent, type Case, type Decision } from './decision.js';

/** What an alarm is about. */
export interface Found {
  readonly cause: WatchedCause;
  /** Points at the site. */
  readonly excuse: Excuse | null;
  /** Since when it may have been so, if before the change. */
  readonly begunMs: number | null;
}

/** An alarm that stands, for its main cause. */
export function alarmed(item: Case, measurement: Measurement, { cause, excuse, begunMs }: Found): Decision {
  const { jobs } = measurement;
  const sentence = `${grown(item, measurement, cause)}${excuse ? ` ${excuse.sentence}` : ''}`;
  if (jobs < item.policy.min_jobs) {
    if (isOver(item)) return outOfTime(item, sentence);
    return {
      ...nothingToDo,
      verdict: 'not enough jobs',
      isFinal: false,
      reason: `${sentence} An alarm; a verdict comes with ${item.policy.min_jobs} jobs.`,
    };
  }
  if (excuse?.is === 'one node') return siteFault(sentence, `Tell the site about worker node ${excuse.node}.`);
  if (excuse) return siteFault(sentence, 'Tell the site; neither pilot is at fault.');
  if (begunMs !== null) return perhapsBefore(item, sentence, begunMs);
  return fault(item, cause, sentence);
}

/** More failures for certain, but the last jobs of the old pilot do not show that it was the change. */
function perhapsBefore({ watch }: Case, found: string, begunMs: number): Decision {
  const since = hours(watch.changedMs - begunMs);
  return {
    ...nothingToDo,
    verdict: 'inconclusive',
    isFinal: true,
    reason: `${found} It may have begun before the change: the jobs of the ${since} before it do not tell.`,
    action: `Compare the failures of ${watch.queue} with those of the ${since} before the change, then say: migrate commission ${watch.queue} --verdict good|… --reason "…".`,
  };
}

function fault(item: Case, cause: WatchedCause, reason: string): Decision {
  const { policy, evidence, record, containersOn } = item;
  if (cause === 'configuration') {
    const edits = queueEdits(codesOf(evidence, cause), record, containersOn);
    const action =
      edits.length === 0
        ? 'Compare the queue record with that of a working queue of the site.'
        : edits.map(({ sentence }) => sentence).join(' ');
    return { verdict: 'configuration', isFinal: true, reason, remedy: 'edit', action, edits };
  }
  const mayBeContainer =
    cause === 'container' || (cause !== 'storage' && cause !== 'batch' && mostlyPerhapsContainer(evidence, cause));
  if (mayBeContainer && containersRun(item)) {
    const perhaps =
      cause === 'container' ? '' : ' They may come from the container: containers run here, and without them it shows.';
    const remedy = policy.on_container_fault === 'containers-off' ? 'containers-off' : 'rollback';
    return {
      verdict: 'container fault',
      isFinal: true,
      reason: `${reason}${perhaps}`,
      remedy,
      action: null,
      edits: [],
    };
  }
  if (cause === 'container' || cause === 'pilot' || cause === 'ambiguous') {
    const remains = mayBeContainer ? ' Containers are off, and the failures remain.' : '';
    return {
      verdict: 'pilot fault',
      isFinal: true,
      reason: `${reason}${remains}`,
      remedy: 'rollback',
      action: null,
      edits: [],
    };
  }
  return siteFault(reason, `Tell the site: ${causeKnowledge[cause].advice}`);
}

function siteFault(reason: string, action: string): Decision {
  return { verdict: 'site fault', isFinal: true, reason, remedy: 'hold', action, edits: [] };
}

/** The pilot uses a container here. Where the record is unknown, what the jobs say stands. */
function containersRun({ record, containersOn }: Case): boolean {
  if (containersOn === null) return false;
  if (record === null) return true;
  return (
    parseContainers(switchOff(record.container_type, containersOn)).length <
    parseContainers(record.container_type).length
  );
}

function mostlyPerhapsContainer({ after }: Evidence, cause: WatchedCause): boolean {
  const strata = [...after.values()];
  const perhaps = strata.reduce((sum, { perhapsContainer }) => sum + (perhapsContainer[causeIndex[cause]] ?? 0), 0);
  return 2 * perhaps >= failuresOf(strata, [cause]);
}

function codesOf({ after }: Evidence, cause: WatchedCause): ReadonlyMap<number, number> {
  const sum = new Map<number, number>();
  for (const { codes } of after.values()) {
    for (const [code, jobs] of codes[causeIndex[cause]] ?? []) sum.set(code, (sum.get(code) ?? 0) + jobs);
  }
  return sum;
}

function grown({ evidence }: Case, { byCause, jobs }: Measurement, cause: WatchedCause): string {
  const found = byCause.find((one) => one.cause === cause);
  const first = firstBecause([...evidence.after.values()], cause);
  const failures = found?.failures ?? 0;
  return `Failures of ${causeKnowledge[cause].name}: ${failures} of ${jobs} jobs (${percent(failures / Math.max(1, jobs))}; before ${percent(found?.rateBefore ?? 0)})${first === null ? '' : `, e.g. ${first}`}.`;
}
