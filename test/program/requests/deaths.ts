import { join } from 'node:path';
import { expect } from 'vitest';
import { openSqliteLedger } from '../../../src/ledger/sqlite.js';
import type { Passage } from '../protocol/gate.js';
import type { SmtpGate, SmtpStep } from '../protocol/smtp-gate.js';
import type { Running, World } from '../protocol/world.js';
import { gathering } from './gathering.js';

/** Where a process dies, with every request that it has under way there. */
export type Death =
  /** Before the first of them has made a step durable in the ledger; after all have. */
  | { readonly commit: 'intended' | 'acting' | 'settled'; readonly when: 'before' | 'after' }
  /** When all have begun the one call that opens a ticket, or handed over the text of a mail. */
  | {
      readonly sending:
        'never arrives' | 'arrives before the death' | 'arrives after the death' | 'lands five minutes later';
    }
  /** When all mails' connections have come to a step before their text. */
  | { readonly smtp: Exclude<SmtpStep, 'text'> }
  /** At any request of the process, by its number: the looks at the grid, the clock, searches. */
  | { readonly request: number };

export function nameOf(death: Death): string {
  if ('commit' in death) return `${death.when} ${death.commit} is durable`;
  if ('sending' in death) return `what is sent ${death.sending}`;
  return 'smtp' in death ? `at ${death.smtp} of SMTP` : 'at any request';
}

/** A campaign of many requests, and the gates that its processes talk through. */
export interface Killing {
  readonly world: World;
  /** Whose ledger it is: the world's id, or the address of a real grid. */
  readonly identity: string;
  /** Where tickets are opened. */
  readonly creates: string | null;
  readonly smtp: SmtpGate | null;
  /** Faults that strike all along, armed anew where others are. */
  readonly faults: readonly unknown[];
}

/** Begins to ask those of these sites that are not settled, kills the process, and answers those whose requests died at that place. */
export async function dieAt(killing: Killing, group: readonly string[], death: Death): Promise<readonly string[]> {
  const { world, smtp } = killing;
  const before = await newestEvents(killing);
  const sites = group.filter((site) => before.get(site) !== 'settled');
  if (sites.length === 0) return [];
  const commit =
    'commit' in death ? { dieAt: `SIGKILL ${death.when} ${eventsOf(death.commit)} * ${String(sites.length)}` } : {};
  const running = world.start(['request', 'open', ...sites, '--yes'], commit);
  watch(killing, sites.length, death, running);
  const { signal, code, stderr } = await running.finished;
  expect([signal, code], `${nameOf(death)}: ${stderr}`).toEqual(['SIGKILL', null]);
  world.gate.watch = () => 'pass';
  if (smtp) smtp.watch = () => 'pass';
  await arm(killing, []);
  const newest = await newestEvents(killing);
  return sites.filter((site) => leftBehind(death).includes(newest.get(site) ?? null));
}

/** What nobody can look up ends otherwise. */
function eventsOf(commit: 'intended' | 'acting' | 'settled'): string {
  return commit === 'settled' ? 'settled|unconfirmed' : commit;
}

/** The newest event that the ledger has of a request which died there. */
function leftBehind(death: Death): readonly (string | null)[] {
  if ('request' in death) return [null, 'intended', 'acting', 'taken over'];
  if (!('commit' in death)) return ['acting'];
  if (death.commit === 'intended') return death.when === 'before' ? [null] : ['intended'];
  if (death.commit === 'acting') return death.when === 'before' ? ['intended'] : ['acting'];
  return death.when === 'before' ? ['acting', 'taken over'] : ['settled', 'unconfirmed'];
}

async function newestEvents({ world, identity }: Killing): Promise<ReadonlyMap<string | null, string>> {
  const ledger = await openSqliteLedger(join(world.folder, 'ledger.sqlite'), {
    campaign: 'pilot2',
    grid: identity,
    readonly: true,
  });
  try {
    return new Map((await ledger.events({})).map(({ site, what }) => [site, what]));
  } finally {
    await ledger.close();
  }
}

async function arm({ world, faults }: Killing, first: readonly unknown[]): Promise<void> {
  await world.ask('/rehearsal/faults', undefined, 'DELETE');
  await world.ask('/rehearsal/faults', [...first, ...faults]);
}

/** Watches the gates for one death of a process with so many requests. */
function watch(killing: Killing, wanted: number, death: Death, running: Running): void {
  const { world, creates, smtp } = killing;
  const kill = (): boolean => running.child.kill('SIGKILL');
  const isDead = (): boolean => running.child.signalCode !== null;
  // Requests go on together; where the last step of all is waited for, nobody overtakes it.
  const sending = gathering(
    'commit' in death && death.when === 'after' && death.commit === 'acting' ? Infinity : wanted,
    3_000,
  );
  const clock = gathering(wanted, 40);
  let requests = 0;
  let taken = 0;

  async function send(): Promise<Passage> {
    await sending.arrive();
    if (!('sending' in death)) return isDead() ? 'lose' : 'pass';
    const how = death.sending;
    if (how === 'arrives before the death')
      return {
        instead: () => {
          if (++taken >= sending.present()) kill();
        },
      };
    if (how === 'lands five minutes later')
      await arm(killing, [{ kind: 'late', afterSeconds: 300, count: 1_000, on: { effect: 'write' } }]);
    kill();
    if (how === 'never arrives') return 'lose';
    await running.finished;
    return { instead: () => undefined };
  }

  world.gate.watch = async (method, url) => {
    if ('request' in death && ++requests >= death.request) {
      kill();
      return 'lose';
    }
    if (method === 'POST' && url === creates) return send();
    if (url.startsWith('/rehearsal/clock')) await clock.arrive();
    return 'pass';
  };
  if (!smtp) return;
  smtp.watch = async (step) => {
    if (step === 'text') return send();
    if (!('smtp' in death) || step !== death.smtp) return 'pass';
    await sending.arrive();
    kill();
    return 'lose';
  };
}
