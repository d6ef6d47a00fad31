import { instant } from '../../src/model/dates.js';
import type { Fields } from '../../src/model/operation.js';
import type { QueueRecord, StatusRule } from '../../src/model/record.js';
import {
  GridFailure,
  type Catalogue,
  type FoundRequest,
  type Grid,
  type Helpdesk,
  type RequestDraft,
  type WriteAnswer,
} from '../../src/grid/ports.js';
import { aRecord } from '../planning/builders.js';

/** What can go wrong with one call. A write `late` lands `ms` after it was sent, by the world's clock. */
export type Trouble =
  | {
      readonly kind:
        | 'lost before'
        | 'lost after'
        | 'unreachable'
        | 'error'
        | 'error after effect'
        | 'in part'
        | 'no effect'
        | 'not allowed';
    }
  | { readonly kind: 'late'; readonly ms: number }
  | { readonly kind: 'busy'; readonly retryAfterMs: number }
  /** Somebody else writes right after. */
  | { readonly kind: 'overwritten'; readonly fields: Fields };

type Call = 'read' | 'write' | 'find' | 'create';

/** An effective change of the world. */
interface JournalEntry {
  readonly key: string;
  readonly subject: string;
  readonly fields: Fields;
  readonly atMs: number;
}

interface InFlight {
  readonly key: string;
  readonly subject: string;
  readonly dueMs: number;
  readonly land: () => void;
}

/** A grid in memory that really holds state, with a clock that moves when somebody waits. */
export interface World {
  readonly grid: Grid;
  readonly records: Map<string, QueueRecord>;
  readonly rules: Map<string, StatusRule[]>;
  readonly tickets: FoundRequest[];
  readonly journal: JournalEntry[];
  /** Two writes to one subject in flight at once, and the like. */
  readonly violations: string[];
  /** Every call in its order, e.g. `write Q`. */
  readonly calls: string[];
  /** Troubles of the next calls of a kind, in their order; null: none. */
  readonly troubles: Record<Call, (Trouble | null)[]>;
  nowMs: number;
  writer: 'calls' | 'instructions';
  channel: 'mail' | 'ggus';
  indexLagMs: number;
}

export const morning = Date.UTC(2019, 7, 5, 6);

export function aWorld(queues: readonly string[] = ['Q']): World {
  const inFlight: InFlight[] = [];
  const world: World = {
    grid: undefined as unknown as Grid,
    records: new Map(queues.map((queue) => [queue, aRecord(queue)])),
    rules: new Map(),
    tickets: [],
    journal: [],
    violations: [],
    calls: [],
    troubles: { read: [], write: [], find: [], create: [] },
    nowMs: morning,
    writer: 'calls',
    channel: 'ggus',
    indexLagMs: 60_000,
  };
  return Object.assign(world, { grid: gridOf(world, inFlight) });
}

function gridOf(world: World, inFlight: InFlight[]): Grid {
  return {
    identity: 'world-1',
    clock: {
      now: () => Promise.resolve(world.nowMs),
      wait: async (ms) => {
        // Time does not pass while others only take a breath.
        await new Promise((resolve) => setImmediate(resolve));
        world.calls.push(`wait ${String(Math.ceil(ms))}`);
        world.nowMs += ms;
        for (const write of inFlight.filter(({ dueMs }) => dueMs <= world.nowMs)) {
          inFlight.splice(inFlight.indexOf(write), 1);
          write.land();
        }
      },
    },
    catalogue: catalogueOf(world, inFlight),
    get helpdesk() {
      return helpdeskOf(world, inFlight);
    },
    monitor: null,
    downtimes: null,
    close: () => Promise.resolve(),
  };
}

function catalogueOf(world: World, inFlight: InFlight[]): Catalogue {
  return {
    identity: 'world-1',
    get writer() {
      return world.writer;
    },
    readAll: () => Promise.resolve([...world.records.values()]),
    read: async (queues) => {
      await called(world, 'read', queues.join());
      return queues.flatMap((queue) => world.records.get(queue) ?? []);
    },
    readRules: (queues) => Promise.resolve(new Map(queues.map((queue) => [queue, world.rules.get(queue) ?? []]))),
    setAttributes: (queue, fields, { key }) => {
      if (world.writer === 'instructions') return told(world, queue);
      return written(world, inFlight, { key, subject: queue, fields }, (part) => {
        const present = world.records.get(queue);
        if (!present) return false;
        world.records.set(queue, { ...present, ...part });
        return Object.entries(part).some(([field, value]) => present[field as keyof QueueRecord] !== value);
      });
    },
    setManualRule: (queue, value, reason, { key }) => {
      if (world.writer === 'instructions') return told(world, queue);
      return written(world, inFlight, { key, subject: queue, fields: { value, reason } }, () => {
        const others = (world.rules.get(queue) ?? []).filter(({ probe }) => probe !== 'manual');
        world.rules.set(queue, [...others, { probe: 'manual', value, reason, expiration: null, updated: null }]);
        return true;
      });
    },
  };
}

function told(world: World, queue: string): Promise<WriteAnswer> {
  world.calls.push(`tell ${queue}`);
  return Promise.resolve({ said: 'ok', message: 'A person was told.' });
}

function helpdeskOf(world: World, inFlight: InFlight[]): Helpdesk {
  return {
    channel: world.channel,
    readable: world.channel !== 'mail',
    indexLagMs: world.indexLagMs,
    find: async (campaign, how) => {
      await called(world, 'find', how);
      const known = world.tickets.filter(({ marker }) => marker.startsWith(`[${campaign}/`));
      return how === 'plainly' ? known : known.filter(({ sinceMs }) => sinceMs + world.indexLagMs <= world.nowMs);
    },
    create: async (draft) => {
      const ref = `T-${String(world.journal.length + 1)}`;
      const answer = await written(
        world,
        inFlight,
        { key: draft.marker, subject: draft.marker, fields: { subject: draft.subject } },
        () => {
          world.tickets.push({ marker: draft.marker, ref, state: 'sent', sinceMs: world.nowMs });
          return true;
        },
        'create',
      );
      if (answer.said === 'error') throw new GridFailure('refused', answer.message, true);
      return ref;
    },
    comment: () => Promise.resolve(),
  };
}

async function called(world: World, call: Call, what: string): Promise<Trouble | null> {
  world.calls.push(`${call} ${what}`);
  const trouble = world.troubles[call].shift() ?? null;
  await Promise.resolve();
  if (trouble?.kind === 'unreachable') throw new GridFailure('unreachable', 'Nobody answers.', false);
  if (trouble?.kind === 'not allowed') throw new GridFailure('not allowed', 'The proxy has run out.', false);
  if (trouble?.kind === 'busy') throw new GridFailure('busy', 'Too many requests.', false, [], trouble.retryAfterMs);
  if ((call === 'read' || call === 'find') && trouble !== null) throw new GridFailure('timeout', 'No answer.', true);
  return trouble;
}

type Wanted = Pick<JournalEntry, 'key' | 'subject' | 'fields'>;

async function written(
  world: World,
  inFlight: InFlight[],
  wanted: Wanted,
  change: (part: Fields) => boolean,
  call: 'write' | 'create' = 'write',
): Promise<WriteAnswer> {
  const { key, subject, fields } = wanted;
  const land = (part: Fields = fields): void => {
    if (change(part)) world.journal.push({ key, subject, fields: part, atMs: world.nowMs });
  };
  if (inFlight.some((other) => other.subject === subject))
    world.violations.push(`${key} was written while another write to ${subject} was in flight`);
  const trouble = await called(world, call, subject);
  switch (trouble?.kind) {
    case 'lost before':
      throw new GridFailure('timeout', 'No answer.', true);
    case 'lost after':
      land();
      throw new GridFailure('connection lost', 'The connection broke.', true);
    case 'late':
      inFlight.push({ key, subject, dueMs: world.nowMs + trouble.ms, land });
      throw new GridFailure('timeout', 'No answer.', true);
    case 'error':
      return { said: 'error', message: 'permission denied' };
    case 'error after effect':
      land();
      return { said: 'error', message: 'internal error' };
    case 'in part':
      land(Object.fromEntries(Object.entries(fields).slice(0, 1)));
      return { said: 'error', message: 'the second attribute is unknown' };
    case 'no effect':
      return { said: 'ok', message: 'updated' };
    case 'overwritten':
      land();
      world.records.set(subject, { ...(world.records.get(subject) ?? aRecord(subject)), ...trouble.fields });
      return { said: 'ok', message: 'updated' };
    default:
      land();
      return { said: 'ok', message: 'updated' };
  }
}

export function draftOf({ key, site }: { readonly key: string; readonly site: string }): RequestDraft {
  return {
    marker: `[${key}]`,
    site,
    to: `support@${site}.example`,
    subject: `[${key}] Pilot 2`,
    body: 'Dear colleagues',
  };
}

export function worldTime(minutes: number): string {
  return instant(morning + minutes * 60_000);
}
