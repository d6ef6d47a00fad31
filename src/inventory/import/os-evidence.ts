import type { IsoDate } from '../../model/dates.js';
import { confirmedOs, type Inventory, type OsEvidence, type Site } from '../../model/inventory.js';
import { nearName } from '../../model/text/near-names.js';
import { oneLine } from '../../model/text/printable.js';
import type { OsRow } from '../os-table/read-os-table.js';
import type { Undecided } from './compare.js';

/** What is to be written at a site or a queue: a hint, until a person has confirmed it. */
export interface OsHintAt {
  readonly site: string;
  /** null: at the site itself. */
  readonly queue: string | null;
  readonly os: string;
  readonly evidence: string;
  readonly on: IsoDate;
}

export interface OsComparison {
  readonly hints: readonly OsHintAt[];
  /** The same hint stands there already, and nobody has confirmed it. */
  readonly waiting: readonly OsHintAt[];
  /** Names whose system people have confirmed, the same as the table's. */
  readonly confirmed: readonly string[];
  /** Names that are not there yet, which nobody says they are. */
  readonly notYet: readonly string[];
  readonly undecided: readonly Undecided[];
}

export interface OsCompareOptions {
  readonly today: IsoDate;
  /** Name of the table's file, which becomes part of the evidence. */
  readonly from: string;
}

interface Place {
  readonly site: Site;
  readonly queue: string | null;
}

/** Pure: what a table of operating systems adds to the inventory. What people have confirmed is never written over. */
export function compareOs(
  inventory: Inventory,
  rows: readonly OsRow[],
  { today, from }: OsCompareOptions,
): OsComparison {
  const find = finder(inventory);
  const said = new Map<string, { readonly place: Place; readonly row: OsRow }>();
  const hints: OsHintAt[] = [];
  const waiting: OsHintAt[] = [];
  const confirmed: string[] = [];
  const notYet: string[] = [];
  const undecided: Undecided[] = [];
  for (const row of rows) {
    const found = find(row.name);
    if (!('site' in found)) {
      undecided.push(found);
      continue;
    }
    const name = found.queue ?? found.site.name;
    const other = said.get(name)?.row;
    if (other && sameMeaning(other, row)) continue;
    if (other) {
      undecided.push(twoRows(name, other, row));
      continue;
    }
    said.set(name, { place: found, row });
  }
  const contradicted = new Set(undecided.map(({ subject }) => subject));
  for (const [name, { place, row }] of said) {
    if (contradicted.has(name)) continue;
    const { word, written } = standingAt(place);
    if (row.said.is === 'unclear') undecided.push(unclear(name, row));
    else if (row.said.is === 'not yet') {
      if (word !== null && word.is === row.said.os) undecided.push(contradiction(name, word, row));
      else notYet.push(name);
    } else if (word !== null) {
      if (word.is === row.said.os) confirmed.push(name);
      else undecided.push(contradiction(name, word, row));
    } else {
      const evidence = `hint: ${oneLine(from, 100)} says ${oneLine(row.words, 200)}`;
      const hint = { site: place.site.name, queue: place.queue, os: row.said.os, evidence, on: row.on ?? today };
      (written?.is === hint.os && written.evidence === evidence ? waiting : hints).push(hint);
    }
  }
  return { hints, waiting, confirmed, notYet, undecided };
}

/** What people have confirmed of a place, and what stands at it in the file. */
function standingAt({ site, queue }: Place): { readonly word: OsEvidence | null; readonly written: OsEvidence | null } {
  if (queue === null) return { word: confirmedOs(site, {}), written: site.os };
  const entry = site.queues[queue] ?? {};
  return { word: confirmedOs(site, entry), written: entry.os ?? null };
}

/** A site by its name or an ATLAS site's, or a queue; else what to ask a person. */
function finder({ sites, retirements }: Inventory): (name: string) => Place | Undecided {
  const places = new Map<string, Place>();
  for (const site of sites) for (const queue of Object.keys(site.queues)) places.set(queue, { site, queue });
  for (const site of sites) for (const name of site.atlas_sites) places.set(name, { site, queue: null });
  for (const site of sites) places.set(site.name, { site, queue: null });
  const retiring = new Set(retirements.map(({ queue }) => queue));
  return (name) => {
    const place = places.get(name);
    if (place) return place;
    const near = nearName(name, places.keys());
    return {
      subject: name,
      sentence: `The table has ${oneLine(name, 100)}, and the inventory has no site and no queue of that name${retiring.has(name) ? ', only a retirement' : ''}.`,
      advice:
        near === null
          ? 'Write the system in by hand where it belongs.'
          : `Did you mean ${near}? Correct the table, or write it in by hand.`,
    };
  };
}

function sameMeaning({ said: one }: OsRow, { said: other }: OsRow): boolean {
  return one.is === other.is && (one.is !== 'os' || (other.is === 'os' && one.os === other.os));
}

function twoRows(name: string, { words }: OsRow, { words: others }: OsRow): Undecided {
  return {
    subject: name,
    sentence: `The table says two things of ${name}: "${oneLine(words, 80)}" and "${oneLine(others, 80)}".`,
    advice: 'Ask the site, and write its `os` by hand, at the queues where they differ.',
  };
}

function unclear(name: string, { words }: OsRow): Undecided {
  return {
    subject: name,
    sentence: `Of ${name} the table says "${oneLine(words, 120)}", which may mean several things.`,
    advice: 'Ask the site, and write its `os` by hand.',
  };
}

function contradiction(name: string, { is, evidence, on }: OsEvidence, { words }: OsRow): Undecided {
  const why = [evidence, on].filter((part) => part !== null).join(', ');
  return {
    subject: name,
    sentence: `The inventory says ${is} of ${name}${why === '' ? '' : ` (${why})`}, and the table says "${oneLine(words, 120)}".`,
    advice: 'What people have confirmed was left as it is; where the table is newer, write it in by hand.',
  };
}
