import type { IsoDate } from '../../model/dates.js';
import { grouped } from '../../model/grouped.js';
import {
  columnOf,
  endedLine,
  endsInCrLf,
  insertedLines,
  scalar,
  spliced,
  withoutCr,
  type Splice,
} from '../edits/splice.js';
import type { CatalogueDiff, Undecided } from './compare.js';
import { fieldAdded, fieldRemoved, newQueue, queuesChanged, writtenQueue, type QueueText } from './entries.js';
import type { OsHint } from './os-hint.js';
import { placesIn, type InventoryText, type Places } from './places.js';

/** The texts with the differences of the catalogue in them: no other byte changes. */
export interface Merged {
  readonly texts: readonly InventoryText[];
  /** What is written in a way that no edit can be made in safely. */
  readonly undecided: readonly Undecided[];
}

/**
 * Writes a difference into the files it concerns: new queues at the end of their site, new sites at the end of the
 * main file, a gone queue excluded where it stands, a renamed one under its new name, a moved one with all its lines.
 * `texts`: the main file first, as they were checked.
 */
export function mergeCatalogue(texts: readonly InventoryText[], diff: CatalogueDiff, today: IsoDate): Merged {
  return withPlainLines(texts, (plain) => mergedTexts(plain, diff, today));
}

/** Lines of Windows are edited as others are, and stay what they are. */
export function withPlainLines(
  texts: readonly InventoryText[],
  merge: (plain: readonly InventoryText[]) => Merged,
): Merged {
  const windows = new Set(texts.filter(({ text }) => endsInCrLf(text)).map(({ file }) => file));
  const plain = texts.map((each) => (windows.has(each.file) ? { ...each, text: withoutCr(each.text) } : each));
  const merged = merge(plain);
  const withCr = merged.texts.map((each) =>
    windows.has(each.file) ? { ...each, text: each.text.replaceAll('\n', '\r\n') } : each,
  );
  return { ...merged, texts: withCr };
}

function mergedTexts(texts: readonly InventoryText[], diff: CatalogueDiff, today: IsoDate): Merged {
  const places = placesIn(texts);
  const edits = new Map<string, Splice[]>(texts.map(({ file }) => [file, []]));
  const undecided: Undecided[] = [];
  const edit = (file: string, ...splices: readonly Splice[]): void => {
    edits.get(file)?.push(...splices);
  };
  const byHand = (subject: string, what: string): void => {
    undecided.push({
      subject,
      sentence: `${what}, and the file is written in a way that this program does not edit there.`,
      advice: 'Make this change by hand, then import again.',
    });
  };

  for (const { queue, exclude } of diff.gone) {
    if (exclude === null) continue;
    const place = places.queues.get(queue);
    const splice = place && fieldAdded(place.text, place, `exclude: ${scalar(exclude)}`);
    if (place && splice) edit(place.file, splice);
    else byHand(queue, `${queue} is gone from the catalogue`);
  }
  for (const { queue } of diff.back) {
    const place = places.queues.get(queue);
    const splice = place && fieldRemoved(place.text, place, 'exclude');
    if (place && splice) edit(place.file, splice);
    else byHand(queue, `${queue} is in the catalogue again`);
  }
  for (const { from, to } of diff.renamed) {
    const place = places.queues.get(from);
    if (!place) {
      byHand(from, `${from} is called ${to} now`);
      continue;
    }
    edit(place.file, { from: place.entry.keyStart, to: place.entry.keyEnd, by: scalar(to) });
    const retirement = places.retirements.get(from);
    if (retirement) edit(retirement.file, { ...retirement, by: scalar(to) });
  }

  const movable = movableOf(diff, places);
  for (const { queue, from, to } of diff.moved)
    if (!movable.some((move) => move.queue === queue)) byHand(queue, `${queue} moved from ${from} to ${to}`);
  const arriving = new Map<string, QueueText[]>();
  const leaving = new Map<string, Set<string>>();
  for (const { queue, from, to } of movable) {
    const place = places.queues.get(queue);
    if (place) append(arriving, to, writtenQueue(place));
    leaving.set(from, (leaving.get(from) ?? new Set()).add(queue));
  }
  for (const { queue, site, hint } of diff.added)
    append(arriving, site, newQueue(queue, hint === null ? '' : osField(hint, today)));

  const fresh: [site: string, queues: readonly QueueText[]][] = [];
  for (const site of new Set([...leaving.keys(), ...arriving.keys()])) {
    const place = places.sites.get(site);
    const queues = arriving.get(site) ?? [];
    const splices = place?.queues && queuesChanged(place.text, place.queues, leaving.get(site) ?? new Set(), queues);
    if (!place) fresh.push([site, queues]);
    else if (splices) edit(place.file, ...splices);
    else byHand(site, `${site} has other queues`);
  }
  const [main] = texts;
  if (main && fresh.length > 0) {
    const splice = sitesAdded(main, places, fresh);
    if (splice) edit(main.file, splice);
    else byHand('sites', `There are ${fresh.length} new sites`);
  }
  return { texts: texts.map(({ file, text }) => ({ file, text: spliced(text, edits.get(file) ?? []) })), undecided };
}

/** `os: { is: centos7, evidence: …, on: …, hint: true }`. */
export function osField({ is, evidence }: OsHint, today: IsoDate): string {
  return `os: { is: ${scalar(is)}, evidence: ${scalar(evidence)}, on: ${today}, hint: true }`;
}

/** Moves that can be written, and that leave no site without a queue. */
function movableOf({ moved, added }: CatalogueDiff, places: Places): CatalogueDiff['moved'] {
  let movable = moved.filter((move) => fits(move, places));
  for (;;) {
    const fed = new Set([...added.map(({ site }) => site), ...movable.map(({ to }) => to)]);
    const left = grouped(movable, ({ from }) => from);
    const stays = movable.filter(
      ({ from }) =>
        fed.has(from) || (left.get(from)?.length ?? 0) < (places.sites.get(from)?.queues?.entries.length ?? 0),
    );
    if (stays.length === movable.length) return movable;
    movable = stays;
  }
}

function fits({ queue, to, newSite }: CatalogueDiff['moved'][number], { queues, sites }: Places): boolean {
  const place = queues.get(queue);
  if (!place) return false;
  if (newSite) return true;
  const target = sites.get(to)?.queues;
  return target != null && (!target.flow || writtenQueue(place).flow !== null);
}

function append(lists: Map<string, QueueText[]>, site: string, queue: QueueText): void {
  const list = lists.get(site);
  if (list) list.push(queue);
  else lists.set(site, [queue]);
}

function sitesAdded(
  { file, text }: InventoryText,
  { sections }: Places,
  fresh: readonly (readonly [site: string, queues: readonly QueueText[]])[],
): Splice | null {
  const block = (column: number): string =>
    fresh
      .map(([site, queues]) => {
        const pad = ' '.repeat(column);
        const listed = queues.map((queue) => queue.block(column + 4)).join('');
        return `\n${pad}${scalar(site)}:\n${pad}  queues:\n${listed}`;
      })
      .join('');
  const section = sections.get(file);
  if (!section) {
    if (/^\uFEFF?\s*\{/.test(text)) return null;
    return { from: text.length, to: text.length, by: `${endedLine(text) === text ? '' : '\n'}\nsites:\n${block(2)}` };
  }
  const { value } = section;
  if (value.is !== 'mapping') return null;
  const last = value.entries.at(-1);
  const first = value.entries[0];
  if (!value.flow && first && last) {
    return insertedLines(text, last.value.end, block(columnOf(text, first.keyStart)));
  }
  const listed = fresh.map(([site, queues]) =>
    queues.some(({ flow }) => flow === null)
      ? null
      : `${scalar(site)}: { queues: { ${queues.map(({ flow }) => flow).join(', ')} } }`,
  );
  if (listed.includes(null)) return null;
  if (last) return { from: last.value.end, to: last.value.end, by: `, ${listed.join(', ')}` };
  return { from: value.start, to: value.end, by: `{ ${listed.join(', ')} }` };
}
