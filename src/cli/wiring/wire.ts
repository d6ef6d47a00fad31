import { randomBytes } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import { wallClock, worldClock, worldId } from '../../grid/clocks.js';
import { closedDoor } from '../../grid/http/closed.js';
import { openHelpdesk } from '../../grid/helpdesk/open.js';
import { axiosHttp, type DoorOptions } from '../../grid/http/door.js';
import { checkBeforeWork } from '../../grid/identity/life.js';
import { authoritiesIn } from '../../grid/identity/authorities.js';
import { sleep } from '../../grid/http/sleep.js';
import { isTraced, traced } from '../../grid/http/trace.js';
import { openGrid, openWorld } from '../../grid/open.js';
import type { Grid, Http } from '../../grid/ports.js';
import type { Inventory } from '../../model/inventory.js';
import type { GridProfile } from '../../model/grid-config.js';
import { seededRandom } from '../../model/random.js';
import type { World } from '../../rehearsal/world/world.js';
import { UserError } from '../../model/user-error.js';
import { checkSecrets } from './check-secrets.js';
import { inProcessUrl, openRehearsalWorld, worldHttp } from './rehearsal-grid.js';
import { rehearsalHelpdesk } from './rehearsal-helpdesk.js';
import { tellingWaits, type TellWait } from './waiting.js';
import { otherOrigin } from './world-origin.js';
import { version } from '../help/version.js';

const tracing = isTraced(process.env['DEBUG']);

export interface GridAsked {
  readonly operator: string;
  /** The door to the network is closed for writes: whatever is asked for, nothing is changed. */
  readonly dryRun: boolean;
  readonly notice: (text: string) => void;
  /** Hears which service stays silent for long. */
  readonly tellWait?: TellWait;
  /** Put around the door, to see what comes and goes. */
  readonly around?: (http: Http) => Http;
}

/** The grid that the inventory names: the rehearsal, in this process or served by another, or a profile of real services. */
export async function openGridOf(inventory: Inventory, asked: GridAsked): Promise<Grid> {
  const { use, rehearsal, timing, profiles } = inventory.grid;
  const { channel } = inventory.campaign.requests;
  const timeoutMs = timing.request_timeout_seconds * 1000;
  const options = { timing, tell: asked.notice, warn: asked.notice };
  if (use === 'rehearsal' && rehearsal.url === null) {
    const world = await openRehearsalWorld(inventory);
    const other = otherOrigin(world, inventory);
    if (other !== null) asked.notice(other);
    const http = guarded(tracing ? traced(worldHttp(world), traceToStderr) : worldHttp(world), asked);
    const helpdesk =
      channel === 'none' ? null : await rehearsalHelpdesk({ http, url: inProcessUrl, channel, timeoutMs });
    const grid = await openWorld({ ...options, helpdesk, url: inProcessUrl, actor: asked.operator, http });
    return { ...grid, close: () => closed(world) };
  }
  const network = networkHttp(asked.operator, doorOf(inventory));
  const http = guarded(asked.tellWait ? tellingWaits(network, inventory, asked.tellWait) : network, asked);
  if (use === 'rehearsal') {
    const url = rehearsal.url ?? '';
    return openWorld({
      ...options,
      helpdesk: channel === 'none' ? null : await rehearsalHelpdesk({ http, url, channel, timeoutMs }),
      url,
      actor: asked.operator,
      http,
    });
  }
  const named = profiles[use];
  if (!named) {
    const known = ['rehearsal', ...Object.keys(profiles)].join(', ');
    throw new UserError(
      3,
      'bad-inventory',
      `${inventory.file}: grid.use names "${use}", and there is no such profile.`,
      [`There are: ${known}.`],
    );
  }
  const profile = secretsBeside(named, inventory.file);
  checkSecrets(profile, channel);
  const config = channel === 'none' ? undefined : profile.helpdesk[channel];
  const helpdesk =
    channel === 'none' || config === undefined
      ? null
      : await openHelpdesk({
          channel,
          config,
          http,
          timeoutMs,
          dryRun: asked.dryRun,
          authorities: profile.authorities === null ? null : authoritiesIn(profile.authorities),
        });
  if (profile.clock === null) return openGrid({ ...options, helpdesk, profile, clock: wallClock(), http });
  const world = { http, url: profile.clock.url, timeoutMs };
  // The world that is served, not where it is served, is what a ledger belongs to.
  return {
    ...openGrid({ ...options, helpdesk, profile, clock: worldClock(world), http }),
    identity: await worldId(world),
  };
}

/**
 * Before anything is done on a grid of real services: a GridFailure where what proves who we are is missing, wrong, has
 * ended or is about to; a sentence where it ends soon.
 */
export function checkCredentials({ file, grid }: Inventory): readonly string[] {
  const profile = grid.profiles[grid.use];
  return profile ? checkBeforeWork(secretsBeside(profile, file).catalogue, Date.now()) : [];
}

/** A relative name of a secret's file stands beside the inventory, wherever the program is called. */
export function secretsBeside(
  { catalogue, helpdesk, authorities, log_patterns: patterns, ...rest }: GridProfile,
  file: string,
): GridProfile {
  const at = (name: string | null): string | null => (name === null ? null : resolve(dirname(file), name));
  const desks = Object.entries(helpdesk).map(([channel, desk]) => [
    channel,
    { ...desk, token_file: at(desk.token_file), password_file: at(desk.password_file) },
  ]);
  return {
    ...rest,
    authorities: at(authorities),
    log_patterns: patterns !== null && /^https?:\/\//.test(patterns) ? patterns : at(patterns),
    catalogue: { ...catalogue, proxy_file: at(catalogue.proxy_file), token_file: at(catalogue.token_file) },
    helpdesk: Object.fromEntries(desks) as GridProfile['helpdesk'],
  };
}

function closed(world: World): Promise<void> {
  world.close();
  return Promise.resolve();
}

type DoorTo = Pick<DoorOptions, 'authorities' | 'requestsPerSecond' | 'isRehearsed'>;

/** What the door to an inventory's grid has of its own. */
export function doorOf({ file, grid }: Inventory): DoorTo {
  const { use, timing, profiles } = grid;
  const profile = profiles[use];
  const authorities = profile && secretsBeside(profile, file).authorities;
  return {
    requestsPerSecond: timing.requests_per_second,
    isRehearsed: use === 'rehearsal' || profile?.clock != null,
    ...(authorities != null && { authorities: () => authoritiesIn(authorities) }),
  };
}

/** The network, for what is read from an address that stands in no profile. */
export function networkHttp(actor: string, door: DoorTo = {}): Http {
  // Only spreads repeated reads of many clients in time.
  const random = seededRandom(randomBytes(4).readUInt32LE());
  return axiosHttp({ version: version(), actor, random, sleep, ...door, ...(tracing ? { trace: traceToStderr } : {}) });
}

function traceToStderr(line: string): void {
  process.stderr.write(`migrate:http ${line}\n`);
}

function guarded(http: Http, { dryRun, around = (door) => door }: GridAsked): Http {
  return around(dryRun ? closedDoor(http) : http);
}
