import { hourMs } from '../../model/dates.js';

/**
 * What Switcher gives its rule for a downtime of a queue's services: its version 3 with the hours of its example
 * settings (github.com/jose-caballero/switcher, `etc/downtimes-example.conf`, seen).
 */

/** A stretch of time, ms. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A queue's services in the calendar. */
export interface ServedQueue {
  readonly type: string;
  /** Each compute element's downtimes. */
  readonly compute: readonly (readonly Stretch[])[];
  readonly storage: readonly Stretch[];
  /** The value of its own rule; null: there is none. */
  readonly own: string | null;
  readonly nowMs: number;
}

export type SwitcherValue = 'OFFLINE' | 'BROKEROFF' | 'ONLINE';

/** A compute element is taken for down so long before it is. */
const computeAheadMs = 2 * hourMs;
/** Shorter downtimes are let pass. */
const shortestMs = 4 * hourMs;
const longMs = 48 * hourMs;

/** Hours before the downtime at which the value is set; null: it is not. */
interface Ahead {
  readonly BROKEROFF: number | null;
  readonly OFFLINE: number;
}
type Aheads = Readonly<Record<'compute' | 'storage', Readonly<Record<'short' | 'long', Ahead>>>>;

/** Queues of other types have no hours: nothing is done to them. */
const aheads: ReadonlyMap<string, Aheads> = new Map([
  [
    'analysis',
    {
      compute: { short: { BROKEROFF: 8, OFFLINE: 4 }, long: { BROKEROFF: 8, OFFLINE: 4 } },
      storage: { short: { BROKEROFF: 8, OFFLINE: 4 }, long: { BROKEROFF: 120, OFFLINE: 72 } },
    },
  ],
  [
    'production',
    {
      compute: { short: { BROKEROFF: null, OFFLINE: 12 }, long: { BROKEROFF: null, OFFLINE: 12 } },
      storage: { short: { BROKEROFF: null, OFFLINE: 12 }, long: { BROKEROFF: null, OFFLINE: 48 } },
    },
  ],
]);

/** Hours before a downtime's start at which a value may change, and 0 for the start itself. */
export const decidingHours: readonly number[] = [
  ...new Set(
    [...aheads.values()].flatMap(({ compute, storage }) => [
      ...hoursOf(compute).map((hours) => hours + computeAheadMs / hourMs),
      ...hoursOf(storage),
    ]),
  ),
  0,
];

function hoursOf({ short, long }: Aheads['compute']): readonly number[] {
  return [short, long].flatMap(({ BROKEROFF, OFFLINE }) => (BROKEROFF === null ? [OFFLINE] : [BROKEROFF, OFFLINE]));
}

/** The value that Switcher gives its rule; null: it leaves it as it is. It lifts only what it set itself. */
export function switcherWord(queue: ServedQueue): SwitcherValue | null {
  const value = valueFor(queue);
  if (value === queue.own) return null;
  return value === 'ONLINE' && queue.own === null ? null : value;
}

function valueFor({ type, compute, storage, nowMs }: ServedQueue): SwitcherValue {
  const hours = aheads.get(type);
  if (!hours) return 'ONLINE';
  const allDown = allAtOnce(compute.map((downtimes) => downtimes.map(begunEarlier)));
  for (const value of ['OFFLINE', 'BROKEROFF'] as const) {
    if (
      allDown.some((stretch) => isDue(stretch, hours.compute, value, nowMs)) ||
      storage.some((stretch) => isDue(stretch, hours.storage, value, nowMs))
    )
      return value;
  }
  return 'ONLINE';
}

function isDue({ fromMs, toMs }: Stretch, hours: Aheads['compute'], value: keyof Ahead, nowMs: number): boolean {
  const lastsMs = toMs - fromMs;
  if (lastsMs < shortestMs || toMs <= nowMs) return false;
  const ahead = hours[lastsMs < longMs ? 'short' : 'long'][value];
  return ahead !== null && fromMs <= nowMs + ahead * hourMs;
}

function begunEarlier({ fromMs, toMs }: Stretch): Stretch {
  return { fromMs: fromMs - computeAheadMs, toMs };
}

/** When all of them are down; never where there is none. */
function allAtOnce([first = [], ...rest]: ServedQueue['compute']): readonly Stretch[] {
  return rest.reduce(
    (common, others) =>
      common.flatMap((one) =>
        others.flatMap((other) => {
          const both = { fromMs: Math.max(one.fromMs, other.fromMs), toMs: Math.min(one.toMs, other.toMs) };
          return both.fromMs < both.toMs ? [both] : [];
        }),
      ),
    first,
  );
}
