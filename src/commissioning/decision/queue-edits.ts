import { switchOn } from '../../changes/record/containers.js';
import type { QueueRecord } from '../../model/record.js';
import { errorCodes } from '../errors/codes.js';

/** A correction of the queue record, for a person to make in the catalogue. */
export interface QueueEdit {
  readonly field: string;
  /** null: the record as read does not hold the field. */
  readonly before: string | null;
  /** null: only a person can know the value. */
  readonly after: string | null;
  readonly sentence: string;
}

const readFields = [
  'state',
  'status',
  'container_type',
  'container_options',
  'catchall',
  'pilot_version',
  'pilot_manager',
] as const satisfies readonly (keyof QueueRecord)[];
type ReadField = (typeof readFields)[number];

/**
 * The edits that configuration codes ask for, the most frequent code first. `containersOn` is the
 * campaign's pair, e.g. `singularity:pilot`.
 */
export function queueEdits(
  codes: ReadonlyMap<number, number>,
  record: QueueRecord | null,
  containersOn: string | null,
): readonly QueueEdit[] {
  const byFrequency = [...codes].sort(([, one], [, other]) => other - one);
  const edits = new Map<string, QueueEdit>();
  for (const [code] of byFrequency) {
    const edit = editFor(Math.abs(code), record, containersOn);
    if (edit && !edits.has(edit.field)) edits.set(edit.field, edit);
  }
  return [...edits.values()];
}

function editFor(code: number, record: QueueRecord | null, containersOn: string | null): QueueEdit | null {
  const known = errorCodes.find((one) => one.code === code);
  if (!known?.field) return null;
  const { field, advice } = known;
  const before = record && isReadField(field) ? record[field] : null;
  const after = before === null ? null : wanted(field, before, containersOn);
  const change = after === null ? `Look at ${field}` : `Set ${field} from '${before ?? ''}' to '${after}'`;
  return { field, before, after, sentence: `${change} (${code} ${known.constant}): ${advice}` };
}

function wanted(field: string, before: string, containersOn: string | null): string | null {
  if (field === 'state') return before === 'ACTIVE' ? null : 'ACTIVE';
  if (field !== 'container_type' || containersOn === null) return null;
  const after = switchOn(before, containersOn);
  return after === before ? null : after;
}

function isReadField(field: string): field is ReadField {
  return (readFields as readonly string[]).includes(field);
}
