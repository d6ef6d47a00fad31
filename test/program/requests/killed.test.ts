import { describe, expect, it, onTestFinished } from 'vitest';
import type { Ticket } from '../../../src/rehearsal/helpdesk/tickets.js';
import { startSmtpGate } from '../protocol/smtp-gate.js';
import { openWorld, writeInventory, type Shape, type World } from '../protocol/world.js';
import { dieAt, nameOf, type Death, type Killing } from './deaths.js';

// 100 requests, a group (25; by mail 9) of them under way at a time, and a chain of deaths: each process of the program
// takes up what the one before it left, comes to the next place, and dies there with all that it has
// under way. So each of them dies at every durable step. What becomes of the one call that opens a
// ticket can happen to a request only once, and so can the step of SMTP at which a mail's process dies:
// there the group has turns, and the clock's, the catalogue's and the searches' requests are a sample.
// `npm run test:deaths` takes 200, twice as many at a time, through every turn, and dies at all the other requests too.
const everything = process.env['MIGRATE_TEST_DEATHS'] === 'all';
const sites = Array.from({ length: everything ? 200 : 100 }, (_, index) => `S${String(index + 1).padStart(3, '0')}`);
const ask = ['request', 'open', ...sites, '--yes'];
/** How many are under way at a time. */
const atATime = everything ? { tickets: 50, mails: 18 } : { tickets: 25, mails: 9 };
const limitMs = 900_000;

const begun: readonly Death[] = [
  { commit: 'intended', when: 'before' },
  { commit: 'intended', when: 'after' },
  { commit: 'acting', when: 'before' },
];
const isSent: Death = { commit: 'acting', when: 'after' };
const settled: readonly Death[] = [
  { commit: 'settled', when: 'before' },
  { commit: 'settled', when: 'after' },
];

function groupsOf(size: number): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(sites.length / size) }, (_, index) =>
    sites.slice(index * size, (index + 1) * size),
  );
}

/** Who was to die at each place, and who did. */
class Deaths {
  readonly #places = new Map<string, { readonly meant: Set<string>; readonly died: Set<string> }>();

  async die(killing: Killing, group: readonly string[], death: Death): Promise<void> {
    const place = this.#places.get(nameOf(death)) ?? { meant: new Set(), died: new Set() };
    this.#places.set(nameOf(death), place);
    for (const site of group) place.meant.add(site);
    for (const site of await dieAt(killing, group, death)) place.died.add(site);
  }

  /** On a busy machine a straggler may die a step early. */
  expectThere(): void {
    for (const [name, { meant, died }] of this.#places) {
      if (everything) console.log(`${String(died.size)} of ${String(meant.size)} requests died ${name}`);
      expect(died.size, name).toBeGreaterThanOrEqual(0.75 * meant.size);
    }
  }
}

/** The markers of all that reached the sites, when everything that was under way has landed. */
async function arrived(world: World): Promise<string[]> {
  await world.ask('/rehearsal/advance', { ms: 3_600_000 });
  return ((await world.ask('/rehearsal/tickets')) as Ticket[])
    .map(({ title }) => title.slice(0, title.indexOf(']') + 1))
    .sort();
}

function markers(of: readonly string[]): string[] {
  return of.map((site) => `[pilot2/${site}/migration#1]`).sort();
}

async function campaign(shape: Shape, fault: string): Promise<Pick<Killing, 'world' | 'faults'>> {
  const world = await openWorld({ sites, queuesPerSite: 1, ...shape });
  const faults = [{ kind: 'reset', when: 'after', on: { endpoint: fault }, count: 100_000, probability: 0.3 }];
  await world.ask('/rehearsal/faults', faults);
  return { world, faults };
}

describe.each(['ggus', 'jira'] as const)(
  'requests by %s, killed at every step, and three of ten answers lost',
  (channel) => {
    const turns: readonly (readonly Death[])[] = [
      [{ sending: 'arrives before the death' }],
      [{ sending: 'arrives after the death' }],
      [{ sending: 'lands five minutes later' }],
      // It is answered, or its answer is lost, and the process lives on to its settlement.
      [],
    ];

    it.each(everything ? [0, 1, 2, 3] : [0])(
      'are one ticket each (turn %i)',
      async (turn) => {
        const { world, faults } = await campaign(
          { channel, timing: `{ concurrency: ${atATime.tickets}, request_timeout_seconds: 20 }` },
          `${channel} create`,
        );
        const { id: identity } = (await world.ask('/rehearsal/world')) as { id: string };
        const killing: Killing = {
          world,
          identity,
          faults,
          smtp: null,
          creates: channel === 'ggus' ? '/api/v1/tickets' : '/rest/api/2/issue',
        };
        const deaths = new Deaths();
        for (const [index, group] of groupsOf(atATime.tickets).entries()) {
          const onTheWay = [
            ...begun,
            isSent,
            { sending: 'never arrives' } as const,
            ...(turns[(turn + index) % turns.length] ?? []),
          ];
          for (const [at, place] of onTheWay.entries()) {
            await deaths.die(killing, group, place);
            if (!everything && at % 10 !== index % 10) continue;
            // What looks for a ticket that is not there comes by many more before it settles anything.
            const among = (at === 3 || at === 4 ? 2 : 0.8) * atATime.tickets;
            await deaths.die(killing, group, { request: 1 + ((turn * 17 + index * 7 + at * 11) % among) });
          }
          for (const place of settled) await deaths.die(killing, group, place);
        }
        deaths.expectThere();
        const { outcomes } = await world.start(ask).finished;
        expect(outcomes.map(({ site, outcome }) => [site, outcome])).toEqual(sites.map((site) => [site, 'already']));
        expect(await arrived(world)).toEqual(markers(sites));
      },
      limitMs,
    );
  },
);

describe('requests by mail, killed at every step, and three of ten answers lost', () => {
  const turns: readonly Death[] = [
    isSent,
    ...(['connection', 'EHLO', 'MAIL', 'RCPT', 'DATA'] as const).map((smtp) => ({ smtp })),
    ...(['never arrives', 'arrives before the death', 'arrives after the death'] as const).map((sending) => ({
      sending,
    })),
    ...settled,
  ];

  it.each(everything ? [...turns.keys()] : [0])(
    'are no mail twice, and the doubtful ones are named (turn %i)',
    async (turn) => {
      const timing = `{ concurrency: ${atATime.mails}, request_timeout_seconds: 20 }`;
      const { world, faults } = await campaign({ channel: 'mail', timing }, 'mail');
      const smtp = await startSmtpGate(world.mailUrl);
      onTestFinished(() => smtp.close());
      writeInventory(world.folder, 'sites.yaml', world.gate.url, {
        sites,
        queuesPerSite: 1,
        timing,
        channel: 'mail',
        smtp: smtp.url,
      });
      const killing: Killing = { world, identity: world.gate.url, faults, smtp, creates: null };
      const deaths = new Deaths();
      const ends = new Map<string, Death>();
      for (const [index, group] of groupsOf(atATime.mails).entries()) {
        const end = turns[(turn + index) % turns.length] ?? isSent;
        for (const site of group) ends.set(site, end);
        for (const place of [...begun, { request: 1 } as const, end]) await deaths.die(killing, group, place);
      }
      deaths.expectThere();
      const { outcomes } = await world.start(ask).finished;
      const doubtful = outcomes.filter(({ outcome }) => outcome === 'unconfirmed').map(({ site }) => site ?? '');
      const sent = await arrived(world);
      expect(new Set(sent).size).toBe(sent.length);
      expect(sent).toEqual(expect.arrayContaining(markers(sites.filter((site) => !doubtful.includes(site)))));
      // Whoever died between the mark and the settlement is doubtful, wherever the mail got to; nobody else but those whose answer was lost.
      const mustBe = sites.filter((site) => ends.get(site) !== settled[1]);
      expect(doubtful).toEqual(expect.arrayContaining(mustBe));
      expect(outcomes).toHaveLength(sites.length);
      const { result } = await world.start(['request', 'status']).finished;
      const listed = (result['requests'] as readonly { readonly site: string; readonly due: string | null }[]).filter(
        ({ due }) => due === 'confirm',
      );
      expect(listed.map(({ site }) => site).sort()).toEqual([...doubtful].sort());
    },
    limitMs,
  );
});
