import { unescape } from 'node:querystring';
import type { Call } from './call.js';
import { readDowntimes } from './catalogue/downtimes.js';
import { readSites, readStorages } from './catalogue/places.js';
import { booleanFilter, namedQueues, readCachedRecord, readRecords, readStatusRules } from './catalogue/reads.js';
import type { Write } from './catalogue/writes.js';
import { answered, json, type Answer } from './exchange.js';
import { rehearsalAccess } from './helpdesk/access.js';
import { jobsAnswer } from './jobs/answer.js';
import type { CatalogueKind } from './services.js';
import type { World } from './world/world.js';

/** A read answers from the world; a write is one of the two calls. */
export type Endpoint =
  | { readonly name: string; readonly effect: 'read'; readonly answer: (world: World, call: Call) => Answer }
  | { readonly name: Write['call']; readonly effect: 'write' };

type Endpoints = ReadonlyMap<string, Endpoint>;

/** The grid's own services by path; names are what faults are aimed at. */
const endpoints: Readonly<Record<CatalogueKind, Endpoints>> = {
  agis: new Map<string, Endpoint>([
    ['/request/pandaqueue/query/list', read('records', (world, { query }) => json(readRecords(world, query, 'agis')))],
    [
      '/request/pandaqueuestatus/query/list',
      read('rules', (world, { query }) => json(readStatusRules(world, query, 'agis'))),
    ],
    ['/request/downtime/query/list', read('downtimes', (world) => json(readDowntimes(world, 'agis')))],
    ['/request/pandaqueue/update/set_attributes', { name: 'set_attributes', effect: 'write' }],
    ['/request/pandaqueuestatus/update/set_probestatus', { name: 'set_probestatus', effect: 'write' }],
    ['/jobs', read('jobs', jobList('agis'))],
  ]),
  cric: new Map<string, Endpoint>([
    ['/api/atlas/pandaqueue/query', read('records', cricRecords)],
    [
      '/api/atlas/pandaqueuestatus/query',
      read(
        'rules',
        toKnown((world, { query }) => json(readStatusRules(world, query, 'cric'))),
      ),
    ],
    ['/api/atlas/site/query', read('sites', (world) => json(readSites(world)))],
    ['/api/atlas/ddmendpoint/query', read('storages', (world) => json(readStorages(world)))],
    [
      '/api/core/downtime/query',
      read(
        'downtimes',
        toKnown((world, { query }) =>
          json(readDowntimes(world, query.get('preset') === 'sites' ? 'sites' : 'centres')),
        ),
      ),
    ],
    ['/jobs', read('jobs', jobList('cric'))],
  ]),
};

const cachedRecord = read('cache', cachedRecordAnswer);

/** null: there is no such service. */
export function endpointOf(path: string, kind: CatalogueKind): Endpoint | null {
  return endpoints[kind].get(path) ?? (cachePath.test(path) ? cachedRecord : null);
}

/** The queues that a call is about, for aiming faults; null: all. */
export function queuesOf(call: Call): readonly string[] | null {
  const cached = cachePath.exec(call.path)?.[1];
  if (cached !== undefined) return [unescape(cached)];
  const single = call.query.get('panda_resource');
  return single === null ? namedQueues(call.query) : [single];
}

const cachePath = /^\/cache\/schedconfig\/(.+)\.all\.json$/;

function read(name: string, answer: (world: World, call: Call) => Answer): Endpoint {
  return { name, effect: 'read', answer };
}

function jobList(kind: CatalogueKind): (world: World, call: Call) => Answer {
  return (world, { query }) => {
    const body = jobsAnswer(world, query, kind);
    if (body !== null) return json(body);
    const error = 'Give computingsite=QUEUE and hours=N, or date_from and date_to as 2019-08-05T06:00:00';
    return answered({ error }, 400);
  };
}

/** CRIC shows this to whom it knows, by certificate or by token. */
function toKnown(answer: (world: World, call: Call) => Answer): (world: World, call: Call) => Answer {
  return (world, call) =>
    call.dn === null && call.authorization !== `Bearer ${rehearsalAccess.token}`
      ? answered({ error: 'A client certificate or a token is required' }, 403)
      : answer(world, call);
}

function cricRecords(world: World, { query }: Call): Answer {
  const filter = booleanFilter(query);
  if (filter !== null) return answered({ error: `Filter '${filter}' is not supported` }, 400);
  return json(readRecords(world, query, 'cric'));
}

function cachedRecordAnswer(world: World, call: Call): Answer {
  const queue = unescape(cachePath.exec(call.path)?.[1] ?? '');
  const body = readCachedRecord(world, queue);
  return body === null ? answered({ error: `No such queue: ${queue}` }, 404) : json(body);
}
