import { isFault } from '../../model/facts/verdicts.js';
import { canonicalJson } from '../../model/fingerprint.js';
import type { Instant } from '../../model/dates.js';
import type { Adoption, RequestFact, Verdict } from '../../model/history.js';
import { noteApproval } from './approvals.js';
import { append, originOf } from '../chain.js';
import { isRequestNews } from '../../model/facts/request-news.js';
import { claimFault, dropJudgedQueue } from './claims.js';
import { actorOf, bodyOf, openIn, operationRow, requestLockKey } from './rows.js';
import { notePause, noteResumption } from './pauses.js';
import type { Actor, Note, ToldRequest } from '../port.js';
import { settledOn } from './queues.js';
import { storeNowMs, type Store } from '../store.js';
import { changeShape, parsed, requestShape } from '../stored.js';
import { UserError } from '../../model/user-error.js';
import { keyNumber, migrationStep } from '../../model/keys/operation-keys.js';

const ofCampaign = { key: null, site: null, queue: null };

/** `Ledger.note`, within the caller's transaction. What is known already is not noted twice. */
export async function takeNote(store: Store, note: Note, by: Actor, at: Instant): Promise<void> {
  const origin = originOf(by);
  switch (note.what) {
    case 'adopted':
      await noteAdoption(store, note.adoption, by, at);
      return;
    case 'verdict':
      await noteVerdict(store, note.site, note.verdict, by, at);
      return;
    case 'request':
      await noteRequest(store, note, by, at);
      return;
    case 'requests':
      for (const told of note.told) await refuseChanged(store, told);
      for (const { request } of note.told) await noteRequest(store, { what: 'request', request }, by, at);
      return;
    case 'report':
      await append(store, { at, actor: by.name, what: 'report', ...ofCampaign, detail: { ...note.report }, origin });
      return;
    case 'notice':
      await append(store, { at, actor: by.name, what: 'notice', ...ofCampaign, detail: { ...note.notice }, origin });
      return;
    case 'approved':
      await noteApproval(store, note.approval, by);
      return;
    case 'accepted': {
      const { queue, site, ...detail } = note.acceptance;
      await append(store, { at, actor: by.name, what: 'accepted', key: null, site, queue, detail, origin });
      return;
    }
    case 'lifted':
      await append(store, { at, actor: by.name, what: 'lifted', ...ofCampaign, detail: { ...note.lift }, origin });
      return;
    case 'paused':
      await notePause(store, note.pause, by);
      return;
    case 'resumed':
      await noteResumption(store, note, by, at);
  }
}

async function noteAdoption(store: Store, adoption: Adoption, by: Actor, at: Instant): Promise<void> {
  const { queue, site } = adoption;
  const changes = await store.run(
    'INSERT INTO queues (queue, adopted) VALUES (?, ?) ON CONFLICT (queue) DO UPDATE SET adopted = excluded.adopted WHERE queues.adopted IS NULL',
    queue,
    canonicalJson(adoption),
  );
  if (changes === 0) return;
  await append(store, {
    at,
    actor: by.name,
    what: 'adopted',
    key: null,
    site,
    queue,
    detail: { ...adoption },
    origin: originOf(by),
  });
}

async function noteVerdict(store: Store, site: string, verdict: Verdict, by: Actor, at: Instant): Promise<void> {
  const { queue, generation } = verdict;
  const text = canonicalJson(verdict);
  const changes = await store.run(
    'INSERT INTO queues (queue, verdict) VALUES (?, ?) ON CONFLICT (queue) DO UPDATE SET verdict = excluded.verdict WHERE queues.verdict IS DISTINCT FROM excluded.verdict',
    queue,
    text,
  );
  if (changes === 0) return;
  if (generation === (await settledOn(store, queue))) {
    if (verdict.verdict === 'good') await dropJudgedQueue(store, queue);
    else if (isFault(verdict.verdict)) await claimFault(store, queue);
  }
  await append(store, {
    at,
    actor: by.name,
    what: 'verdict',
    key: null,
    site,
    queue,
    detail: { ...verdict },
    origin: originOf(by),
  });
}

async function noteRequest(
  store: Store,
  { request, isFound = false }: Extract<Note, { what: 'request' }>,
  by: Actor,
  at: Instant,
): Promise<void> {
  const known = isFound ? await knownRequest(store, request) : null;
  if (known && !isRequestNews(request, known)) return;
  if (!(await recordRequest(store, request))) return;
  const key = await endOpenRequest(store, request, by);
  await append(store, {
    at,
    actor: by.name,
    what: 'request',
    key,
    site: request.site,
    queue: null,
    detail: { ...request },
    origin: originOf(by),
  });
}

export interface RequestRow {
  readonly site: string;
  readonly step: string;
  readonly round: number;
  /** The fact, as JSON. */
  readonly fact: string;
}

export function requestOf({ site, step, round, fact }: RequestRow): RequestFact {
  return parsed({ table: 'requests', row: `${site} ${step} ${String(round)}` }, 'fact', fact, requestShape);
}

/** A UserError (exit 4) where what the person was shown holds no more, so that nothing is told over somebody else's word. */
async function refuseChanged(store: Store, { request, shown }: ToldRequest): Promise<void> {
  const { site, step, on } = request;
  const newest = await newestRequest(store, site, step);
  if (!shown.some((fact) => isSameWord(fact, newest))) {
    const word =
      newest === null
        ? 'what was known of its request was taken back'
        : `its ${step} is noted as ${newest.state}${newest.on === undefined ? '' : ` for ${newest.on}`} since ${newest.since} by ${newest.by}`;
    throw changedMeanwhile(site, word);
  }
  if (step !== migrationStep || on === undefined || newest?.on === on) return;
  const flip = await flipOf(store, site);
  if (flip !== null) throw changedMeanwhile(site, flip);
}

function isSameWord(one: RequestFact | null, other: RequestFact | null): boolean {
  if (one === null || other === null) return one === other;
  return (['state', 'round', 'since', 'on'] as const).every((field) => one[field] === other[field]);
}

function changedMeanwhile(site: string, word: string): UserError {
  return new UserError(4, 'changed-meanwhile', `${site} has changed meanwhile: ${word}. Nothing was recorded.`, [
    `Look again: \`migrate status ${site}\`, then repeat the command.`,
  ]);
}

/** A flip of the site that has begun, or is settled and was not taken back, as a clause. */
async function flipOf({ all }: Store, site: string): Promise<string | null> {
  const rows = await all(
    "SELECT * FROM operations WHERE key LIKE '%/flip#%' AND (state <> 'ended' OR outcome IN ('done', 'already'))",
  );
  const flips = rows.map(operationRow).filter((row) => bodyOf(row).site === site);
  const queues = (await all('SELECT queue, pilot FROM queues WHERE pilot IS NOT NULL')) as {
    queue: string;
    pilot: string;
  }[];
  const standing = new Set(
    queues.map(({ queue, pilot }) => parsed({ table: 'queues', row: queue }, 'pilot', pilot, changeShape).key),
  );
  const flip = flips.find(({ state, key }) => state !== 'ended' || standing.has(key));
  return flip ? `the flip ${flip.key} was begun at ${flip.since} by ${actorOf(flip).name}` : null;
}

/** What the ledger knows of the same request. */
export async function knownRequest(
  { get }: Store,
  { site, step, round }: Pick<RequestFact, 'site' | 'step' | 'round'>,
): Promise<RequestFact | null> {
  const row = (await get('SELECT fact FROM requests WHERE site = ? AND step = ? AND round = ?', site, step, round)) as
    { fact: string } | undefined;
  return row ? requestOf({ site, step, round, ...row }) : null;
}

/** The newest round of a step of a site that was not taken back. */
export async function newestRequest({ all }: Store, site: string, step: string): Promise<RequestFact | null> {
  const rows = await all(
    'SELECT site, step, round, fact FROM requests WHERE site = ? AND step = ? ORDER BY round DESC',
    site,
    step,
  );
  const facts = (rows as readonly RequestRow[]).map(requestOf);
  return facts.find(({ state }) => state !== 'none') ?? null;
}

/**
 * Stores what became of sending a request, and answers what is to be told of it. What was noted meanwhile stands, and
 * learns where the request is; null: nothing is new.
 */
export async function recordSending(store: Store, sent: RequestFact): Promise<RequestFact | null> {
  const known = await knownRequest(store, sent);
  const stands = known === null || isRequestNews(sent, known) ? sent : { ...known, ref: known.ref ?? sent.ref };
  return (await recordRequest(store, stands)) ? stands : null;
}

/** Stores what is known of a request; false: it was known already. */
async function recordRequest({ run }: Store, request: RequestFact): Promise<boolean> {
  const { site, step, round } = request;
  const changes = await run(
    `INSERT INTO requests (site, step, round, fact) VALUES (?, ?, ?, ?)
     ON CONFLICT (site, step, round) DO UPDATE SET fact = excluded.fact WHERE requests.fact <> excluded.fact`,
    site,
    step,
    round,
    canonicalJson(request),
  );
  return changes > 0;
}

/** A request that is known to have arrived is open no more, unless somebody is just sending it. */
async function endOpenRequest(
  store: Store,
  { site, step, round, state }: RequestFact,
  by: Actor,
): Promise<string | null> {
  const open =
    state === 'none' || state === 'unconfirmed' ? undefined : await openIn(store, requestLockKey(site, step));
  if (!open || keyNumber(bodyOf(open).key) !== round || open.lease_until_ms > (await storeNowMs(store))) return null;
  store.send(
    "UPDATE operations SET state = 'ended', outcome = 'done', message = ?, lease_until_ms = 0, token = token + 1 WHERE key = ?",
    `Recorded as ${state} by ${by.name}.`,
    open.key,
  );
  return open.key;
}
