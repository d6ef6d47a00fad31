import { scalar, spliced, type Splice } from '../edits/splice.js';
import { entryAt } from '../yaml/outline.js';
import type { Undecided } from './compare.js';
import { fieldAdded } from './entries.js';
import { osField, withPlainLines, type Merged } from './merge.js';
import type { OsHintAt } from './os-evidence.js';
import { placesIn, type InventoryText, type QueuePlace, type SitePlace } from './places.js';

/** Writes hints at the sites and queues they are about, in the place of the hints that stood there: no other byte changes. */
export function mergeOs(texts: readonly InventoryText[], hints: readonly OsHintAt[]): Merged {
  return withPlainLines(texts, (plain) => {
    const { sites, queues } = placesIn(plain);
    const edits = new Map<string, Splice[]>(plain.map(({ file }) => [file, []]));
    const undecided: Undecided[] = [];
    for (const hint of hints) {
      const place = hint.queue === null ? sites.get(hint.site) : queues.get(hint.queue);
      const splice = place && hintWritten(place, hint);
      if (place && splice) edits.get(place.file)?.push(splice);
      else undecided.push(byHand(hint));
    }
    return { texts: plain.map(({ file, text }) => ({ file, text: spliced(text, edits.get(file) ?? []) })), undecided };
  });
}

/** null: it is written in a way that cannot be edited without losing something. */
function hintWritten({ text, entry }: SitePlace | QueuePlace, { os, evidence, on }: OsHintAt): Splice | null {
  const field = osField({ is: os, evidence }, on);
  const written = entryAt(entry.value, 'os');
  if (!written) return fieldAdded(text, { entry }, field);
  const { keyStart, value } = written;
  if (value.is === 'alias' || text.slice(keyStart, value.end).includes('#')) return null;
  return { from: keyStart, to: value.end, by: field };
}

function byHand({ site, queue, os, evidence }: OsHintAt): Undecided {
  return {
    subject: queue ?? site,
    sentence: `${queue ?? site} is written in a way that this program does not edit there.`,
    advice: `Write it in by hand: os: { is: ${scalar(os)}, evidence: ${scalar(evidence)}, hint: true }`,
  };
}
