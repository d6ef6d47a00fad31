import { count } from '../../model/text/sentences.js';
import type { Result } from '../results/results.js';
import { paragraph, type Style } from '../terminal/style.js';
import { table } from '../terminal/table.js';
import { day } from '../terminal/when.js';

type Agreed = NonNullable<Result<'request-accept'>['agreed']>;

/** What it costs to plan sites on the day that they accept, in sentences. */
export function renderAgreedDay(agreed: Agreed, style: Style): string {
  const { on, sites, moved, anyDay, told, alreadyTold } = agreed;
  const parts = [
    ...sites.map((site) => siteSentence(site)),
    finishSentence(agreed),
    ...(anyDay === undefined ? [] : [anyDaySentence(anyDay, sites)]),
    moved.length === 0 ? 'No other site moves.' : `Also ${moved.length === 1 ? 'moves' : 'move'}:`,
  ].map((sentence) => paragraph(sentence, style));
  if (moved.length > 0) {
    const columns = [
      { title: 'site', cell: ({ site }: Agreed['moved'][number]) => site },
      { title: 'from', cell: ({ before }: Agreed['moved'][number]) => dayOrNone(before) },
      { title: 'to', cell: ({ after }: Agreed['moved'][number]) => dayOrNone(after) },
    ];
    parts.push(table(moved, columns, style));
  }
  const untold = sites.filter(({ site }) => !told.some((text) => text.site === site) && !alreadyTold.includes(site));
  for (const { site, subject, thread } of told)
    parts.push(paragraph(`${site} is told${thread === null ? '' : ` in ${thread}`}: ${subject}`, style));
  if (alreadyTold.length > 0)
    parts.push(paragraph(`Already told ${on} by an earlier text: ${alreadyTold.join(', ')}.`, style));
  if (untold.length > 0)
    parts.push(paragraph(`No text goes to ${untold.map(({ site }) => site).join(', ')}: tell them yourself.`, style));
  return parts.join('\n');
}

function siteSentence({ site, on, before, after, waits }: Agreed['sites'][number]): string {
  if (after === null) return `${site} gets no day yet: ${waits ?? ''} Once that is cleared, it goes on ${day(on)}.`;
  if (before === null) return `${site} goes on ${day(after)}; without this answer it has no day.`;
  return before === after
    ? `${site} stays on ${day(after)}.`
    : `${site} goes on ${day(after)} instead of ${day(before)}.`;
}

function finishSentence({ finish: { before, after }, workingDays }: Agreed): string {
  if (after === null) return 'The plan has no finish: no site has a day.';
  if (before === null) return `The finish is ${after}; without this answer no site has a day.`;
  if (workingDays === null || before === after) return `The finish stays on ${after}.`;
  const days = count(Math.abs(workingDays), 'working day');
  return `The finish moves from ${before} to ${after} (${days}${workingDays < 0 ? ' earlier' : ''}).`;
}

function anyDaySentence({ finish, days }: NonNullable<Agreed['anyDay']>, sites: Agreed['sites']): string {
  const each = sites.map(({ site }, index) => `${site} ${onDay(days[index] ?? null)}`);
  return `With a yes to any day: ${each.join(', ')}; the finish ${finish === null ? 'is unknown' : `is ${finish}`}.`;
}

function onDay(date: string | null): string {
  return date === null ? 'has no day' : `goes on ${day(date)}`;
}

function dayOrNone(date: string | null): string {
  return date === null ? 'no day' : day(date);
}
