import { createHash } from 'node:crypto';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { normaliseRecords } from '../../grid/catalogue/record.js';
import { GridFailure, type Http } from '../../grid/ports.js';
import type { Inventory } from '../../model/inventory.js';
import type { QueueRecord } from '../../model/record.js';
import type { Scenario } from '../../rehearsal/scenario.js';
import { freshScenario } from '../../rehearsal/fresh.js';
import { plantsOf, UnknownTrait, type Plant } from '../../rehearsal/plants.js';
import { recordsScenario } from '../../rehearsal/from-records.js';
import { handle } from '../../rehearsal/handler.js';
import { shippedScenario, shippedScenarios } from '../../rehearsal/shipped.js';
import { isForeign, openWorld, removeWorld, type World } from '../../rehearsal/world/world.js';
import { isBusy, placeTrouble } from '../../storage/sqlite.js';
import { shortBusyMs, whileBusy } from '../../storage/while-busy.js';
import { makeFolder } from '../../storage/make-folder.js';
import { readPlainFile } from '../../storage/plain-file.js';
import { readingTrouble } from '../../storage/system-trouble.js';
import { UserError, messageOf } from '../../model/user-error.js';
import { folder } from '../../storage/folders.js';
import { version } from '../help/version.js';

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

/** Opens the world, made from its scenario where there is none yet. While another process begins it, signals are heard. */
export async function openRehearsalWorld(inventory: Inventory): Promise<World> {
  const file = worldFile(inventory);
  const scenario = scenarioOf(inventory);
  makeWorldFolder(file);
  checkOurs(file, inventory);
  try {
    const { seed } = inventory.grid.rehearsal;
    return await whileBusy(() => openWorld({ file, scenario, seed, busyMs: shortBusyMs }));
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (isBusy(error)) throw new UserError(1, 'busy-world', `${keptLocked(file)} Nothing was done.`, [lookForProcess]);
    if (placeTrouble(messageOf(error)) !== null) throw noPlace(file, error);
    // Of another version, damaged, or not to be written.
    throw new UserError(3, 'bad-world', `The rehearsal world cannot be opened: ${messageOf(error)}`, [
      `It is kept in ${file}; \`migrate rehearsal reset\` makes a new one, XDG_STATE_HOME names another place.`,
    ]);
  }
}

function makeWorldFolder(file: string): void {
  try {
    makeFolder(dirname(file));
  } catch (error) {
    throw noPlace(file, error);
  }
}

/** Deletes the world of an inventory, so that the next one to open it begins afresh. */
export function removeRehearsalWorld(inventory: Inventory): void {
  const file = worldFile(inventory);
  makeWorldFolder(file);
  checkOurs(file, inventory);
  try {
    removeWorld(file);
  } catch (error) {
    throw noPlace(file, error);
  }
}

/** A file that somebody named is not touched unless it holds a world, or nothing; what stands in our own folder may be damaged. */
function checkOurs(file: string, { grid }: Inventory): void {
  if (grid.rehearsal.world === null || !isForeign(file)) return;
  throw new UserError(3, 'bad-world', `${file} is no rehearsal world; it was left as it is.`, [
    'Name another file under `grid.rehearsal.world`.',
  ]);
}

function noPlace(file: string, error: unknown): UserError {
  return new UserError(3, 'bad-world', `The rehearsal world ${file} cannot be kept there: ${messageOf(error)}`, [
    'Make room there, and its folder one that you can write, or name another place with XDG_STATE_HOME or `grid.rehearsal.world`.',
  ]);
}

/** How the rehearsal begins; made only when it is asked for. */
export function scenarioOf(inventory: Inventory): () => Scenario {
  const { scenario, start, records } = inventory.grid.rehearsal;
  if (scenario === 'fresh')
    return () => {
      const from = start ?? new Date().toISOString();
      const begins =
        records === null
          ? freshScenario(inventory, from)
          : recordsScenario(inventory, recordsIn(inventory, records), from);
      return { ...begins, troubles: planted(inventory).map(({ trouble }) => trouble) };
    };
  if (shippedScenarios().includes(scenario)) return () => shippedScenario(scenario);
  throw new UserError(3, 'unknown-scenario', `${inventory.file}: there is no scenario "${scenario}".`, [
    `There are: fresh, ${shippedScenarios().join(', ')}.`,
  ]);
}

/** What is planted by trait; a UserError (exit 3) where no site has the trait. */
export function planted(inventory: Inventory): readonly Plant[] {
  try {
    return plantsOf(inventory);
  } catch (error) {
    if (!(error instanceof UnknownTrait)) throw error;
    throw new UserError(3, 'unknown-trait', `${inventory.file}: grid.rehearsal.plant: ${error.message}.`, [
      error.known.length === 0
        ? 'No site has any: `traits: { copy tool: lsm }`.'
        : `There are: ${error.known.join('; ')}.`,
    ]);
  }
}

/** The records that a rehearsal begins with; a UserError (exit 3) where the file holds none. */
function recordsIn({ file }: Inventory, records: string): readonly QueueRecord[] {
  const place = isAbsolute(records) ? records : resolve(dirname(file), records);
  const refuse = (why: string): UserError =>
    new UserError(3, 'bad-records', `The records of the rehearsal cannot be read: ${why}.`, [
      `grid.rehearsal.records names ${place}; without it the rehearsal makes its queues from the inventory.`,
    ]);
  try {
    const read = normaliseRecords(JSON.parse(readPlainFile(place).toString('utf8')));
    if (read.records.length > 0) return read.records;
    throw refuse(`${place} has no queue record`);
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof Error && 'syscall' in error))
      throw refuse(messageOf(readingTrouble(error, place)).replace(/\.$/, ''));
    throw error;
  }
}

function keptLocked(file: string): string {
  return `Another process has kept the rehearsal world ${file} locked for too long; is one suspended?`;
}

const lookForProcess = 'Look for a process of migrate that stands still, end it, then run it again.';

/** A world whose disk is full fails as a service does: what was asked for did not happen, and everything else goes on. */
function keptNoMore(error: unknown): never {
  if (isBusy(error))
    throw new GridFailure(
      'unreachable',
      'The rehearsal grid in this process failed: another process has kept its world locked for too long; is one suspended?',
      false,
      [lookForProcess],
    );
  const trouble = placeTrouble(messageOf(error));
  if (trouble === null) throw error;
  const message = `The rehearsal grid in this process failed: ${messageOf(error)}.`;
  const advice =
    trouble === 'no room'
      ? 'Make room where its world is kept (`migrate config` shows the place), then run it again.'
      : 'Let this user write where its world is kept (`migrate config` shows the place), then run it again.';
  throw new GridFailure('unreachable', message, false, [advice]);
}

/** The rehearsal grid in this process, behind the same door as a real one. */
export function worldHttp(world: World): Http {
  return async ({ method, url, headers, body }) => {
    const asked = {
      method,
      url,
      headers: { 'user-agent': `migrate/${version()}`, ...headers },
      ...(body !== undefined && { body }),
    };
    const reply = await handle(world, asked).catch(keptNoMore);
    if (!('lost' in reply)) return reply;
    if (reply.lost === 'timeout') throw new GridFailure('timeout', 'The rehearsal grid gave no answer in time.', true);
    throw new GridFailure('connection lost', 'The rehearsal grid broke the connection.', true);
  };
}
