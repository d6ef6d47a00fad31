import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { openRehearsalWorld } from '../../src/cli/wiring/rehearsal-grid.js';
import { loadInventory } from '../../src/inventory/load.js';
import type { GridRequest } from '../../src/rehearsal/exchange.js';
import { handle } from '../../src/rehearsal/handler.js';
import { packageRoot } from '../../src/storage/package-root.js';

/** The campaign of sites.yaml on an untouched rehearsal. Returns the arguments that name it. */
export function shippedCampaign(): readonly string[] {
  ownFolder();
  return ['--inventory', join(packageRoot(), 'sites.yaml')];
}

/** Two ready sites, two on SL6, and two retirements, in a fresh world on Monday 2030-01-07; `lines` are put at the end. */
export function smallCampaign(lines = ''): {
  readonly argv: readonly string[];
  readonly file: string;
  readonly folder: string;
} {
  const folder = ownFolder();
  const file = join(folder, 'sites.yaml');
  writeFileSync(file, small + lines);
  return { argv: ['--inventory', file], file, folder };
}

/** Makes the next requests to the small campaign's grid go wrong; `fault` as `POST /rehearsal/faults` takes it. */
export function goWrong(file: string, fault: Readonly<Record<string, unknown>>): Promise<void> {
  return order(file, '/rehearsal/faults', fault);
}

/** Takes back all that was to go wrong. */
export async function goRight(file: string): Promise<void> {
  await exchange(file, { method: 'DELETE', url: '/rehearsal/faults' });
}

/** Lets time pass in the small campaign's grid. */
export function pass(file: string, hours: number): Promise<void> {
  return order(file, '/rehearsal/advance', { ms: hours * 3_600_000 });
}

/** Has somebody else change something in the small campaign's grid; `edit` as `POST /rehearsal/edit` takes it. */
export function someoneElse(file: string, edit: Readonly<Record<string, unknown>>): Promise<void> {
  return order(file, '/rehearsal/edit', { by: 'eve', ...edit });
}

/** Has somebody at a site, or a supporter, write in a ticket, call it otherwise or change its state. */
export function touchTicket(file: string, touch: Readonly<Record<string, unknown>>): Promise<void> {
  return order(file, '/rehearsal/tickets/touch', touch);
}

/** Has somebody open a ticket by hand, ten minutes ago: a search finds it. */
export async function openTicket(
  file: string,
  ticket: { readonly title: string; readonly body: string },
): Promise<void> {
  await order(file, '/rehearsal/tickets', { channel: 'ggus', ...ticket });
  await order(file, '/rehearsal/advance', { ms: 600_000 });
}

/** Has a supporter merge a ticket into another one, which is about something else. */
export async function mergeTicket(file: string, ticket: number): Promise<void> {
  const other = { channel: 'ggus', title: 'Storage of the site', body: 'It is slow.' };
  const { id } = JSON.parse(await exchange(file, post('/rehearsal/tickets', other))) as { id: number };
  await order(file, '/rehearsal/tickets/merge', { ticket, into: id });
}

/** What the small campaign's grid answers to `GET`, e.g. `/rehearsal/journal`. */
export async function seen(file: string, url: string): Promise<unknown> {
  return JSON.parse(await exchange(file, { method: 'GET', url }));
}

async function order(file: string, url: string, what: Readonly<Record<string, unknown>>): Promise<void> {
  await exchange(file, post(url, what));
}

function post(url: string, what: Readonly<Record<string, unknown>>): GridRequest {
  return { method: 'POST', url, body: JSON.stringify(what) };
}

async function exchange(file: string, request: GridRequest): Promise<string> {
  const loaded = await loadInventory(file, null);
  if (!loaded.ok) throw new Error('the campaign is not valid');
  const world = await openRehearsalWorld(loaded.inventory);
  try {
    const reply = await handle(world, request);
    if (!('status' in reply) || reply.status !== 200) throw new Error(JSON.stringify(reply));
    return reply.body;
  } finally {
    world.close();
  }
}

/** A folder for this test's state, cache and settings; it goes with the test. */
function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'migrate-command-'));
  for (const kind of ['STATE', 'CACHE', 'CONFIG']) vi.stubEnv(`XDG_${kind}_HOME`, join(folder, kind.toLowerCase()));
  vi.stubEnv('MIGRATE_OPERATOR', 'maria');
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });
  return folder;
}

const small = `campaign:
  name: small
  pilot: { from: "1", to: "2" }
  containers: { translate: { "singularity:wrapper": "singularity:pilot" }, on: "singularity:pilot" }
  ready_when: { os: centos7, pilot_manager: Harvester }
  pace: [{ sites_per_day: 1 }]
  requests: { channel: ggus, lead_days: 0 }
  order: [BETA, ALPHA]
grid: { use: rehearsal, rehearsal: { scenario: fresh, start: "2030-01-07T08:00:00Z", seed: 1 } }
defaults: { os: { is: centos7, evidence: campaign start, on: 2019-06-01 } }
sites:
  ALPHA: { contact: a@alpha.example, queues: { ALPHA: {}, ANALY_ALPHA: {} } }
  BETA: { contact: b@beta.example, queues: { BETA_MCORE: {}, ANALY_BETA: {} } }
  GAMMA:
    contact: c@gamma.example
    os: { is: slc6, evidence: its name, on: 2019-06-01 }
    queues: { GAMMA: {}, ANALY_GAMMA_SL6: {}, ANALY_GAMMA: {} }
  DELTA:
    contact: d@delta.example
    os: { is: slc6, evidence: its name, on: 2019-06-01 }
    queues: { DELTA: {}, ANALY_DELTA: {} }
retirements:
  - { queue: ANALY_GAMMA_SL6, because: a CentOS7 queue exists } # the first to go
  - { queue: ANALY_DELTA, on: 2030-01-15, because: the site closes }
`;
