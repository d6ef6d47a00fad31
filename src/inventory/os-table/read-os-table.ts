import { UserError } from '../../model/user-error.js';
import { dayNumber, type IsoDate } from '../../model/dates.js';
import { oneLine } from '../../model/text/printable.js';
import { osesNamed } from '../import/os-hint.js';
import { csvRows, type Grid } from './csv.js';

/** What one row of the table says of one name. */
export interface OsRow {
  /** A site, ATLAS site or queue, as the table writes it. */
  readonly name: string;
  readonly said: OsSaid;
  /** The words that say so. */
  readonly words: string;
  readonly on: IsoDate | null;
}

export type OsSaid =
  | { readonly is: 'os'; readonly os: string }
  /** It is not there yet. */
  | { readonly is: 'not yet'; readonly os: string | null }
  /** The words can mean several things. */
  | { readonly is: 'unclear' };

export interface OsTable {
  readonly rows: readonly OsRow[];
}

export interface OsTableOptions {
  /** For people. */
  readonly file: string;
  /** What the table is about where no title says it; null: nothing is known of that. */
  readonly os: string | null;
}

/**
 * The rows of a deployment table, from a page of a wiki or as CSV: who has which operating system. Columns are found
 * by their titles: one names sites or queues, one says `done`, `in progress` or a system, one may have a date. Throws
 * a UserError (exit 1) where no table has them.
 */
export async function readOsTable(text: string, { file, os }: OsTableOptions): Promise<OsTable> {
  const tables = isPage(text) ? (await import('./html.js')).htmlTables(text) : [csvRows(text)];
  const found = tables.flatMap((table) => {
    const columns = columnsOf(table);
    return columns === null ? [] : rowsOf(table, columns, os);
  });
  if (found.length > 0) return { rows: found };
  const titles = tables.map((table) => (table[0] ?? []).map((title) => oneLine(title, 30)).join(' | '));
  throw new UserError(
    1,
    'bad-table',
    `${file} has no table of sites and their operating systems.`,
    titles.length === 0
      ? ['It has no table at all: save the page as HTML, or its table as CSV.']
      : [
          'A table needs a column whose title says Site or Queue, one whose title says Status or the system, such as CentOS7, and rows.',
          ...titles.slice(0, 5).map((line) => `Its titles: ${line}`),
        ],
  );
}

function isPage(text: string): boolean {
  return /^\s*(?:<!doctype|<html|<\?xml|<table|<div|<!--)/i.test(text) || /<table[\s>]/i.test(text);
}

interface Columns {
  readonly head: number;
  readonly name: number;
  readonly status: number;
  readonly date: number | null;
  /** The system that its title names. */
  readonly os: string | null;
}

/** A title may stand under one that spans the table. */
const mostTitleRows = 3;

function columnsOf(table: Grid): Columns | null {
  for (const [head, titles] of table.slice(0, mostTitleRows).entries()) {
    const name = columnLike(titles, [/panda.?(queue|resource)/i, /queue/i, /atlas.?site/i, /site/i], []);
    if (name === null) continue;
    const status = columnLike(
      titles,
      [/status|state/i, /centos|\b(?:cc|el|slc?|alma)\s?\d|operating|\bos\b/i, /migrat|deploy|done/i],
      [name],
    );
    if (status === null) continue;
    const date = columnLike(titles, [/\bdate|\bwhen|\bsince|\bday/i], [name, status]);
    return { head, name, status, date, os: titles.flatMap(osesNamed)[0] ?? null };
  }
  return null;
}

/** The first title that the first of the patterns fits, else the second … */
function columnLike(titles: readonly string[], patterns: readonly RegExp[], taken: readonly number[]): number | null {
  for (const pattern of patterns) {
    const column = titles.findIndex((title, index) => !taken.includes(index) && pattern.test(title));
    if (column !== -1) return column;
  }
  return null;
}

function rowsOf(table: Grid, { head, name, status, date, os: titled }: Columns, os: string | null): readonly OsRow[] {
  return table.slice(head + 1).flatMap((cells) => {
    const words = cells[status] ?? '';
    if (words === '') return [];
    const said = meaningOf(words, titled ?? os);
    const on = date === null ? null : dayIn(cells[date] ?? '');
    return namesIn(cells[name] ?? '').map((each) => ({ name: each, said, words, on }));
  });
}

function namesIn(cell: string): readonly string[] {
  return cell.split(/[,;]\s*/).flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));
}

const done = /^(?:done|yes|y|ok|completed?|finished|migrated|ready|in production|100 ?%|[✓✔☑])(?![\p{L}\p{N}])/iu;
const notYet =
  /\b(?:no|not|none|plan(?:s|ned)?|scheduled|ongoing|progress|started|waiting|tbd|to be|later|n)\b|^[?\-–✗✘☐]$/iu;
const partly = /\b(?:but|part(?:ly|ial|ially)?|some|test|except|half|most(?:ly)?|remaining)\b|(?<!\d)\d{1,2} ?%/iu;

function meaningOf(words: string, about: string | null): OsSaid {
  const named = osesNamed(words);
  if (named.length > 1 || partly.test(words)) return { is: 'unclear' };
  if (notYet.test(words)) return done.test(words) ? { is: 'unclear' } : { is: 'not yet', os: about };
  const [only] = named;
  if (only !== undefined) return { is: 'os', os: only };
  return done.test(words) && about !== null ? { is: 'os', os: about } : { is: 'unclear' };
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** 2019-08-15, 15.8.2019, 15 August 2019; null for anything else, and where day and month could be either. */
function dayIn(cell: string): IsoDate | null {
  const iso = /(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)/.exec(cell);
  if (iso) return existing(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const named = /(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[ .-]+([a-z]{3})[a-z]*[ .,-]+(\d{4})(?!\d)/i.exec(cell);
  if (named) {
    const month = months.indexOf((named[2] ?? '').toLowerCase()) + 1;
    return month === 0 ? null : existing(Number(named[3]), month, Number(named[1]));
  }
  const numbers = /(?<!\d)(\d{1,2})([./])(\d{1,2})\2(\d{4})(?!\d)/.exec(cell);
  if (!numbers) return null;
  const [day, month] = [Number(numbers[1]), Number(numbers[3])];
  // With slashes Americans write the month first.
  if (numbers[2] === '/' && day <= 12 && day !== month) return null;
  return existing(Number(numbers[4]), month, day);
}

function existing(year: number, month: number, day: number): IsoDate | null {
  const date = [String(year), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');
  return Number.isNaN(dayNumber(date)) ? null : date;
}
