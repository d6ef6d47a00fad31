import { wrong, type Case, type JournalChange, type Violation } from '../case.js';
import type { OurChange, Replay } from '../replay.js';
import { markerOf } from './requests.js';

/** Effective writes by operation key. */
export function countWrites({ journal, ourAgent, done }: Case): Readonly<Record<string, number>> {
  const counts = new Map(done.map((key) => [key, 0]));
  for (const entry of journal) {
    if (entry.kind !== 'write' || !entry.agent.startsWith(ourAgent) || entry.fate !== 'effective') continue;
    counts.set(entry.request, (counts.get(entry.request) ?? 0) + 1);
  }
  for (const entry of journal) {
    if (entry.kind !== 'change' || entry.what !== 'ticket' || entry.old !== '') continue;
    const marker = markerOf(entry.queue);
    if (marker) counts.set(marker.key, (counts.get(marker.key) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Every operation has one effective write: not two, and a done one not none. */
export function writeViolations(facts: Case, counts: Readonly<Record<string, number>>): readonly Violation[] {
  const done = new Set(facts.done);
  const lastMs = facts.journal.at(-1)?.at ?? 0;
  return Object.entries(counts).flatMap(([key, writes]) => {
    if (writes > 1)
      return [{ rule: 'double write', atMs: lastMs, subject: key, sentence: `${key} was written ${writes} times.` }];
    if (writes === 0 && done.has(key))
      return [
        {
          rule: 'lost write',
          atMs: lastMs,
          subject: key,
          sentence: `${key} counts as done, and no write of it had an effect.`,
        },
      ];
    return [];
  });
}

/** Writes of ours where none should be, without a key, or over somebody's value. */
export function strayViolations(facts: Case, { ours }: Replay): readonly Violation[] {
  return ours.flatMap((our) => [
    ...untouched(facts, our),
    ...nameless(our.change),
    ...overwritten(our),
    ...notItsOwn(our, facts.inventory),
  ]);
}

function untouched({ inventory }: Case, { change, before, site }: OurChange): readonly Violation[] {
  if (change.what.startsWith('rule ') || change.what === 'status') return [];
  const entry = site?.queues[change.queue];
  const why =
    entry === undefined
      ? 'the inventory does not list it'
      : entry.exclude !== undefined
        ? `it is excluded (${entry.exclude})`
        : (entry.type ?? before.type) === 'special'
          ? 'it is special'
          : inventory.retirements.some(({ queue }) => queue === change.queue)
            ? 'it retires'
            : null;
  if (why === null) return [];
  return wrong(change, 'untouched', `${change.what} of ${change.queue} was written, and ${why}.`);
}

function nameless(change: JournalChange): readonly Violation[] {
  if (change.request !== '' || change.what === 'status') return [];
  return wrong(change, 'no key', `${change.what} of ${change.queue} was written without an operation's key.`);
}

/** A way back restores what this program wrote over, never somebody else's value. */
function overwritten({ change, oldBy }: OurChange): readonly Violation[] {
  if (!change.request.includes('/rollback#') || oldBy !== 'others') return [];
  return wrong(
    change,
    'overwritten',
    `${change.request} replaced ${change.what} '${change.old}' of ${change.queue} by '${change.new}'.`,
  );
}

/** Which attributes each kind of operation owns. */
const owned: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\/(flip|rollback)#\d+$/, ['pilot_version', 'container_type']],
  [/\/containers-(on|off)#\d+$/, ['container_type']],
  [/\/(brokeroff|off)#\d+$/, ['rule manual']],
];

/** A field that the operation has no business with. What follows from a rule is the world's doing. */
function notItsOwn({ change }: OurChange, { campaign }: Case['inventory']): readonly Violation[] {
  const { request, what, queue, at } = change;
  const fields = owned.find(([key]) => key.test(request))?.[1];
  if (request === '' || (what === 'status' && fields?.includes('rule manual') === true)) return [];
  const isFlip = request.includes('/flip#');
  const wrongValue = isFlip && what === 'pilot_version' && change.new !== campaign.pilot?.to;
  if (fields?.includes(what) === true && !wrongValue) return [];
  return wrong({ at, queue }, 'not its own', `${request} set ${what} of ${queue} to '${change.new}'.`);
}
