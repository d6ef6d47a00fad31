import { mkdirSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { GridFailure, type Http } from '../grid/ports.js';
import type { Inventory } from '../model/inventory.js';
import type { Scenario } from '../rehearsal/scenario.js';
import type { World } from '../rehearsal/world/world.js';
import { OperatorError } from './failure.js';
import { folder } from './folders.js';
import { version } from './version.js';

/** The origin of a world in this process; nothing listens there. */
export const inProcessUrl = 'http://rehearsal.invalid';

/** Where the world of an inventory's rehearsal is kept. A relative path stands beside the inventory. */
export function worldFile({ file, campaign, grid }: Inventory): string {
  const { world, scenario } = grid.rehearsal;
  if (world === null) return join(folder('state'), campaign.name, `${scenario}.world.sqlite`);
  return isAbsolute(world) ? world : resolve(dirname(file), world);
}

/** Opens the world, made from its scenario where there is none yet. */
export async function openRehearsalWorld(inventory: Inventory): Promise<World> {
  const { openWorld } = await import('../rehearsal/world/world.js');
  const file = worldFile(inventory);
  mkdirSync(dirname(file), { recursive: true });
  const scenario = await scenarioOf(inventory);
  return openWorld({ file, scenario, seed: inventory.grid.rehearsal.seed });
}

/** How the rehearsal begins; made only when it is asked for. */
export async function scenarioOf(inventory: Inventory): Promise<() => Scenario> {
  const { scenario, start } = inventory.grid.rehearsal;
  if (scenario !== 'fresh') {
    const { shippedScenario, shippedScenarios } = await import('../rehearsal/shipped.js');
    if (!shippedScenarios().includes(scenario)) {
      throw new OperatorError(3, 'unknown-scenario', `${inventory.file}: there is no scenario "${scenario}".`, [
        `There are: fresh, ${shippedScenarios().join(', ')}.`,
      ]);
    }
    return () => shippedScenario(scenario);
  }
  const { freshScenario } = await import('../rehearsal/fresh.js');
  return () => freshScenario(inventory, start ?? new Date().toISOString());
}

/** The rehearsal grid in this process, behind the same door as a real one. */
export function worldHttp(world: World): Http {
  return async ({ method, url, headers, body }) => {
    const { handle } = await import('../rehearsal/handler.js');
    const reply = await handle(world, { method, url, headers: { 'user-agent': `migrate/${version()}`, ...headers }, ...(body !== undefined && { body }) });
    if (!('lost' in reply)) return reply;
    if (reply.lost === 'timeout') throw new GridFailure('timeout', 'The rehearsal grid gave no answer in time.', true);
    throw new GridFailure('connection lost', 'The rehearsal grid broke the connection.', true);
  };
}

/** Moves a rehearsal world's clock; answers its new time, ms. */
export async function advanceWorld(http: Http, origin: string, ms: number): Promise<number> {
  const { status, body } = await http({
    method: 'POST',
    url: `${origin}/rehearsal/advance`,
    body: JSON.stringify({ ms }),
    timeoutMs: 60_000,
    effect: 'write',
  });
  if (status !== 200) throw new GridFailure('not understood', `${origin} answered ${status}: ${body.slice(0, 200)}`, true, ['Is this a rehearsal grid?']);
  return (JSON.parse(body) as { now: number }).now;
}
