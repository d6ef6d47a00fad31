import { inHeader } from '../http/header.js';
import type { Fields } from '../../model/operation.js';
import type { QueueRecord, StatusRule } from '../../model/record.js';
import { askAs, type Credentials } from '../credentials.js';
import { jsonOf } from '../http/answer.js';
import {
  GridFailure,
  type Catalogue,
  type Http,
  type HttpAnswer,
  type WriteAnswer,
  type WriteContext,
} from '../ports.js';
import { instructionsFor, ruleInstructionsFor } from './instructions.js';
import { readCentres, readStorageHosts } from './places.js';
import { normaliseRecords, type RecordProblem } from './record.js';
import { readStatusRules, rulesBeside, type RulesEntry } from './rules.js';
import { writeAnswerOf } from './write-answer.js';

export interface AgisOptions extends Credentials {
  readonly identity: string;
  /** e.g. `https://atlas-agis-api.cern.ch` */
  readonly baseUrl: string;
  /** CRIC serves the same records at paths of its own; no write call of it is public. */
  readonly kind: 'agis' | 'cric';
  readonly http: Http;
  /** `agis`: the two GET writes; `instructions`: a person is told what to change, and the read-back watches. */
  readonly writer: 'agis' | 'instructions';
  readonly timeoutMs: number;
  /** Takes the instructions to a person. */
  readonly tell: (text: string) => void;
  /** Hears of records that were left out, once each. */
  readonly warn: (text: string) => void;
}

/** Servers before the catalogue refuse longer addresses. */
const longestUrl = 6_000;
/** Beyond so many requests the whole list is cheaper. */
const mostBatches = 20;

/** The AGIS catalogue (docs/grid.md#writes), or CRIC, which is read only. Nothing is cached but the queues' nicknames, under which it keeps its lists. */
export function agisCatalogue(options: AgisOptions): Catalogue {
  const { identity, http, timeoutMs, tell, warn } = options;
  const base = options.baseUrl.replace(/\/+$/, '');
  const who = `The catalogue at ${new URL(base).host}`;
  const { recordsPath, rulesPath, filter } = paths[options.kind];
  const nicknames = new Map<string, string>();
  const warned = new Set<string>();

  function get(
    pathAndQuery: string,
    effect: 'read' | 'write',
    { key, signal }: Partial<WriteContext> = {},
  ): Promise<HttpAnswer> {
    return askAs(options, http, {
      method: 'GET',
      url: `${base}${pathAndQuery}`,
      headers: { 'cache-control': 'no-cache', ...(key === undefined ? {} : { 'x-request-id': inHeader(key) }) },
      timeoutMs,
      effect,
      ...(signal === undefined ? {} : { signal }),
    });
  }

  async function records(query: string): Promise<readonly QueueRecord[]> {
    const body = jsonOf(await get(`${recordsPath}${query}`, 'read'), who);
    const { records, problems } = normaliseRecords(body);
    const [problem] = problems;
    if (records.length === 0 && problem !== undefined)
      throw notUnderstood(`sent no queue record that can be understood: ${sentenceOf(problem)}`);
    for (const record of records) nicknames.set(record.panda_resource, record.nickname);
    report(problems);
    return records;
  }

  function notUnderstood(what: string): GridFailure {
    return new GridFailure('not understood', `${who} ${what}`, true, ['Check the address in the grid profile.']);
  }

  function report(problems: readonly RecordProblem[]): void {
    for (const problem of problems) {
      const sentence = sentenceOf(problem);
      if (warned.has(sentence)) continue;
      warned.add(sentence);
      warn(`${who}: ${sentence} It was left out.`);
    }
  }

  async function readAll(): Promise<readonly QueueRecord[]> {
    const all = await records('');
    if (all.length === 0) throw notUnderstood('knows no queue at all.');
    return all;
  }

  /** The catalogue's filter may know a queue by either name; one that it finds by neither is looked for in the whole list. */
  async function read(queues: readonly string[]): Promise<readonly QueueRecord[]> {
    const wanted = new Set(queues);
    const batches = batchesOf(
      [...wanted].flatMap((queue) => namesOf(queue)),
      longestUrl - `${base}${recordsPath}&panda_queue=`.length,
    );
    const found = new Map<string, QueueRecord>();
    const keep = (read: readonly QueueRecord[]): void => {
      for (const record of read) if (wanted.has(record.panda_resource)) found.set(record.panda_resource, record);
    };
    if (batches.length <= mostBatches) for (const batch of batches) keep(await records(filter(batch)));
    if (found.size < wanted.size) keep(await readAll());
    return [...found.values()];
  }

  function namesOf(queue: string): string[] {
    const nickname = nicknames.get(queue) ?? '';
    return nickname === '' || nickname === queue ? [queue] : [queue, nickname];
  }

  // The whole list: a filter that knew other names would make a queue look as if nobody had a rule on it.
  async function readRules(queues: readonly string[]): Promise<ReadonlyMap<string, readonly StatusRule[]>> {
    const strangers = queues.filter((queue) => !nicknames.has(queue));
    if (strangers.length > 0) await read(strangers);
    const rules = readStatusRules(jsonOf(await get(rulesPath, 'read'), who));
    if (rules === null) throw notUnderstood('sent a list of status rules that cannot be understood.');
    const others = new Map([...nicknames].map(([queue, nickname]) => [nickname, queue]));
    const entries = new Map(
      queues.map((queue) => {
        const owner = others.get(queue);
        const byQueue = owner === undefined || owner === queue ? rules.get(queue) : undefined;
        return [queue, rules.get(nicknames.get(queue) ?? queue) ?? byQueue ?? leftOut];
      }),
    );
    const statuses = await statusesOf([...entries].flatMap(([queue, { isUntold }]) => (isUntold ? [queue] : [])));
    return new Map([...entries].map(([queue, entry]) => [queue, rulesBeside(statuses.get(queue) ?? 'online', entry)]));
  }

  async function statusesOf(queues: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return new Map((await read(queues)).map((record) => [record.panda_resource, record.status]));
  }

  async function readPlaces<Places>(
    path: string,
    what: string,
    understand: (body: unknown) => Places | null,
  ): Promise<Places> {
    const places = understand(jsonOf(await get(path, 'read'), who));
    if (places === null) throw notUnderstood(`sent a list of ${what} that cannot be understood.`);
    return places;
  }

  async function write(pathAndQuery: string, context: WriteContext): Promise<WriteAnswer> {
    return writeAnswerOf(await get(pathAndQuery, 'write', context), who);
  }

  function instruct(text: string): Promise<WriteAnswer> {
    tell(text);
    return Promise.resolve({ said: 'ok', message: 'A person was told what to change.' });
  }

  const calls: Pick<Catalogue, 'writer' | 'setAttributes' | 'setManualRule'> = {
    writer: 'calls',
    setAttributes: async (queue, fields, context) =>
      write(`${attributesPath}&${parameters({ panda_resource: queue, ...attributesOf(fields) })}`, context),
    setManualRule: async (queue, value, reason, context) =>
      write(`${probePath}&${parameters({ panda_resource: queue, value, reason, probe: 'manual' })}`, context),
  };
  const instructions: typeof calls = {
    writer: 'instructions',
    setAttributes: async (queue, fields) => instruct(instructionsFor({ queue, fields: attributesOf(fields) })),
    setManualRule: (queue, value, reason) => instruct(ruleInstructionsFor({ queue, value, reason })),
  };
  return {
    identity,
    readAll,
    read,
    readRules,
    ...(options.kind === 'cric' && {
      readCentres: () => readPlaces('/api/atlas/site/query/?json', 'sites', readCentres),
      readStorageHosts: () => readPlaces('/api/atlas/ddmendpoint/query/?json', 'storage endpoints', readStorageHosts),
    }),
    ...(options.writer === 'agis' && options.kind === 'agis' ? calls : instructions),
  };
}

/** A queue that the list does not have: it says nothing of it. */
const leftOut: RulesEntry = { rules: [], isUntold: true };

const paths = {
  agis: {
    recordsPath: '/request/pandaqueue/query/list/?json&preset=schedconf.all',
    rulesPath: '/request/pandaqueuestatus/query/list/?json',
    filter: (names: string) => `&panda_queue=${names}`,
  },
  cric: {
    recordsPath: '/api/atlas/pandaqueue/query/?json',
    rulesPath: '/api/atlas/pandaqueuestatus/query/?json',
    filter: (names: string) => names.replace(/(^|,)/g, '&pandaqueue[]='),
  },
} as const;
const attributesPath = '/request/pandaqueue/update/set_attributes/?json';
const probePath = '/request/pandaqueuestatus/update/set_probestatus/?json';

/** Encoded names joined by commas, each batch at most `longest` characters. */
function batchesOf(names: readonly string[], longest: number): string[] {
  const batches: string[] = [];
  let batch = '';
  for (const name of names.map(encodeURIComponent)) {
    if (batch !== '' && batch.length + 1 + name.length > longest) {
      batches.push(batch);
      batch = '';
    }
    batch = batch === '' ? name : `${batch},${name}`;
  }
  return batch === '' ? batches : [...batches, batch];
}

function parameters(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
}

/** Only what is an attribute of the catalogue may become a parameter of the call. */
function attributesOf(fields: Fields): Fields {
  for (const name of Object.keys(fields)) {
    if (!/^[a-z][a-z_]*$/.test(name) || ['json', 'panda_resource', 'manual_rule', 'request'].includes(name)) {
      throw new GridFailure('refused', `"${name}" is not an attribute that can be set in the catalogue.`, false);
    }
  }
  return fields;
}

function sentenceOf({ name, why }: RecordProblem): string {
  return `The record of ${name} cannot be understood: ${why}.`;
}
