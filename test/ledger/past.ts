import fc from 'fast-check';
import type { Operation, OutcomeKind } from '../../src/model/operation.js';
import type { Ledger } from '../../src/ledger/port.js';
import { actor, at, claim, flip, intent, request, rollback, settlement } from './builders.js';

const outcomes = ['done', 'already', 'conflict', 'unconfirmed', 'failed', 'refused', 'not-run'] as const;
const verdicts = ['good', 'pilot fault', 'site fault', 'inconclusive'] as const;
const states = ['sent', 'seen', 'accepted', 'declined', 'unconfirmed'] as const;
const queues = ['Q', 'R'];

/** One thing that somebody does to a ledger. */
export type Deed =
  | {
      readonly is: 'operation';
      readonly queue: string;
      readonly kind: 'flip' | 'rollback' | 'off' | 'containers-off' | 'request';
      readonly until: 'intended' | 'acting' | OutcomeKind;
      readonly by: number;
      readonly supersedes: boolean;
    }
  | { readonly is: 'release'; readonly queue: string }
  | { readonly is: 'adopted'; readonly queue: string }
  | { readonly is: 'verdict'; readonly queue: string; readonly verdict: (typeof verdicts)[number] }
  | { readonly is: 'request'; readonly round: number; readonly state: (typeof states)[number] };

const queue = fc.constantFrom(...queues);

export const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      is: fc.constant('operation' as const),
      queue,
      kind: fc.constantFrom('flip', 'rollback', 'off', 'containers-off', 'request'),
      until: fc.constantFrom('intended' as const, 'acting' as const, ...outcomes),
      by: fc.integer({ min: 1, max: 3 }),
      supersedes: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('release' as const), queue }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('adopted' as const), queue }) },
  {
    weight: 1,
    arbitrary: fc.record({ is: fc.constant('verdict' as const), queue, verdict: fc.constantFrom(...verdicts) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      is: fc.constant('request' as const),
      round: fc.integer({ min: 1, max: 2 }),
      state: fc.constantFrom(...states),
    }),
  },
);

/** Does it as `minutes` have passed; every process is gone when the next comes. */
export async function perform(ledger: Ledger, what: Deed, minutes: number): Promise<void> {
  const by = actor('anna', 9);
  switch (what.is) {
    case 'operation':
      return operate(ledger, what, minutes);
    case 'release':
      await ledger.release(what.queue, by, at(minutes), 'Gone.');
      return;
    case 'adopted':
      return ledger.note(
        {
          what: 'adopted',
          adoption: { queue: what.queue, site: 'OSCER', at: at(minutes), changedAt: null, underWatch: true },
        },
        by,
        at(minutes),
      );
    case 'verdict': {
      const generation = (await ledger.history()).queues.get(what.queue)?.settled ?? 0;
      const verdict = {
        queue: what.queue,
        generation,
        verdict: what.verdict,
        reason: 'Seen.',
        at: at(minutes),
        by: 'commissioning',
        ends: null,
      };
      return ledger.note({ what: 'verdict', site: 'OSCER', verdict }, by, at(minutes));
    }
    case 'request': {
      const { round, state } = what;
      const fact = { site: 'OSCER', step: 'migration', round, state, since: at(minutes), ref: 'T', by: 'anna' };
      return ledger.note({ what: 'request', request: { ...fact, reason: null } }, by, at(minutes));
    }
  }
}

async function operate(
  ledger: Ledger,
  { queue: name, kind, until, by, supersedes }: Extract<Deed, { is: 'operation' }>,
  minutes: number,
): Promise<void> {
  const history = (await ledger.history()).queues.get(name);
  const open = supersedes ? history?.open?.operation.key : undefined;
  const generation = (history?.settled ?? 0) + (open === undefined ? 0 : 1);
  const intention = await ledger.intend(
    operationOf(name, kind, generation, open),
    intent({ actor: actor(`operator ${String(by)}`, by), at: at(minutes), inFlightMs: 1000 }),
  );
  if (intention.is !== 'ours' || until === 'intended') return;
  await ledger.mark(intention.token, at(minutes + 1));
  if (until !== 'acting') await ledger.settle(intention.token, settlement(until, minutes + 2));
}

function operationOf(name: string, kind: string, generation: number, supersedes: string | undefined): Operation {
  const claims = [claim('sites/2019-08-05', 'OSCER', 9), claim('in_commissioning', 'OSCER', 9, generation + 1)];
  const change = { claims, ...(supersedes !== undefined && { supersedes }) };
  if (kind === 'request') return request('OSCER', 1);
  if (kind === 'rollback') return rollback(name, generation, change);
  const key = `pilot2/${name}/${kind}#${String(generation)}`;
  return flip(name, { ...change, key, kind: kind as 'flip' | 'off' | 'containers-off' });
}
