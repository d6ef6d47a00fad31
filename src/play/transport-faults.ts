import type { Fault, FaultKind } from '../rehearsal/faults/fault.js';

/** Of every hundred writes, so many suffer from each; reads less often. */
const suffering: readonly (readonly [FaultKind, number])[] = [
  [{ kind: 'timeout', when: 'before' }, 1.5],
  [{ kind: 'timeout', when: 'after' }, 1.5],
  [{ kind: 'status', status: 500, when: 'before' }, 1.5],
  [{ kind: 'reset', when: 'after' }, 1],
  [{ kind: 'cut', when: 'after' }, 1],
  [{ kind: 'busy', retryAfterSeconds: 30 }, 1],
  [{ kind: 'error list', message: 'database is locked (planted by the rehearsal)' }, 0.5],
  [{ kind: 'late', afterSeconds: 20 }, 1.5],
  [{ kind: 'late', afterSeconds: 240 }, 1],
];

/**
 * What the network does to a play, so that the protocol is exercised: the world draws from its seed
 * which request is hit.
 */
export const transportFaults: readonly Fault[] = [
  ...suffering.map(([kind, percent]): Fault => ({
    ...kind,
    on: { effect: 'write' },
    count: 1_000_000,
    probability: percent / 100,
  })),
  {
    kind: 'status',
    status: 503,
    when: 'before',
    on: { effect: 'read', endpoint: 'records' },
    count: 1_000_000,
    probability: 0.004,
  },
  { kind: 'normalised', on: { effect: 'write', endpoint: 'set_attributes' }, count: 1_000_000, probability: 0.02 },
];
