import { describe, expect, it } from 'vitest';
import { eventKinds, findEvents } from '../../../src/app/ledger/find-events.js';
import type { LedgerEvent } from '../../../src/ledger/port.js';
import { ledgerEvents, notedEvents } from '../../../src/model/event-names.js';

function event(id: number, fields: Partial<LedgerEvent>): LedgerEvent {
  const plain = { at: `2030-01-0${id}T08:00:00.000Z`, actor: 'anna', what: 'settled', key: null, site: null };
  return { id, ...plain, queue: null, detail: {}, hash: '', origin: null, ...fields };
}

const events = [
  event(1, { key: 'c/Q/flip#0', what: 'intended' }),
  event(2, { key: 'c/Q/flip#0', detail: { outcome: 'done' } }),
  event(3, { key: 'c/S/migration#1', actor: 'heinz', detail: { outcome: 'failed' } }),
  event(4, { what: 'verdict', actor: 'heinz' }),
  event(5, { what: 'request' }),
];

function ids(wanted: Parameters<typeof findEvents>[1]): readonly number[] {
  return findEvents(events, wanted).map(({ id }) => id);
}

describe('the wanted events', () => {
  it('are all where nothing narrows', () => {
    expect(ids({})).toEqual([1, 2, 3, 4, 5]);
  });

  it('begin at a moment', () => {
    expect(ids({ since: '2030-01-03T08:00:00.000Z' })).toEqual([3, 4, 5]);
  });

  it('are of one person', () => {
    expect(ids({ by: 'heinz' })).toEqual([3, 4]);
  });

  it('are of a kind: an operation by its key, a request by its step, a note by what it is', () => {
    expect(ids({ kinds: new Set(['flip']) })).toEqual([1, 2]);
    expect(ids({ kinds: new Set(['request']) })).toEqual([3, 5]);
    expect(ids({ kinds: new Set(['verdict', 'flip']) })).toEqual([1, 2, 4]);
  });

  it('are of any kind that the ledger writes: each can be asked for', () => {
    const kinds: readonly string[] = eventKinds;
    for (const what of [...notedEvents, ...ledgerEvents]) {
      expect(kinds).toContain(what);
      const of = [event(1, { what }), event(2, { key: 'c/Q/flip#0', what: 'intended' })];
      expect(findEvents(of, { kinds: new Set([what]) }).map(({ id }) => id)).toEqual([1]);
    }
  });

  it('ended in one of some ways', () => {
    expect(ids({ outcomes: new Set(['failed', 'conflict']) })).toEqual([3]);
  });

  it('are the newest so many of what the rest leaves', () => {
    expect(ids({ by: 'anna', limit: 2 })).toEqual([2, 5]);
  });
});
