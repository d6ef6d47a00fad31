import type { Happening } from '../scenario.js';
import { applyWrite, type Write } from '../catalogue/writes.js';
import type { SiteAnswer } from '../helpdesk/answers.js';
import { answerTicket, applyTicketChange, type LateTicketChange } from '../helpdesk/tickets.js';
import { letHammerCloudAct, nextHammerCloudMs } from '../writers/hammercloud.js';
import { letSwitcherAct, nextSwitcherMs } from '../writers/switcher.js';
import { applyEdit, editRefusal, stranger } from './edits.js';
import { recordFate, worldNow, type Author } from './journal.js';
import { changeRule, findQueue } from './queues.js';
import { row, run, type World } from './world.js';

/** A write whose answer was lost and that lands when its time comes. */
export interface LateWrite {
  readonly late: Write;
  readonly author: Author;
}

/**
 * Moves the clock to `target` and lets everything happen on the way, in order: what was scheduled,
 * writes that land late, rules that expire, HammerCloud and Switcher. Never moves it back. Runs inside a transaction.
 */
export function advanceTo(world: World, target: number): void {
  for (let due = nextDue(world, target); due !== null; due = nextDue(world, target)) {
    setClock(world, due);
    happenUntil(world, due);
    expireRules(world, due);
    letHammerCloudAct(world, due);
    letSwitcherAct(world, due);
  }
  setClock(world, target);
}

/** Schedules what somebody else or a late write will do; what is due already happens at once. Runs inside a transaction. */
export function schedule(world: World, due: number, what: Happening | LateWrite | LateTicketChange): void {
  run(world, 'INSERT INTO happening (due, what) VALUES (?, ?)', due, JSON.stringify(what));
  if (due <= worldNow(world)) happenUntil(world, due);
}

function setClock(world: World, ms: number): void {
  run(world, 'UPDATE world SET now = max(now, ?)', ms);
}

function nextDue(world: World, until: number): number | null {
  const { due } = row(
    world,
    `SELECT min(due) AS due FROM (
       SELECT min(due) AS due FROM happening WHERE due <= ?1
       UNION ALL SELECT min(expires) FROM rule WHERE expires <= ?1)`,
    until,
  ) as { due: number | null };
  const nowMs = worldNow(world);
  const moments = [due, nextHammerCloudMs(world, nowMs, until), nextSwitcherMs(world, nowMs, until)];
  return moments.reduce((first, ms) => (first === null || (ms !== null && ms < first) ? ms : first), null);
}

function happenUntil(world: World, until: number): void {
  for (;;) {
    const next = row(world, 'SELECT id, what FROM happening WHERE due <= ? ORDER BY due, id LIMIT 1', until) as
      { id: number; what: string } | undefined;
    if (!next) return;
    run(world, 'DELETE FROM happening WHERE id = ?', next.id);
    const what = JSON.parse(next.what) as Happening | LateWrite | LateTicketChange | SiteAnswer;
    if ('late' in what) land(world, what);
    else if ('lateTicketChange' in what) applyTicketChange(world, what.lateTicketChange, what.author);
    else if ('ticket' in what) answerTicket(world, what);
    // A queue that is gone by now cannot be edited any more.
    else if (editRefusal(world, what) === null) applyEdit(world, what, stranger(what.by));
  }
}

function land(world: World, { late, author }: LateWrite): void {
  const { effective } = applyWrite(world, late, author);
  if (author.write !== null) recordFate(world, author.write, effective ? 'effective' : 'without effect');
}

function expireRules(world: World, until: number): void {
  for (;;) {
    const rule = row(
      world,
      'SELECT queue, probe FROM rule WHERE expires <= ? ORDER BY expires, queue LIMIT 1',
      until,
    ) as { queue: string; probe: string } | undefined;
    const queue = rule && findQueue(world, rule.queue);
    if (!queue) return;
    changeRule(world, queue, rule.probe, null, { ...stranger('expiry'), agent: 'catalogue' });
  }
}
