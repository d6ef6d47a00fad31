import { changes } from '../plans/operations.js';

type Detail = Readonly<Record<string, unknown>>;

interface Told {
  readonly what: string;
  readonly key: string | null;
  readonly detail: Detail;
}

/** What an event says, as one line for people. `change`: what its operation set out to change, where that is known. */
export function eventText({ what, detail }: Told, change: string | null): string {
  switch (what) {
    case 'intended':
      return joined([changeText(detail), text(detail, 'reason') || text(detail, 'because')]);
    case 'acting':
      return `attempt ${plain(detail['attempt'])}`;
    case 'settled':
      return joined([`${text(detail, 'outcome')}${change === null ? '' : `: ${change}`}`, text(detail, 'message')]);
    case 'superseded':
      return `replaced by ${text(detail, 'by')}, was held by ${text(detail, 'from')}`;
    case 'verdict':
      return `${text(detail, 'verdict')}: ${text(detail, 'reason')}`;
    case 'request':
      return joined([
        `${text(detail, 'step')} ${text(detail, 'state')}${detail['round'] === 1 ? '' : `, round ${plain(detail['round'])}`}`,
        text(detail, 'ref'),
        text(detail, 'reason'),
      ]);
    case 'adopted':
      return text(detail, 'changedAt') === ''
        ? 'found at the new version'
        : `found at the new version, changed ${text(detail, 'changedAt')}`;
    case 'lifted':
      return `${text(detail, 'trait')}: ${text(detail, 'until') === '' ? 'mended' : `goes until ${text(detail, 'until')}`}; ${text(detail, 'reason')}`;
    case 'report':
      return text(detail, 'file') === ''
        ? text(detail, 'format')
        : `${text(detail, 'format')} in ${text(detail, 'file')}`;
    default:
      return joined([text(detail, 'reason') || text(detail, 'because'), rest(detail)]);
  }
}

/** What an intended operation changes, or null. */
export function changeOf({ what, detail }: Told): string | null {
  const told = what === 'intended' ? changeText(detail) : '';
  return told === '' ? null : told;
}

function changeText({ before, after }: Detail): string {
  return isFields(before) && isFields(after) ? changes({ before, after }) : '';
}

const unsaid: ReadonlySet<string> = new Set(['record', 'reason', 'because']);

/** Names and values of what has no sentence of its own. */
function rest(detail: Detail): string {
  return Object.entries(detail)
    .filter(([name, value]) => !unsaid.has(name) && value !== null && value !== '')
    .map(([name, value]) => `${name} ${plain(value)}`)
    .join('; ');
}

/** A value in words: lists by commas, fields by their names. */
function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(', ');
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([name, one]) => `${name} ${plain(one)}`)
      .join(', ');
  return String(value);
}

function text(detail: Detail, name: string): string {
  const value = detail[name];
  return typeof value === 'string' ? value : '';
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('; ');
}

function isFields(value: unknown): value is Readonly<Record<string, string>> {
  return (
    typeof value === 'object' && value !== null && Object.values(value).every((field) => typeof field === 'string')
  );
}
