import { randomBytes } from 'node:crypto';
import type { Grid, Http } from '../grid/ports.js';
import type { Inventory } from '../model/inventory.js';
import { seededRandom } from '../model/random.js';
import type { World } from '../rehearsal/world/world.js';
import { OperatorError } from './failure.js';
import { inProcessUrl, openRehearsalWorld, worldHttp } from './rehearsal-grid.js';
import { rehearsalHelpdesk } from './rehearsal-helpdesk.js';
import { version } from './version.js';

export interface GridAsked {
  readonly operator: string;
  /** The door to the network is closed for writes: whatever is asked for, nothing is changed. */
  readonly dryRun: boolean;
  readonly notice: (text: string) => void;
}

/** The grid that the inventory names: the rehearsal, in this process or served by another, or a profile of real services. */
export async function openGridOf(inventory: Inventory, asked: GridAsked): Promise<Grid> {
  const { use, rehearsal, timing, profiles } = inventory.grid;
  const { openGrid, openWorld } = await import('../grid/open.js');
  const { channel } = inventory.campaign.requests;
  const options = { timing, tell: asked.notice, warn: asked.notice, helpdesk: null };
  if (use === 'rehearsal' && rehearsal.url === null) {
    const world = await openRehearsalWorld(inventory);
    const http = await guarded(worldHttp(world), asked);
    const helpdesk = rehearsalHelpdesk(http, inProcessUrl, channel);
    const grid = await openWorld({ ...options, helpdesk, url: inProcessUrl, actor: asked.operator, http });
    return { ...grid, close: () => closed(world) };
  }
  const http = await guarded(await network(inventory, asked.operator), asked);
  if (use === 'rehearsal') {
    const url = rehearsal.url ?? '';
    return openWorld({ ...options, helpdesk: rehearsalHelpdesk(http, url, channel), url, actor: asked.operator, http });
  }
  const profile = profiles[use];
  if (!profile) {
    const known = ['rehearsal', ...Object.keys(profiles)].join(', ');
    throw new OperatorError(3, 'bad-inventory', `${inventory.file}: grid.use names "${use}", and there is no such profile.`, [`There are: ${known}.`]);
  }
  const { wallClock } = await import('../grid/clocks.js');
  return openGrid({ ...options, profile, clock: wallClock(), http });
}

function closed(world: World): Promise<void> {
  world.close();
  return Promise.resolve();
}

async function network(inventory: Inventory, actor: string): Promise<Http> {
  const [{ axiosHttp }, { rateLimited }, { sleep }] = await Promise.all([
    import('../grid/http/door.js'),
    import('../grid/http/rate.js'),
    import('../grid/http/sleep.js'),
  ]);
  // Only spreads repeated reads of many clients in time.
  const random = seededRandom(randomBytes(4).readUInt32LE());
  const http = axiosHttp({ version: version(), actor, random, sleep });
  return rateLimited(http, inventory.grid.timing.writes_per_second, { now: () => performance.now(), sleep });
}

async function guarded(http: Http, { dryRun }: GridAsked): Promise<Http> {
  if (!dryRun) return http;
  const { closedDoor } = await import('../grid/http/closed.js');
  return closedDoor(http).http;
}
