import { localDate, type IsoDate } from '../model/dates.js';
import type { Site } from '../model/inventory.js';
import type { Case, JournalChange, StartRecord } from './case.js';

/** A change of ours, with what stood at the queue just before it. */
export interface OurChange {
  readonly change: JournalChange;
  /** The day on which its operation first reached the grid: a repeated one belongs to the day it was begun. */
  readonly date: IsoDate;
  readonly before: QueueState;
  /** Who wrote the old value during the rehearsal; null: it stood from the start. */
  readonly oldBy: 'us' | 'others' | null;
  /** null: the inventory does not list the queue. */
  readonly site: Site | null;
  /** How the queues that stay at the site stood then, this one left out. */
  readonly staying: readonly QueueState[];
}

export interface QueueState extends StartRecord {
  /** The manual rule is the program's own. */
  readonly manualIsOurs: boolean;
}

/** One queue's change of `pilot_version` away from the old pilot, or back. */
export interface Turn extends SiteDay {
  /** When its operation first reached the grid. */
  readonly begunMs: number;
  readonly direction: 'to new' | 'to old';
  /** Journal id of the received write. */
  readonly writeId: number | null;
  /** The queue just before. */
  readonly before: QueueState;
  /** `container_type` as the same write left it. */
  readonly containersAfter: string;
}

/** A site on a day on which something of it was changed; the first change of that day. */
export interface SiteDay {
  readonly site: Site;
  readonly date: IsoDate;
  readonly atMs: number;
  readonly queue: string;
}

export interface Replay {
  readonly ours: readonly OurChange[];
  readonly turns: readonly Turn[];
  /** State of every queue at the end. */
  readonly end: ReadonlyMap<string, QueueState>;
  readonly siteOf: ReadonlyMap<string, Site>;
  /** `QUEUE FIELD` → when somebody else changed it last. */
  readonly changedByOthers: ReadonlyMap<string, number>;
}

const followed = new Set(['pilot_version', 'pilot_manager', 'container_type', 'status', 'state', 'type']);

/** Sites with the days on which one of the changes fell, in order of happening. */
export function siteDays(changes: readonly SiteDay[]): readonly SiteDay[] {
  const days = new Map<string, SiteDay>();
  for (const { site, date, atMs, queue } of changes) {
    const day = `${site.name} ${date}`;
    if (!days.has(day)) days.set(day, { site, date, atMs, queue });
  }
  return [...days.values()];
}

/** Goes through the journal from the start, keeping every queue's state, and picks out what the program did. */
export function replay({ inventory, start, journal, ourAgent }: Case): Replay {
  const siteOf = new Map<string, Site>();
  for (const site of inventory.sites) for (const queue of Object.keys(site.queues)) siteOf.set(queue, site);
  const retiring = new Set(inventory.retirements.map(({ queue }) => queue));
  const begunMs = firstReceived(journal);
  const states = new Map<string, QueueState>();
  for (const [queue, record] of start) states.set(queue, { ...record, manualIsOurs: false });
  const writers = new Map<string, 'us' | 'others'>();
  const changedByOthers = new Map<string, number>();
  const ours: OurChange[] = [];
  const turns: Turn[] = [];
  for (const change of journal) {
    if (change.kind !== 'change') continue;
    const before = states.get(change.queue);
    const us = change.agent.startsWith(ourAgent);
    const field = `${change.queue} ${change.what}`;
    if (us && before) {
      const site = siteOf.get(change.queue) ?? null;
      const date = localDate(begunMs.get(change.request) ?? change.at, inventory.campaign.timezone);
      ours.push({
        change,
        date,
        before,
        oldBy: writers.get(field) ?? null,
        site,
        staying: stayingAt(site, change, states, retiring),
      });
      const direction = directionOf(change, inventory.campaign.pilot?.to ?? null);
      if (site && direction) {
        turns.push({
          queue: change.queue,
          site,
          atMs: change.at,
          date,
          begunMs: begunMs.get(change.request) ?? change.at,
          direction,
          writeId: change.write,
          before: beforeItsWrite(journal, change, before),
          containersAfter: containersAfter(journal, change, before),
        });
      }
    }
    writers.set(field, us ? 'us' : 'others');
    if (!us) changedByOthers.set(field, change.at);
    if (before) states.set(change.queue, next(before, change, us));
    if (change.what === 'queue') rename(states, change);
  }
  return { ours, turns, end: states, siteOf, changedByOthers };
}

/** When each operation's write first reached the grid, whatever became of it. */
function firstReceived(journal: Case['journal']): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  for (const { kind, request, at } of journal)
    if (kind === 'write' && request !== '' && !first.has(request)) first.set(request, at);
  return first;
}

function containersAfter(journal: Case['journal'], flip: JournalChange, before: QueueState): string {
  return containersOfSameWrite(journal, flip)?.new ?? before.container_type;
}

/** The queue before the whole write, in whatever order its fields were changed. */
function beforeItsWrite(journal: Case['journal'], flip: JournalChange, before: QueueState): QueueState {
  const containers = containersOfSameWrite(journal, flip);
  return containers === undefined ? before : { ...before, container_type: containers.old };
}

function containersOfSameWrite(journal: Case['journal'], flip: JournalChange): JournalChange | undefined {
  return journal.find(
    (entry): entry is JournalChange =>
      entry.kind === 'change' &&
      entry.write === flip.write &&
      entry.queue === flip.queue &&
      entry.what === 'container_type' &&
      entry.at === flip.at,
  );
}

function stayingAt(
  site: Site | null,
  { queue, what }: JournalChange,
  states: ReadonlyMap<string, QueueState>,
  retiring: ReadonlySet<string>,
): readonly QueueState[] {
  if (!site || !what.startsWith('rule ')) return [];
  const others = Object.keys(site.queues).filter(
    (other) => other !== queue && !retiring.has(other) && !/[_-]TEST/i.test(other),
  );
  return others.flatMap((other) => states.get(other) ?? []);
}

function directionOf(change: JournalChange, to: string | null): Turn['direction'] | null {
  if (to === null || change.what !== 'pilot_version') return null;
  if (change.new === to) return 'to new';
  return change.old === to ? 'to old' : null;
}

function next(state: QueueState, change: JournalChange, us: boolean): QueueState {
  if (followed.has(change.what)) return { ...state, [change.what]: change.new };
  if (change.what === 'rule manual') return { ...state, manual: ruleValue(change.new), manualIsOurs: us };
  return state;
}

/** The value in a rule's journal text; null where the rule is gone. */
export function ruleValue(text: string): string | null {
  if (text === '') return null;
  const rule = JSON.parse(text) as { value?: unknown } | null;
  return typeof rule?.value === 'string' ? rule.value : null;
}

/** `tool:user` pairs, however the catalogue spaces or spells them. */
export function pairsOf(containerType: string): ReadonlySet<string> {
  return new Set(
    containerType
      .split(';')
      .map((pair) => pair.trim().toLowerCase())
      .filter((pair) => pair !== ''),
  );
}

function rename(states: Map<string, QueueState>, change: JournalChange): void {
  const state = states.get(change.old);
  states.delete(change.old);
  if (state && change.new !== '') states.set(change.new, state);
}
