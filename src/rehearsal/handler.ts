import { setTimeout as delay } from 'node:timers/promises';
import { applyWrite, parseWrite, writeAnswer, writeRefusal, type Write, type WriteResult } from './catalogue/writes.js';
import { controlAnswer, isControl } from './control/control.js';
import { whileBusy } from '../storage/while-busy.js';
import type { Call } from './call.js';
import { endpointOf, queuesOf } from './endpoints.js';
import { answered, json, type Answer, type GridRequest, type Reply } from './exchange.js';
import { takeFault } from './faults/armed.js';
import { distort, normalisedPairs, writeEffect } from './faults/distort.js';
import type { Fault } from './faults/fault.js';
import type { HelpdeskService } from './helpdesk/service.js';
import { helpdeskServiceOf } from './helpdesk/services.js';
import { applyTicketChange } from './helpdesk/tickets.js';
import type { CatalogueKind } from './services.js';
import { advanceTo, schedule } from './world/clock.js';
import { applyEdit, editRefusal, stranger } from './world/edits.js';
import { recordFate, recordWrite, worldNow, type Author, type Fate } from './world/journal.js';
import { changing, type World } from './world/world.js';

export type { GridRequest, Reply } from './exchange.js';

/**
 * Answers one request as the grid would. Never rejects for what the client sent; what breaks here
 * is a fault of this program. Each step that may meet the world's lock is done again until it is free.
 */
export async function handle(world: World, request: GridRequest, kind: CatalogueKind = 'agis'): Promise<Reply> {
  const call = understand(request);
  if (!call) return answered({ error: 'The address is not understood' }, 400);
  if (isControl(call)) return whileBusy(() => controlAnswer(world, call));
  const service = helpdeskServiceOf(call);
  if (service) return helpdeskReply(world, call, service);
  const endpoint = endpointOf(call.path, kind);
  if (!endpoint) return answered({ error: `Not found: ${call.path}` }, 404);
  if (call.method !== 'GET') return answered({ error: `${call.method} is not allowed here` }, 405);

  const fault = await whileBusy(() =>
    takeFault(world, { endpoint: endpoint.name, effect: endpoint.effect, method: call.method, queues: queuesOf(call) }),
  );
  if (fault?.kind === 'latency') await pass(world, fault);
  if (endpoint.effect === 'write')
    return whileBusy(() => writeReply(world, { call, write: parseWrite(endpoint.name, call.query), fault }));
  const reply = distort(fault, await whileBusy(() => endpoint.answer(world, call)));
  if (fault?.kind === 'foreign write') await whileBusy(() => changing(world, () => intrude(world, fault)));
  return reply;
}

function understand(request: GridRequest): Call | null {
  if (!URL.canParse(request.url, 'http://rehearsal.invalid')) return null;
  const { pathname, searchParams } = new URL(request.url, 'http://rehearsal.invalid');
  const dn = header(request, 'x-ssl-client-s-dn') ?? null;
  return {
    method: request.method.toUpperCase(),
    path: pathname.replace(/\/+$/, ''),
    query: searchParams,
    body: request.body,
    dn,
    authorization: header(request, 'authorization') ?? '',
    author: authorOf(request, dn),
  };
}

function header({ headers = {} }: GridRequest, name: string): string | undefined {
  return headers[name] ?? Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
}

function authorOf(request: GridRequest, dn: string | null): Author {
  return {
    by: request.user ?? /\/CN=([^/]+)$/.exec(dn ?? '')?.[1] ?? dn ?? 'anonymous',
    dn: dn ?? '',
    request: header(request, 'x-request-id') ?? '',
    agent: header(request, 'user-agent') ?? '',
    write: null,
  };
}

async function helpdeskReply(world: World, call: Call, service: HelpdeskService): Promise<Reply> {
  const { name: endpoint, effect } = service;
  const fault = await whileBusy(() => takeFault(world, { endpoint, effect, method: call.method, queues: null }));
  if (fault?.kind === 'latency') await pass(world, fault);
  if (effect === 'read') return distort(fault, await whileBusy(() => service.answer(world, call)));
  const answer = await whileBusy(() => changing(world, () => helpdeskWrite(world, call, service, fault)));
  return distort(fault, answer);
}

function helpdeskWrite(
  world: World,
  call: Call,
  service: Extract<HelpdeskService, { effect: 'write' }>,
  fault: Fault | null,
): Answer {
  const change = service.understand(world, call);
  if ('status' in change) return change;
  switch (writeEffect(fault)) {
    case 'as asked':
    case 'normalised':
      return service.answer(world, applyTicketChange(world, change, call.author));
    case 'late':
      schedule(world, worldNow(world) + (fault?.kind === 'late' ? fault.afterSeconds * 1_000 : 0), {
        lateTicketChange: change,
        author: call.author,
      });
      return service.answer(world, 0);
    case 'none':
      return service.answer(world, 0);
  }
}

async function pass(world: World, { worldMs, realMs }: Extract<Fault, { kind: 'latency' }>): Promise<void> {
  if (worldMs > 0) await whileBusy(() => changing(world, () => advanceTo(world, worldNow(world) + worldMs)));
  if (realMs > 0) await delay(realMs);
}

function intrude(world: World, { by, change }: Extract<Fault, { kind: 'foreign write' }>): void {
  if (editRefusal(world, change) === null) applyEdit(world, change, stranger(by));
}

interface ReceivedCall {
  readonly call: Call;
  readonly write: Write;
  readonly fault: Fault | null;
}

/** Journals a write, carries it out as far as the fault lets it, and answers; all in one transaction. */
function writeReply(world: World, { call, write, fault }: ReceivedCall): Reply {
  return changing(world, () => {
    const { call: what, queue, ...parameters } = write;
    const id = recordWrite(world, call.author, { queue, what, parameters });
    const result = call.dn === null ? null : carryOut(world, write, { ...call.author, write: id }, fault);
    const answer =
      result === null
        ? answered({ error: 'A client certificate is required' }, 403)
        : json(writeAnswer(write, result.error));
    const reply = distort(fault, answer);
    recordFate(world, id, fateOf(result, fault), 'lost' in reply ? 'lost' : String(reply.status));
    return reply;
  });
}

function carryOut(world: World, write: Write, author: Author, fault: Fault | null): WriteResult {
  switch (writeEffect(fault)) {
    case 'as asked':
      return applyWrite(world, write, author);
    case 'normalised':
      return applyWrite(world, normalised(write), author);
    case 'late':
      schedule(world, worldNow(world) + (fault?.kind === 'late' ? fault.afterSeconds * 1_000 : 0), {
        late: write,
        author,
      });
      return { effective: false, error: null };
    case 'none':
      return { effective: false, error: writeRefusal(world, write) };
  }
}

function normalised(write: Write): Write {
  const pairs = write.call === 'set_attributes' ? write.attributes['container_type'] : undefined;
  if (write.call !== 'set_attributes' || pairs === undefined) return write;
  return { ...write, attributes: { ...write.attributes, container_type: normalisedPairs(pairs) } };
}

function fateOf(result: WriteResult | null, fault: Fault | null): Fate {
  if (result === null || result.error !== null) return 'refused';
  if (fault?.kind === 'late') return 'late';
  return result.effective ? 'effective' : 'without effect';
}
