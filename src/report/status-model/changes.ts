import type { LedgerEvent } from '../../ledger/port.js';
import type { Since, StatusModel } from './sources.js';
import { stepOfKey } from '../../model/keys/operation-keys.js';

type Change = StatusModel['changes'][number];

/** What is news to people; how an operation came about is not. */
const told: ReadonlySet<string> = new Set(['settled', 'verdict', 'request', 'superseded', 'released', 'taken over']);
const mostEventsOfSite = 20;

/** What happened after a moment, oldest first. */
export function changesSince(events: readonly LedgerEvent[], since: Since | null): readonly Change[] {
  const isNew = ({ id, at }: LedgerEvent): boolean =>
    since === null || (since.event === null ? at >= since.at : id > since.event);
  return events.flatMap((event) => (told.has(event.what) && isNew(event) ? changeOf(event) : []));
}

/** The newest events of each site, newest first. */
export function historyBySite(events: readonly LedgerEvent[]): StatusModel['history'] {
  const bySite = new Map<string, Change[]>();
  for (const event of [...events].reverse()) {
    if (event.site === null || !(told.has(event.what) || event.what === 'adopted')) continue;
    const known = bySite.get(event.site) ?? [];
    if (known.length < mostEventsOfSite) known.push(...changeOf(event));
    bySite.set(event.site, known);
  }
  return Object.fromEntries(bySite);
}

function changeOf({ at, actor, what, key, site, queue, detail }: LedgerEvent): Change[] {
  const sentence = sentenceOf(what, key, detail);
  return sentence === null ? [] : [{ at, actor, what, site, queue, sentence }];
}

function sentenceOf(what: string, key: string | null, detail: LedgerEvent['detail']): string | null {
  const text = (name: string): string => {
    const value = detail[name];
    return typeof value === 'string' ? value : '';
  };
  const operation = stepOfKey(key ?? '');
  switch (what) {
    case 'settled':
      return [operation, text('outcome'), text('message')].filter((part) => part !== '').join(': ');
    case 'verdict':
      return `${text('verdict')}: ${text('reason')}`;
    case 'request':
      return [`${text('step')} ${text('state')}`, text('reason')].filter((part) => part !== '').join(': ');
    case 'adopted':
      return text('changedAt') === ''
        ? 'found at the new version'
        : `found at the new version, changed ${text('changedAt')}`;
    default:
      return [operation, what, text('reason')].filter((part) => part !== '').join(': ');
  }
}
