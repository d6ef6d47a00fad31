import { createHash } from 'node:crypto';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { GridFailure, type Http } from '../../grid/ports.js';
import type { Inventory } from '../../model/inventory.js';
import { messageOf } from '../../model/message-of.js';
import type { Scenario } from '../../rehearsal/scenario.js';
import { freshScenario } from '../../rehearsal/fresh.js';
import { handle } from '../../rehearsal/handler.js';
import { shippedScenario, shippedScenarios } from '../../rehearsal/shipped.js';
import { openWorld, type World } from '../../rehearsal/world/world.js';
import { makeFolder } from '../../storage/make-folder.js';
import { UserError } from '../../model/user-error.js';
import { folder } from '../../storage/folders.js';
import { version } from '../version.js';

/** The origin of a world in this process; nothing listens there. */
export const inProcessUrl = 'http://rehearsal.invalid';

/**
 * Where the world of an inventory's rehearsal is kept. A relative path stands beside the inventory; by
 * default each inventory file has a world of its own, whatever its campaign is called.
 */
export function worldFile({ file, campaign, grid }: Inventory): string {
  const { world, scenario } = grid.rehearsal;
  if (world === null) {
    const place = createHash('sha256').update(resolve(file)).digest('hex').slice(0, 12);
    return join(folder('state'), campaign.name, `${scenario}-${place}.world.sqlite`);
  }
  return isAbsolute(world) ? world : resolve(dirname(file), world);
}

/** Opens the world, made from its scenario where there is none yet. */
export function openRehearsalWorld(inventory: Inventory): World {
  const file = worldFile(inventory);
  const scenario = scenarioOf(inventory);
  try {
    makeFolder(dirname(file));
    return openWorld({ file, scenario, seed: inventory.grid.rehearsal.seed });
  } catch (error) {
    // Of another version, damaged, or not to be written.
    throw new UserError(3, 'bad-world', `The rehearsal world cannot be opened: ${messageOf(error)}`, [
      `It is kept in ${file}; \`migrate rehearsal reset\` makes a new one, XDG_STATE_HOME names another place.`,
    ]);
  }
}

/** How the rehearsal begins; made only when it is asked for. */
export function scenarioOf(inventory: Inventory): () => Scenario {
  const { scenario, start } = inventory.grid.rehearsal;
  if (scenario === 'fresh') return () => freshScenario(inventory, start ?? new Date().toISOString());
  if (shippedScenarios().includes(scenario)) return () => shippedScenario(scenario);
  throw new UserError(3, 'unknown-scenario', `${inventory.file}: there is no scenario "${scenario}".`, [
    `There are: fresh, ${shippedScenarios().join(', ')}.`,
  ]);
}

/** The rehearsal grid in this process, behind the same door as a real one. */
export function worldHttp(world: World): Http {
  return async ({ method, url, headers, body }) => {
    const reply = await handle(world, {
      method,
      url,
      headers: { 'user-agent': `migrate/${version()}`, ...headers },
      ...(body !== undefined && { body }),
    });
    if (!('lost' in reply)) return reply;
    if (reply.lost === 'timeout') throw new GridFailure('timeout', 'The rehearsal grid gave no answer in time.', true);
    throw new GridFailure('connection lost', 'The rehearsal grid broke the connection.', true);
  };
}
