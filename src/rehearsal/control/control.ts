import type { Call } from '../call.js';
import { answered, type Answer } from '../exchange.js';
import { armedFaults, armFault, disarmFaults } from '../faults/armed.js';
import { asFault } from '../faults/fault.js';
import { advanceTo, schedule } from '../world/clock.js';
import { applyEdit, editRefusal, stranger } from '../world/edits.js';
import { readJournal, worldNow } from '../world/journal.js';
import { readTime } from '../world/times.js';
import { changing, type World } from '../world/world.js';
import { asEdit, asJson, asNumber, asObject, asText, asTime, BadControl } from './parse.js';
import { mergeTickets, readTickets, touchTicket } from '../helpdesk/tickets.js';
import { createTicket } from './tickets.js';

/** Whether a call is to the rehearsal itself, and to no service of a grid. */
export function isControl({ path }: Call): boolean {
  return path.startsWith('/rehearsal/');
}

/**
 * What no real grid has: its clock, its faults, its journal, and other people's hands; faults never touch these.
 */
export function controlAnswer(world: World, call: Call): Answer {
  const answer = handlers.get(`${call.method} ${call.path.slice('/rehearsal/'.length)}`);
  if (!answer) return answered({ error: `No such control: ${call.method} ${call.path}` }, 404);
  try {
    return answered(answer(world, call));
  } catch (error) {
    if (error instanceof BadControl) return answered({ error: error.message }, 400);
    throw error;
  }
}

const handlers = new Map<string, (world: World, call: Call) => unknown>([
  ['GET world', (world) => ({ id: world.id, scenario: world.scenario, seed: world.seed, now: worldNow(world) })],
  ['GET clock', clock],
  [
    'POST clock/wait',
    (world, call) => moveClock(world, asNumber(asObject(asJson(call.body), 'the body')['until'], 'until')),
  ],
  ['POST advance', (world, call) => advance(world, asNumber(asObject(asJson(call.body), 'the body')['ms'], 'ms'))],
  ['GET journal', journal],
  ['GET faults', (world) => armedFaults(world)],
  ['POST faults', arm],
  ['DELETE faults', disarm],
  ['POST edit', edit],
  ['GET tickets', (world, { query }) => readTickets(world, query.get('channel'))],
  ['POST tickets', (world, call) => createTicket(world, asJson(call.body), call.author)],
  ['POST tickets/merge', merge],
  ['POST tickets/touch', touch],
]);

function clock(world: World): unknown {
  return { now: worldNow(world) };
}

/** The later of the two times: clocks of several waiters do not add up. */
function moveClock(world: World, until: number): unknown {
  changing(world, () => advanceTo(world, moment(until)));
  return clock(world);
}

/** Days are written with four digits of a year, and who reads them looks ahead. */
function moment(ms: number): number {
  if (ms >= Date.UTC(9000, 0, 1)) throw new BadControl('the clock goes to the year 9000 at most');
  return ms;
}

function advance(world: World, ms: number): unknown {
  changing(world, () => advanceTo(world, moment(worldNow(world) + ms)));
  return clock(world);
}

function journal(world: World, { query }: Call): unknown {
  const queue = query.get('queue');
  const kind = query.get('kind');
  if (kind !== null && kind !== 'change' && kind !== 'write') throw new BadControl("'kind' is 'change' or 'write'");
  return readJournal(world, {
    ...(queue === null ? {} : { queue }),
    ...(kind === null ? {} : { kind }),
    after: Number(query.get('after') ?? 0),
  });
}

/** Arms one fault or a list of them, all or none. */
function arm(world: World, call: Call): unknown {
  const ordered = asJson(call.body);
  const faults = (Array.isArray(ordered) ? ordered : [ordered]).map(asFault);
  return { armed: changing(world, () => faults.map((fault) => armFault(world, fault))) };
}

function disarm(world: World): unknown {
  changing(world, () => disarmFaults(world));
  return { armed: [] };
}

/** `ticket` into `into`, by their ids. */
function merge(world: World, call: Call): unknown {
  const given = asObject(asJson(call.body), 'the body');
  const [ticket, into] = [asNumber(given['ticket'], 'ticket'), asNumber(given['into'], 'into')];
  changing(world, () => {
    mergeTickets(world, { ticket, into, by: asText(given['by'] ?? 'supporter', 'by') });
  });
  return readTickets(world, 'ggus').find(({ id }) => id === ticket) ?? null;
}

/** `ticket` gets a `text`, another `title`, another `state`, by `by`; what is not given stays. */
function touch(world: World, call: Call): unknown {
  const given = asObject(asJson(call.body), 'the body');
  const optional = (name: string): string | null => (given[name] === undefined ? null : asText(given[name], name));
  const ticket = asNumber(given['ticket'], 'ticket');
  const by = asText(given['by'] ?? 'the site', 'by');
  const change = { ticket, by, text: optional('text'), title: optional('title'), state: optional('state') };
  changing(world, () => {
    touchTicket(world, change);
  });
  return readTickets(world, null).find(({ id }) => id === ticket) ?? null;
}

/** An edit by `by`, now or at the world time `at`. */
function edit(world: World, call: Call): unknown {
  const given = asObject(asJson(call.body), 'the body');
  const change = asEdit(given);
  const by = asText(given['by'], 'by');
  const at = given['at'] === undefined ? null : asTime(given['at'], 'at');
  return changing(world, () => {
    if (at !== null && readTime(at) > worldNow(world)) {
      schedule(world, readTime(at), { at, by, ...change });
      return { scheduled: at };
    }
    const refusal = editRefusal(world, change);
    if (refusal !== null) throw new BadControl(refusal);
    applyEdit(world, change, stranger(by));
    return { done: worldNow(world) };
  });
}
