import { expect, it } from 'vitest';
import { readRequests } from '../../src/app/requests/at-helpdesk.js';
import { GridFailure, type FoundRequest, type Helpdesk } from '../../src/grid/ports.js';
import { instant } from '../../src/model/dates.js';
import type { RequestFact, RequestState } from '../../src/model/history.js';
import { overlayRequests } from '../../src/planning/requests/requests.js';

const hourMs = 3_600_000;
const broken = new GridFailure('not understood', 'its updated_at cannot be understood', true);

function ticket(site: string, ref: string, state: RequestState, hours: number): FoundRequest {
  return { marker: `[p/${site}/migration#1]`, ref, state, sinceMs: hours * hourMs };
}

function desk(tickets: readonly FoundRequest[], at: Helpdesk['at'] = () => Promise.resolve(null)): Helpdesk {
  const unused = (): Promise<never> => Promise.reject(new Error('not to be called'));
  const find = (): Promise<readonly FoundRequest[]> => Promise.resolve(tickets);
  return { channel: 'ggus', readable: true, indexLagMs: 0, find, at, create: unused, comment: unused };
}

function known(site: string, ref: string, state: RequestState): RequestFact {
  const since = instant(hourMs);
  return { site, step: 'migration', round: 1, state, since, ref, by: 'ggus', reason: null };
}

function ledgerOf(...facts: readonly RequestFact[]) {
  return { sites: new Map(facts.map((fact) => [fact.site, { requests: [fact] }])) };
}

it('one ticket that cannot be read leaves its site unknown, and no other', async () => {
  const tickets = [ticket('A', 'T-1', 'declined', 2), { ...ticket('B', 'T-2', 'replied', 0), unread: broken }];
  const refused: Helpdesk['at'] = () => Promise.reject(broken);
  const { found, unread } = await readRequests(
    { helpdesk: desk(tickets, refused) },
    'p',
    ledgerOf(known('C', 'T-3', 'sent')),
  );
  expect(found.map(({ site, state }) => [site, state])).toEqual([['A', 'declined']]);
  expect([...unread]).toEqual([
    ['B', 'T-2: its updated_at cannot be understood'],
    ['C', 'T-3: its updated_at cannot be understood'],
  ]);
});

it.each([
  { what: 'open again', tickets: [ticket('A', 'T-1', 'sent', 5)], state: 'replied' },
  {
    what: 'a second one beside the consent',
    tickets: [ticket('A', 'T-1', 'solved', 1), ticket('A', 'T-2', 'sent', 5)],
    state: 'solved',
  },
  {
    what: 'a second one that declines',
    tickets: [ticket('A', 'T-1', 'solved', 1), ticket('A', 'T-2', 'declined', 5)],
    state: 'declined',
  },
  { what: 'the same one under another name', tickets: [ticket('A', 'T-9', 'seen', 5)], state: 'replied' },
] as const)('an open ticket after a consent is $what', async ({ tickets, state }) => {
  const history = ledgerOf(known('A', 'T-1', 'solved'));
  const { found } = await readRequests({ helpdesk: desk(tickets) }, 'p', history);
  expect(overlayRequests(history, found).migration.get('A')?.state).toBe(state);
  if (state !== 'replied')
    expect(found.map(({ reason }) => reason)).not.toContain('its ticket was solved, and is open again');
});
