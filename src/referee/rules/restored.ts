import { wrong, type Case, type JournalChange, type JournalWrite, type Violation } from '../case.js';
import type { Replay } from '../replay.js';

/**
 * A way back asks for the exact strings that stood before the flip, and containers on again for the exact string
 * from before they went off. Judged by what was sent: the catalogue spells it in its own way.
 */
export function restoredViolations(facts: Case, replayed: Replay): readonly Violation[] {
  return facts.journal.flatMap((entry) => {
    if (entry.kind !== 'write' || !entry.agent.startsWith(facts.ourAgent)) return [];
    if (entry.request.includes('/rollback#')) return notAsBefore(entry, beforeFlip(entry, replayed));
    return entry.request.includes('/containers-on#') ? notAsBefore(entry, beforeOff(facts, entry)) : [];
  });
}

type Strings = Readonly<Record<string, string>>;

function notAsBefore(
  { at, queue, request, new: parameters }: JournalWrite,
  stood: Strings | null,
): readonly Violation[] {
  if (stood === null) return [];
  const { attributes = {} } = JSON.parse(parameters) as { readonly attributes?: Strings };
  const other = Object.entries(attributes).filter(([field, value]) => value !== stood[field]);
  if (other.length === 0) return [];
  const told = other
    .map(([field, value]) => `${field} '${value}' in place of '${stood[field] ?? 'what is not known'}'`)
    .join(', ');
  return wrong({ at, queue }, 'not restored', `${request} set ${told}.`);
}

/** Nothing is known where the program did not flip the queue itself: then there is nothing to go back to. */
function beforeFlip({ id, at, queue }: JournalWrite, { turns }: Replay): Strings {
  const flip = turns.findLast(
    (turn) => turn.queue === queue && turn.direction === 'to new' && turn.atMs <= at && turn.writeId !== id,
  );
  return flip ? { pilot_version: flip.before.pilot_version, container_type: flip.before.container_type } : {};
}

/** null: the program did not take them off, or somebody wrote since. */
function beforeOff({ journal, ourAgent }: Case, { id, queue }: JournalWrite): Strings | null {
  const last = journal.findLast(
    (entry): entry is JournalChange =>
      entry.kind === 'change' && entry.queue === queue && entry.what === 'container_type' && entry.id < id,
  );
  const isOurOff = last?.agent.startsWith(ourAgent) === true && last.request.includes('/containers-off#');
  return isOurOff ? { container_type: last.old } : null;
}
