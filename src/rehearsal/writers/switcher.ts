import { hourMs } from '../../model/dates.js';
import { infoUrlOf } from '../catalogue/downtimes.js';
import { computeElementsOf } from '../catalogue/elements.js';
import { changeRule, findQueue, parseRecord, readRules, type StoredQueue } from '../world/queues.js';
import { row, rows, type World } from '../world/world.js';
import { decidingHours, switcherWord, type Stretch } from './switcher-rules.js';
import { nextTick, writer } from './writer.js';

/** Its cycle (`sleep = 1200`, seen). */
const periodMs = 20 * 60_000;

interface Outage extends Stretch {
  readonly id: number;
  readonly site: string;
  readonly created: number;
  readonly touches: string;
}

/** The next moment, up to `untilMs`, at which a downtime calls for it; null: none does. */
export function nextSwitcherMs(world: World, nowMs: number, untilMs: number): number | null {
  if (!world.writers.Switcher) return null;
  const calls = outages(world, nowMs - periodMs).flatMap(callsFor);
  const due = calls.filter((ms) => ms > nowMs && ms <= untilMs);
  return due.length === 0 ? null : Math.min(...due);
}

/** Its cycle after the downtime was announced, and those at which the rules may say something else. */
function callsFor({ fromMs, toMs, created }: Outage): readonly number[] {
  const deciding = [toMs, ...decidingHours.map((hours) => fromMs - hours * hourMs)];
  return [nextTick(created, periodMs), ...deciding.map((ms) => nextTick(ms - 1, periodMs))];
}

/** Looks at every centre with an outage in the calendar, or one just over, where one calls for it now. */
export function letSwitcherAct(world: World, nowMs: number): void {
  const { Switcher } = world.writers;
  if (!Switcher || nextSwitcherMs(world, nowMs - 1, nowMs) !== nowMs) return;
  const calendar = outages(world, nowMs - periodMs).map((outage) => ({ ...outage, rc: centreOf(world, outage.site) }));
  for (const rc of new Set(calendar.map((outage) => outage.rc))) {
    const ofCentre = calendar.filter((outage) => outage.rc === rc);
    for (const queue of queuesOf(world, rc))
      if (!Switcher.except.includes(queue.name)) consider(world, queue, ofCentre, nowMs);
  }
}

function consider(world: World, queue: StoredQueue, ofCentre: readonly Outage[], nowMs: number): void {
  const touching = (...touches: readonly string[]) => ofCentre.filter((outage) => touches.includes(outage.touches));
  const [everything, first] = [touching('everything'), touching('everything', 'one compute element')];
  const { type, rc_site: rc } = parseRecord(queue);
  const value = switcherWord({
    type: String(type),
    compute: computeElementsOf(String(rc)).map((_, index) => (index === 0 ? first : everything)),
    storage: everything,
    own: readRules(world, queue.name).find(({ probe }) => probe === 'switcher')?.value ?? null,
    nowMs,
  });
  if (value === null) return;
  const cause = value === 'ONLINE' ? undefined : everything.find(({ toMs }) => toMs > nowMs);
  const reason = `set.${value.toLowerCase()}.by.Switcher${cause ? ` ${infoUrlOf(cause.id)}` : ''}`;
  changeRule(world, queue, 'switcher', { value, reason, expires: null }, writer('Switcher'));
}

/** Outages of the calendar that end after `ms`. */
function outages(world: World, ms: number): readonly Outage[] {
  return rows(
    world,
    `SELECT id, atlas_site AS site, starts AS fromMs, ends AS toMs, created, touches FROM downtime
     WHERE ends > ? AND severity = 'OUTAGE' AND touches IN ('everything', 'one compute element') ORDER BY starts, id`,
    ms,
  ) as readonly Outage[];
}

function centreOf(world: World, atlasSite: string): string {
  const found = row(
    world,
    "SELECT json_extract(record, '$.rc_site') AS rc FROM queue WHERE json_extract(record, '$.atlas_site') = ? LIMIT 1",
    atlasSite,
  ) as { rc: string } | undefined;
  return found?.rc ?? atlasSite;
}

function queuesOf(world: World, rc: string): readonly StoredQueue[] {
  const names = rows(
    world,
    "SELECT name FROM queue WHERE json_extract(record, '$.rc_site') = ? ORDER BY rowid",
    rc,
  ) as readonly { name: string }[];
  return names.flatMap(({ name }) => findQueue(world, name) ?? []);
}
