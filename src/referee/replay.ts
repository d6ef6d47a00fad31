import type { Site } from '../model/inventory.js';
import type { Case, JournalChange, StartRecord } from './case.js';

/** A change of ours, with what stood at the queue just before it. */
export interface OurChange {
  readonly change: JournalChange;
  readonly before: QueueState;
  /** Who wrote the old value during the rehearsal; null: it stood from the start. */
  readonly oldBy: 'us' | 'others' | null;
  /** null: the inventory does not list the queue. */
  readonly site: Site | null;
}

export interface QueueState extends StartRecord {
  /** The manual rule is the program's own. */
  readonly manualIsOurs: boolean;
}

/** One queue's change of `pilot_version` away from the old pilot, or back. */
export interface Turn {
  readonly queue: string;
  readonly site: Site;
  readonly atMs: number;
  readonly direction: 'to new' | 'to old';
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

const followed = new Set(['pilot_version', 'pilot_manager', 'container_type', 'status', 'type']);

/** Goes through the journal from the start, keeping every queue's state, and picks out what the program did. */
export function replay({ inventory, start, journal, ourAgent }: Case): Replay {
  const siteOf = new Map<string, Site>();
  for (const site of inventory.sites) for (const queue of Object.keys(site.queues)) siteOf.set(queue, site);
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
      ours.push({ change, before, oldBy: writers.get(field) ?? null, site });
      const direction = directionOf(change, inventory.campaign.pilot?.to ?? null);
      if (site && direction) turns.push({ queue: change.queue, site, atMs: change.at, direction });
    }
    writers.set(field, us ? 'us' : 'others');
    if (!us) changedByOthers.set(field, change.at);
    if (before) states.set(change.queue, next(before, change, us));
    if (change.what === 'queue') rename(states, change);
  }
  return { ours, turns, end: states, siteOf, changedByOthers };
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
  return new Set(containerType.split(';').map((pair) => pair.trim().toLowerCase()).filter((pair) => pair !== ''));
}

function rename(states: Map<string, QueueState>, change: JournalChange): void {
  const state = states.get(change.old);
  states.delete(change.old);
  if (state && change.new !== '') states.set(change.new, state);
}
