import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/ledger/port.js';
import { markerOf } from '../../src/model/keys/operation-keys.js';
import type { Operation } from '../../src/model/operation.js';
import { aRecord } from '../planning/builders.js';
import { actor, flip, openLedger, rollback } from '../ledger/builders.js';
import { brief, carryOut, interruptAt } from './builders.js';
import { aWorld, worldTime, type Trouble } from './world.js';

const brokeroff: Operation = {
  ...flip('Q'),
  key: 'pilot2/Q/brokeroff#0',
  kind: 'brokeroff',
  before: { manual_rule: '' },
  after: { manual_rule: 'BROKEROFF' },
  reason: 'No manpower.',
};

describe('a change', () => {
  it('is read, written once, read back and settled', async () => {
    const [world, ledger] = [aWorld(), await openLedger()];
    expect(await carryOut([flip('Q')], world, ledger)).toEqual([
      {
        key: 'pilot2/Q/flip#0',
        queue: 'Q',
        site: 'OSCER',
        kind: 'flip',
        outcome: 'done',
        message: 'Written and read back.',
      },
    ]);
    expect(world.calls).toEqual(['read Q', 'write Q', 'read Q']);
    expect(world.records.get('Q')).toMatchObject({ pilot_version: '2', container_type: 'singularity:pilot' });
    expect((await ledger.history()).queues.get('Q')?.pilot).toMatchObject({
      at: worldTime(0),
      effectiveAt: worldTime(30),
      day: '2019-08-05',
    });
  });

  it('is durable in the ledger before a byte is sent', async () => {
    const [world, ledger] = [aWorld(), await openLedger()];
    const seen: (string | undefined)[] = [];
    const { catalogue } = world.grid;
    const grid = {
      ...world.grid,
      catalogue: {
        ...catalogue,
        setAttributes: async (...write: Parameters<typeof catalogue.setAttributes>) => {
          seen.push((await ledger.history()).queues.get('Q')?.open?.state);
          return catalogue.setAttributes(...write);
        },
      },
    };
    await carryOut([flip('Q')], { ...world, grid }, ledger);
    expect(seen).toEqual(['acting']);
  });

  it('that stands already is not written', async () => {
    const [world, ledger] = [aWorld(), await openLedger()];
    world.records.set('Q', aRecord('Q', flip('Q').after));
    expect(brief(await carryOut([flip('Q')], world, ledger))).toEqual(['Q: already']);
    expect(world.journal).toEqual([]);
    expect((await ledger.history()).queues.get('Q')).toMatchObject({ settled: 1, pilot: { outcome: 'already' } });
  });

  it('half of which stands already is completed', async () => {
    const [world, ledger] = [aWorld(), await openLedger()];
    world.records.set('Q', aRecord('Q', { pilot_version: '2' }));
    expect(brief(await carryOut([flip('Q')], world, ledger))).toEqual(['Q: done']);
  });

  it("is not written over somebody else's value", async () => {
    const [world, ledger] = [aWorld(), await openLedger()];
    world.records.set('Q', aRecord('Q', { pilot_version: '3' }));
    expect(await carryOut([flip('Q')], world, ledger)).toMatchObject([
      { outcome: 'conflict', message: expect.stringContaining("pilot_version of Q is '3'") as string },
    ]);
    expect(world.calls).toEqual(['read Q']);
  });

  it('of a queue that is gone is a conflict', async () => {
    const [world, ledger] = [aWorld([]), await openLedger()];
    expect(await carryOut([flip('Q')], world, ledger)).toMatchObject([
      { outcome: 'conflict', message: 'The catalogue does not know Q any more.' },
    ]);
  });

  it('minds only the fields it owns', async () => {
    const [world, ledger] = [aWorld(), await openLedger()];
    world.records.set('Q', aRecord('Q', { status: 'test', comment: 'HC.Blacklist.set.test' }));
    expect(brief(await carryOut([flip('Q')], world, ledger))).toEqual(['Q: done']);
  });

  it('of the status sets a rule whose reason says whose it is', async () => {
    const [world, ledger] = [aWorld(), await openLedger()];
    expect(brief(await carryOut([brokeroff], world, ledger))).toEqual(['Q: done']);
    expect(world.rules.get('Q')).toMatchObject([
      { probe: 'manual', value: 'BROKEROFF', reason: 'No manpower. [pilot2/Q/brokeroff#0]', expiration: null },
    ]);
  });

  it('whose rule the catalogue does not tell is not written, and stays open where it was', async () => {
    const [world, ledger] = [aWorld(), await openLedger()];
    const untold = { probe: 'manual', value: 'UNKNOWN', reason: 'not told', expiration: null, updated: null };
    world.rules.set('Q', [untold]);
    const [refused] = await carryOut([brokeroff], world, ledger);
    expect(refused).toMatchObject({ outcome: 'refused', message: expect.stringContaining('not known') as string });
    expect(world.journal).toEqual([]);
    world.rules.clear();
    const { catalogue: seen } = world.grid;
    let written = false;
    const catalogue = {
      ...seen,
      readRules: (queues: readonly string[]) =>
        written ? Promise.resolve(new Map([['Q', [untold]]])) : seen.readRules(queues),
      setManualRule: (...write: Parameters<typeof seen.setManualRule>) => {
        written = true;
        return seen.setManualRule(...write);
      },
    };
    const [open] = await carryOut([brokeroff], { ...world, grid: { ...world.grid, catalogue } }, ledger);
    expect(open).toMatchObject({ outcome: 'unconfirmed', message: expect.stringContaining('not known') as string });
    await world.grid.clock.wait(600_000, new AbortController().signal);
    expect(brief(await carryOut([brokeroff], world, ledger))).toEqual(['Q: done']);
  });

  it("never replaces a person's manual rule by a less strict one, and says whose stands there since when", async () => {
    const [world, ledger] = [aWorld(), await openLedger()];
    const set = { setBy: 'Carl', updated: '2019-08-04T11:00:00.000Z', expiration: null };
    world.rules.set('Q', [{ probe: 'manual', value: 'OFFLINE', reason: 'carl: power cut', ...set }]);
    const [stricter] = await carryOut([brokeroff], world, ledger);
    expect(stricter).toMatchObject({ outcome: 'conflict', by: 'Carl' });
    expect(stricter?.message).toBe(
      'Somebody else has set Q OFFLINE (carl: power cut), which is stricter than BROKEROFF: their rule stays. It was set by Carl on 2019-08-04T11:00:00.000Z.',
    );
    expect((await ledger.history()).queues.get('Q')?.status ?? null).toBeNull();
    world.rules.set('Q', [{ probe: 'manual', value: 'BROKEROFF', reason: 'carl: moving', ...set }]);
    expect(await carryOut([brokeroff], world, ledger)).toMatchObject([
      {
        outcome: 'already',
        by: 'Carl',
        message:
          "The catalogue shows it so already. The rule is somebody else's: BROKEROFF by carl: moving. It was set by Carl on 2019-08-04T11:00:00.000Z.",
      },
    ]);
    world.rules.set('Q', [{ probe: 'manual', value: 'TEST', reason: 'carl: a test', expiration: null, updated: null }]);
    expect(brief(await carryOut([{ ...brokeroff, key: 'pilot2/Q/brokeroff#1' }], world, ledger))).toEqual([
      'Q: conflict',
    ]);
    expect(world.journal).toEqual([]);
  });
});

describe('an answer proves nothing, so', () => {
  it.each<[string, Trouble, string, string]>([
    [
      'an answer lost after the effect is done',
      { kind: 'lost after' },
      'done',
      'Read back as wanted; the answer was lost: The connection broke.',
    ],
    [
      'an error after the effect is done',
      { kind: 'error after effect' },
      'done',
      'Read back as wanted, though the catalogue said: internal error',
    ],
    ['an error without effect is refused', { kind: 'error' }, 'refused', 'The catalogue refused it: permission denied'],
    [
      'a write that somebody else overwrote is a conflict',
      { kind: 'overwritten', fields: { pilot_version: '3' } },
      'conflict',
      "Written, and then: pilot_version of Q is '3'",
    ],
    ['what was not sent has failed', { kind: 'unreachable' }, 'failed', 'Nothing was sent: Nobody answers.'],
    ['what may not be sent is refused', { kind: 'not allowed' }, 'refused', 'Nothing was sent: The proxy has run out.'],
    [
      'a write that lands while it is read back is done',
      { kind: 'late', ms: 20_000 },
      'done',
      'Read back as wanted; the answer was lost: No answer.',
    ],
  ])('%s', async (_, trouble, outcome, message) => {
    const [world, ledger] = [aWorld(), await openLedger()];
    world.troubles.write.push(trouble);
    expect(await carryOut([flip('Q')], world, ledger)).toMatchObject([
      { outcome, message: expect.stringContaining(message) as string },
    ]);
    expect((await ledger.history()).queues.get('Q')?.open ?? null).toBeNull();
  });

  it.each<[string, Trouble]>([
    ['an answer lost before the effect', { kind: 'lost before' }],
    ['a write accepted without effect', { kind: 'no effect' }],
    ['a write done in part', { kind: 'in part' }],
    ['a write that lands later', { kind: 'late', ms: 300_000 }],
  ])('%s leaves the operation open until the in-flight window is over, when it is done', async (_, trouble) => {
    const [world, ledger] = [aWorld(), await openLedger()];
    world.troubles.write.push(trouble);
    expect(await carryOut([flip('Q')], world, ledger)).toMatchObject([
      { outcome: 'unconfirmed', until: worldTime(10) },
    ]);
    expect((await ledger.history()).queues.get('Q')?.open).toMatchObject({ state: 'unconfirmed', attempt: 1 });
    const soFar = world.journal.length;

    expect(brief(await carryOut([flip('Q')], world, ledger))).toEqual(['Q: done']);
    expect(world.violations).toEqual([]);
    const again = world.journal.slice(soFar);
    expect(again).toHaveLength(1);
    if (trouble.kind !== 'late') expect(again[0]?.atMs).toBeGreaterThanOrEqual(Date.parse(worldTime(10)));
  });

  it('a record that cannot be read is not written', async () => {
    const [world, ledger] = [aWorld(), await openLedger()];
    world.troubles.read.push({ kind: 'unreachable' });
    expect(brief(await carryOut([flip('Q')], world, ledger))).toEqual(['Q: failed']);
    expect(world.calls).toEqual(['read Q']);
  });

  it('a write that cannot be read back stays open', async () => {
    const [world, ledger] = [aWorld(), await openLedger()];
    world.troubles.read.push(null, ...Array.from({ length: 50 }, () => ({ kind: 'lost before' }) as const));
    expect(await carryOut([flip('Q')], world, ledger)).toMatchObject([
      { outcome: 'unconfirmed', message: expect.stringContaining('could not be read back') as string },
    ]);
    world.troubles.read.length = 0;
    expect(brief(await carryOut([flip('Q')], world, ledger))).toEqual(['Q: done']);
    expect(world.journal).toHaveLength(1);
  });

  it('a busy service is waited for where it certainly took nothing', async () => {
    const [world, ledger] = [aWorld(), await openLedger()];
    world.troubles.write.push({ kind: 'busy', retryAfterMs: 30_000 }, { kind: 'busy', retryAfterMs: 30_000 });
    expect(brief(await carryOut([flip('Q')], world, ledger))).toEqual(['Q: done']);
    expect(world.calls).toEqual([
      'read Q',
      'write Q',
      'wait 30000',
      'read Q',
      'write Q',
      'wait 30000',
      'read Q',
      'write Q',
      'read Q',
    ]);
  });

  it('a service that stays busy is left alone', async () => {
    const [world, ledger] = [aWorld(), await openLedger()];
    world.troubles.write.push(...Array.from({ length: 9 }, () => ({ kind: 'busy', retryAfterMs: 1000 }) as const));
    expect(brief(await carryOut([flip('Q')], world, ledger))).toEqual(['Q: failed']);
    expect(world.calls.filter((call) => call === 'write Q')).toHaveLength(4);
  });
});

describe('taking up what another process left', () => {
  it("finds the write that arrived after its sender's death, and does not write again", async () => {
    const dead = new Set<number>();
    const [world, ledger] = [aWorld(), await openLedger({ dead })];
    const crash = new Promise<never>(() => undefined);
    const { catalogue } = world.grid;
    world.troubles.write.push({ kind: 'late', ms: 240_000 });
    const dying = {
      ...world.grid,
      catalogue: {
        ...catalogue,
        setAttributes: (...write: Parameters<typeof catalogue.setAttributes>) =>
          catalogue.setAttributes(...write).catch(() => crash),
      },
    };
    void carryOut([flip('Q')], { ...world, grid: dying }, ledger);
    await expect.poll(() => world.calls).toContain('write Q');
    dead.add(1);

    expect(await carryOut([flip('Q')], world, ledger, { actor: actor('bob', 2) })).toMatchObject([
      { outcome: 'done', message: `The write of ${worldTime(0)} has arrived.` },
    ]);
    expect(world.calls.filter((call) => call === 'write Q')).toHaveLength(1);
    expect(world.nowMs).toBeLessThan(Date.parse(worldTime(10)));
  });

  it('is a conflict only after the in-flight window', async () => {
    const [world, ledger] = [aWorld(), await openLedger()];
    world.troubles.write.push({ kind: 'lost before' });
    await carryOut([flip('Q')], world, ledger);
    world.records.set('Q', aRecord('Q', { pilot_version: '3' }));
    expect(brief(await carryOut([flip('Q')], world, ledger))).toEqual(['Q: conflict']);
    expect(world.nowMs).toBeGreaterThanOrEqual(Date.parse(worldTime(10)));
  });

  it('carries on what was sent as it was intended then', async () => {
    const [world, ledger] = [aWorld(), await openLedger()];
    world.troubles.write.push({ kind: 'lost before' });
    await carryOut([flip('Q')], world, ledger);
    await carryOut([flip('Q', { after: { pilot_version: '2', container_type: 'docker:pilot' } })], world, ledger);
    expect(world.records.get('Q')?.container_type).toBe('singularity:pilot');
  });

  it('waits for the in-flight window before another operation takes its place', async () => {
    const [world, ledger] = [aWorld(), await openLedger()];
    world.troubles.write.push({ kind: 'late', ms: 300_000 });
    await carryOut([flip('Q')], world, ledger);
    const back = rollback('Q', 1, { supersedes: 'pilot2/Q/flip#0', orBefore: flip('Q').before });
    expect(brief(await carryOut([back], world, ledger))).toEqual(['Q: done']);
    expect(world.violations).toEqual([]);
    expect(world.records.get('Q')).toMatchObject(flip('Q').before);
    expect(world.journal.map(({ key }) => key)).toEqual(['pilot2/Q/flip#0', 'pilot2/Q/rollback#1']);
  });
});

describe('Ctrl-C', () => {
  it('before the write ends the operation without effect', async () => {
    const [world, ledger] = [aWorld(['Q', 'R']), await openLedger()];
    const outcomes = await carryOut([flip('Q'), flip('R')], world, ledger, interruptAt('observing'));
    expect(brief(outcomes)).toEqual(['Q: not-run', 'R: not-run']);
    expect(world.journal).toEqual([]);
    expect((await ledger.history()).queues.size).toBe(0);
  });

  it('after the write finishes what can be read back at once', async () => {
    const [world, ledger] = [aWorld(['Q', 'R']), await openLedger()];
    expect(brief(await carryOut([flip('Q'), flip('R')], world, ledger, interruptAt('writing')))).toEqual([
      'Q: done',
      'R: not-run',
    ]);
  });

  it('while reading back leaves the operation open for the next run', async () => {
    const [world, ledger] = [aWorld(), await openLedger()];
    world.troubles.write.push({ kind: 'late', ms: 300_000 });
    expect(await carryOut([flip('Q')], world, ledger, interruptAt('confirming'))).toMatchObject([
      { outcome: 'unconfirmed', message: expect.stringContaining('Interrupted') as string },
    ]);
    expect(brief(await carryOut([flip('Q')], world, ledger))).toEqual(['Q: done']);
    expect(world.journal).toHaveLength(1);
  });

  it('while waiting for the in-flight window leaves it open too', async () => {
    const [world, ledger] = [aWorld(), await openLedger()];
    world.troubles.write.push({ kind: 'lost before' });
    await carryOut([flip('Q')], world, ledger);
    expect(brief(await carryOut([flip('Q')], world, ledger, interruptAt('waiting')))).toEqual(['Q: unconfirmed']);
    expect(brief(await carryOut([flip('Q')], world, ledger))).toEqual(['Q: done']);
  });
});

describe('where a person writes', () => {
  it('it is watched until it is made', async () => {
    const [world, ledger] = [aWorld(), await openLedger()];
    world.writer = 'instructions';
    const { clock } = world.grid;
    const person = {
      ...clock,
      wait: async (ms: number) => {
        await clock.wait(ms);
        if (world.nowMs > Date.parse(worldTime(1))) world.records.set('Q', aRecord('Q', flip('Q').after));
      },
    };
    expect(await carryOut([flip('Q')], { ...world, grid: { ...world.grid, clock: person } }, ledger)).toMatchObject([
      { outcome: 'done', message: expect.stringContaining('A person has made the change in the web form') as string },
    ]);
  });

  it('it is left open when the time to confirm is over', async () => {
    const [world, ledger] = [aWorld(['Q', 'R', 'S', 'T']), await openLedger()];
    world.writer = 'instructions';
    const outcomes = await carryOut(
      ['Q', 'R', 'S', 'T'].map((queue) => flip(queue)),
      world,
      ledger,
    );
    expect(brief(outcomes)).toEqual(['Q: unconfirmed', 'R: unconfirmed', 'S: unconfirmed', 'T: unconfirmed']);
    expect(outcomes[0]?.message).toContain('Nobody has made the change in the web form yet');
  });

  async function leftOpen(operation: Operation, hours = 72) {
    const [world, ledger] = [aWorld(), await openLedger()];
    world.writer = 'instructions';
    await carryOut([operation], world, ledger);
    world.nowMs += hours * 3_600_000;
    return { world, ledger };
  }

  const endings = async (ledger: Ledger) =>
    (await ledger.events({})).filter(({ what }) => what === 'settled').map(({ detail }) => detail);

  it('a change that nobody has made stays open, and is not asked for twice within a day', async () => {
    const { world, ledger } = await leftOpen(flip('Q'), 20);
    const [outcome] = await carryOut([flip('Q')], world, ledger);
    expect(outcome).toMatchObject({ outcome: 'unconfirmed' });
    expect(outcome?.message).toContain("web form yet: container_type 'singularity:pilot', pilot_version '2'.");
    expect(world.calls.filter((call) => call === 'tell Q')).toHaveLength(1);
    expect((await ledger.history()).queues.get('Q')?.open?.state).toBe('unconfirmed');
  });

  it('a change that nobody has made is asked for once more after a day', async () => {
    const { world, ledger } = await leftOpen(flip('Q'), 25);
    expect(await carryOut([flip('Q')], world, ledger)).toMatchObject([{ outcome: 'unconfirmed' }]);
    expect(world.calls.filter((call) => call === 'tell Q')).toHaveLength(2);
  });

  it('a change of a record that was made later is taken up, with the time that the record tells', async () => {
    const { world, ledger } = await leftOpen(flip('Q'));
    const last_modified = worldTime(24 * 60);
    world.records.set('Q', aRecord('Q', { ...flip('Q').after, last_modified }));
    expect(brief(await carryOut([flip('Q')], world, ledger))).toEqual(['Q: done']);
    const [ending] = await endings(ledger);
    expect(ending).toMatchObject({ outcome: 'done', changedAt: last_modified });
    expect(ending?.['message']).toBe(
      `A person has made the change in the web form; it was read back. The catalogue does not say by whom, at ${last_modified}.`,
    );
    expect(ending).not.toHaveProperty('by');
  });

  it('a rule that was set later is taken up, with who set it and when', async () => {
    const { world, ledger } = await leftOpen(brokeroff);
    const [setBy, updated] = ['/DC=ch/DC=cern/CN=anna', worldTime(24 * 60)];
    const reason = `retired ${markerOf(brokeroff.key)}`;
    world.rules.set('Q', [{ probe: 'manual', value: 'BROKEROFF', reason, setBy, expiration: null, updated }]);
    expect(await carryOut([brokeroff], world, ledger)).toMatchObject([{ outcome: 'done', by: setBy }]);
    expect(await endings(ledger)).toMatchObject([{ outcome: 'done', by: setBy, changedAt: updated }]);
    expect(world.calls.filter((call) => call === 'tell Q')).toHaveLength(1);
  });
});
