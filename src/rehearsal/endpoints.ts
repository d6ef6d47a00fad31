import { unescape } from 'node:querystring';
import {
  booleanFilter,
  namedQueues,
  readCachedRecord,
  readDowntimes,
  readRecords,
  readStatusRules,
} from './catalogue/reads.js';
import type { Write } from './catalogue/writes.js';
import { json, type Answer } from './exchange.js';
import { jobsAnswer } from './jobs/answer.js';
import type { Author } from './world/journal.js';
import type { World } from './world/world.js';

/** A request as an endpoint sees it. */
export interface Call {
  readonly method: string;
  /** Without a slash at its end. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string | undefined;
  /** Distinguished name of the client's certificate, or null. */
  readonly dn: string | null;
  /** As it came; `''` where there was none. */
  readonly authorization: string;
  readonly author: Author;
}

/** A read answers from the world; a write is one of the two calls. */
export type Endpoint =
  | { readonly name: string; readonly effect: 'read'; readonly answer: (world: World, call: Call) => Answer }
  | { readonly name: Write['call']; readonly effect: 'write' };

/** The grid's own services by path; names are what faults are aimed at. */
const endpoints: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  [
    '/request/pandaqueue/query/list',
    { name: 'records', effect: 'read', answer: (world, { query }) => json(readRecords(world, query, 'agis')) },
  ],
  [
    '/request/pandaqueuestatus/query/list',
    { name: 'rules', effect: 'read', answer: (world, { query }) => json(readStatusRules(world, query, 'agis')) },
  ],
  [
    '/request/downtime/query/list',
    { name: 'downtimes', effect: 'read', answer: (world) => json(readDowntimes(world)) },
  ],
  ['/request/pandaqueue/update/set_attributes', { name: 'set_attributes', effect: 'write' }],
  ['/request/pandaqueuestatus/update/set_probestatus', { name: 'set_probestatus', effect: 'write' }],
  ['/jobs', { name: 'jobs', effect: 'read', answer: jobList }],
  ['/api/atlas/pandaqueue/query', { name: 'records', effect: 'read', answer: cricRecords }],
  ['/api/atlas/pandaqueuestatus/query', { name: 'rules', effect: 'read', answer: cricRules }],
  ['/api/core/downtime/query', { name: 'downtimes', effect: 'read', answer: (world) => json(readDowntimes(world)) }],
]);

const cachedRecord: Endpoint = { name: 'cache', effect: 'read', answer: cachedRecordAnswer };

/** null: there is no such service. */
export function endpointOf(path: string): Endpoint | null {
  return endpoints.get(path) ?? (cachePath.test(path) ? cachedRecord : null);
}

/** The queues that a call is about, for aiming faults; null: all. */
export function queuesOf(call: Call): readonly string[] | null {
  const cached = cachePath.exec(call.path)?.[1];
  if (cached !== undefined) return [unescape(cached)];
  const single = call.query.get('panda_resource');
  return single === null ? namedQueues(call.query) : [single];
}

const cachePath = /^\/cache\/schedconfig\/(.+)\.all\.json$/;

function jobList(world: World, { query }: Call): Answer {
  const body = jobsAnswer(world, query);
  if (body !== null) return json(body);
  return json(
    JSON.stringify({ error: 'Give computingsite=QUEUE and hours=N, or date_from and date_to as 2019-08-05T06:00:00' }),
    400,
  );
}

function cricRecords(world: World, { query }: Call): Answer {
  const filter = booleanFilter(query);
  if (filter !== null) return json(JSON.stringify({ error: `Filter '${filter}' is not supported` }), 400);
  return json(readRecords(world, query, 'cric'));
}

function cricRules(world: World, { query, dn }: Call): Answer {
  if (dn === null) return json(JSON.stringify({ error: 'A client certificate is required' }), 403);
  return json(readStatusRules(world, query, 'cric'));
}

function cachedRecordAnswer(world: World, call: Call): Answer {
  const queue = unescape(cachePath.exec(call.path)?.[1] ?? '');
  const body = readCachedRecord(world, queue);
  return body === null ? json(JSON.stringify({ error: `No such queue: ${queue}` }), 404) : json(body);
}
