import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { handle, type Reply } from '../../src/rehearsal/handler.js';
import type { Scenario } from '../../src/rehearsal/scenario.js';
import type { CatalogueKind } from '../../src/rehearsal/services.js';
import type { JournalEntry, Change, ReceivedWrite } from '../../src/rehearsal/world/journal.js';
import { openWorld, type World, type WorldChoice } from '../../src/rehearsal/world/world.js';
import { aScenario, start, twoQueues } from './scenarios.js';

export { aQueue, aScenario, twoQueues } from './scenarios.js';

export const startMs = Date.parse(start);
export const hourMs = 3_600_000;
export const certificate = { 'X-SSL-Client-S-DN': '/DC=ch/DC=cern/OU=Users/CN=ada' };

/** A file in a folder that goes away with the test. */
export function aFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'world.sqlite');
}

export function aWorld(scenario: Scenario = aScenario(twoQueues), choice: Partial<WorldChoice> = {}): World {
  const world = openWorld({ file: aFile(), scenario, ...choice });
  onTestFinished(() => world.close());
  return world;
}

export async function get(
  world: World,
  url: string,
  headers: Readonly<Record<string, string>> = certificate,
  kind: CatalogueKind = 'agis',
): Promise<Reply> {
  return handle(world, { method: 'GET', url, headers }, kind);
}

/** From a grid with CRIC. */
export async function getCric(
  world: World,
  url: string,
  headers: Readonly<Record<string, string>> = certificate,
): Promise<Reply> {
  return get(world, url, headers, 'cric');
}

export async function post(world: World, url: string, body: unknown): Promise<Reply> {
  return handle(world, { method: 'POST', url, body: JSON.stringify(body) });
}

export function json(reply: Reply): unknown {
  if ('lost' in reply) throw new Error(`the answer is lost: ${reply.lost}`);
  return JSON.parse(reply.body);
}

export function statusOf(reply: Reply): number | string {
  return 'lost' in reply ? reply.lost : reply.status;
}

type Raw = Readonly<Record<string, unknown>>;

/** The catalogue's record of one queue, by `panda_resource`. */
export async function record(world: World, queue: string): Promise<Raw | undefined> {
  const all = json(await get(world, `/request/pandaqueue/query/list/?json&preset=schedconf.all&panda_queue=${queue}`));
  return Object.values(all as Record<string, Raw>).find((found) => found['panda_resource'] === queue);
}

export function attributesUrl(queue: string, attributes: Readonly<Record<string, string>>): string {
  return `/request/pandaqueue/update/set_attributes/?json&${new URLSearchParams({ panda_resource: queue, ...attributes }).toString()}`;
}

export function ruleUrl(queue: string, value: string, more: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams({ panda_resource: queue, value, reason: 'SL6', probe: 'manual', ...more });
  return `/request/pandaqueuestatus/update/set_probestatus/?json&${query.toString()}`;
}

export async function flip(world: World, queue = 'OU_OSCER_ATLAS'): Promise<Reply> {
  return get(world, attributesUrl(queue, { pilot_version: '2', container_type: 'singularity:pilot' }));
}

export async function arm(world: World, fault: unknown): Promise<void> {
  const reply = await post(world, '/rehearsal/faults', fault);
  if (statusOf(reply) !== 200) throw new Error(JSON.stringify(reply));
}

export async function journal(world: World): Promise<readonly JournalEntry[]> {
  return json(await get(world, '/rehearsal/journal')) as readonly JournalEntry[];
}

export async function changes(world: World): Promise<readonly Change[]> {
  return (await journal(world)).filter((entry) => entry.kind === 'change');
}

export async function writes(world: World): Promise<readonly ReceivedWrite[]> {
  return (await journal(world)).filter((entry) => entry.kind === 'write');
}
