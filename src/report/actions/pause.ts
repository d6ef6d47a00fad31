import { count, names, sentence } from '../../model/text/sentences.js';
import type { Result } from '../results/results.js';
import { paragraph, type Style } from '../terminal/style.js';
import { dayOf } from '../terminal/when.js';

/** Most sites that are named one by one. */
const mostNamed = 8;

/** A pause as the terminal shows it, with its price where it was not shown before the question. */
export function renderPause(
  { scope, reason, until, except, price, replaces }: Result<'pause'>,
  style: Style,
  { dryRun = false, isPriceTold = false } = {},
): string {
  const spared = except.length === 0 ? '' : `, but for ${names(except)}`;
  const end =
    until === null
      ? `until \`migrate resume --scope ${scope} --reason TEXT\``
      : `before ${dayOf(until, style)}, or \`migrate resume --scope ${scope} --reason TEXT\``;
  return [
    `${dryRun ? 'Would be paused' : 'Paused'}: ${scope}${spared}. ${reason}`,
    ...(replaces === undefined
      ? []
      : [`It replaces ${replaces.by}'s pause of ${replaces.at}: ${sentence(replaces.reason)}`]),
    `Nothing new is begun there ${end}.`,
    ...(price === null || isPriceTold ? [] : [renderPrice(price, style)]),
  ].join('\n');
}

/** What a pause does to the plan, in sentences. */
export function renderPrice(
  { finish, workingDays, moved, without, ifResumed }: NonNullable<Result<'pause'>['price']>,
  style: Style,
): string {
  const sentences = [
    finishSentence(finish, workingDays),
    ...(without.length === 0 ? [] : [`No day as long as it lasts: ${named(without)}.`]),
    ...(moved.length === 0
      ? []
      : [
          `Another day: ${named(moved.map(({ site, before, after }) => `${site} (${before ?? 'none'} → ${after ?? 'none'})`))}.`,
        ]),
    ...(ifResumed === undefined ? [] : [ifResumedSentence(ifResumed)]),
  ];
  return paragraph(sentences.join(' '), style);
}

function finishSentence(
  { before, after }: NonNullable<Result<'pause'>['price']>['finish'],
  workingDays: number | null,
): string {
  if (before === null) return 'No site has a day now.';
  if (after === null || workingDays === null)
    return `The finish of ${before} is lost: with the pause no site has a day.`;
  if (before === after) return `The finish stays on ${after}.`;
  return `The finish moves from ${before} to ${after}, ${byDays(workingDays)}.`;
}

function ifResumedSentence({
  on,
  finish,
  workingDays,
}: {
  on: string;
  finish: string | null;
  workingDays: number | null;
}): string {
  if (finish === null || workingDays === null) return `Resumed on ${on}, no site has a day either.`;
  return workingDays === 0
    ? `Resumed on ${on}, the finish stays on ${finish}.`
    : `Resumed on ${on}, the finish is ${finish}, ${byDays(workingDays)}.`;
}

function byDays(workingDays: number): string {
  return `${count(Math.abs(workingDays), 'working day')} ${workingDays < 0 ? 'earlier' : 'later'}`;
}

function named(sites: readonly string[]): string {
  return sites.length <= mostNamed
    ? names(sites)
    : `${sites.slice(0, mostNamed).join(', ')} and ${sites.length - mostNamed} more`;
}

export function renderResume({ scope, reason, until }: Result<'resume'>, dryRun = false): string {
  const resumed = dryRun ? 'Would be resumed' : 'Resumed';
  if (until === undefined) return `${resumed}: ${scope}. ${reason}`;
  return until === null
    ? `${resumed}: ${scope}. ${reason}\nWhat its sites taught that were flipped before now no longer counts.`
    : `${resumed} until ${until}: ${scope}. ${reason}\nThe stop holds again on that day if it still stands then.`;
}
