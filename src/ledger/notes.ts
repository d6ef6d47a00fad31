import { canonicalJson } from '../model/fingerprint.js';
import type { Instant } from '../model/dates.js';
import type { Adoption, RequestFact, Verdict } from '../model/history.js';
import { append } from './chain.js';
import { dropJudgedQueue } from './claims.js';
import { bodyOf, openIn, parseKey, requestLane } from './operations.js';
import type { Actor, Note } from './port.js';
import { settledOn } from './queues.js';
import { storeNowMs, type Store } from './file/store.js';

const ofCampaign = { key: null, site: null, queue: null };

/** `Ledger.note`, within the caller's transaction. What is known already is not noted twice. */
export function takeNote(store: Store, note: Note, by: Actor, at: Instant): void {
  switch (note.what) {
    case 'adopted':
      noteAdoption(store, note.adoption, by, at);
      return;
    case 'verdict':
      noteVerdict(store, note.site, note.verdict, by, at);
      return;
    case 'request':
      noteRequest(store, note.request, by, at);
      return;
    case 'report':
      append(store, { at, actor: by.name, what: 'report', ...ofCampaign, detail: { ...note.report } });
      return;
    case 'notice':
      append(store, { at, actor: by.name, what: 'notice', ...ofCampaign, detail: { ...note.notice } });
  }
}

function noteAdoption(store: Store, adoption: Adoption, by: Actor, at: Instant): void {
  const { queue, site } = adoption;
  const { changes } = store
    .sql(
      'INSERT INTO queues (queue, adopted) VALUES (?, ?) ON CONFLICT (queue) DO UPDATE SET adopted = excluded.adopted WHERE adopted IS NULL',
    )
    .run(queue, JSON.stringify(adoption));
  if (changes === 0) return;
  append(store, { at, actor: by.name, what: 'adopted', key: null, site, queue, detail: { ...adoption } });
}

function noteVerdict(store: Store, site: string, verdict: Verdict, by: Actor, at: Instant): void {
  const { queue, generation } = verdict;
  const text = canonicalJson(verdict);
  const { changes } = store
    .sql(
      'INSERT INTO queues (queue, verdict) VALUES (?1, ?2) ON CONFLICT (queue) DO UPDATE SET verdict = ?2 WHERE verdict IS NOT ?2',
    )
    .run(queue, text);
  if (changes === 0) return;
  if (verdict.verdict === 'good' && generation === settledOn(store, queue)) dropJudgedQueue(store, queue);
  append(store, { at, actor: by.name, what: 'verdict', key: null, site, queue, detail: { ...verdict } });
}

function noteRequest(store: Store, request: RequestFact, by: Actor, at: Instant): void {
  if (!recordRequest(store, request)) return;
  const key = endOpenRequest(store, request, by);
  append(store, { at, actor: by.name, what: 'request', key, site: request.site, queue: null, detail: { ...request } });
}

/** Stores what is known of a request; false: it was known already. */
export function recordRequest({ sql }: Store, request: RequestFact): boolean {
  const { site, step, round } = request;
  const { changes } = sql(
    `INSERT INTO requests (site, step, round, fact) VALUES (?1, ?2, ?3, ?4)
     ON CONFLICT (site, step, round) DO UPDATE SET fact = ?4 WHERE fact <> ?4`,
  ).run(site, step, round, canonicalJson(request));
  return changes > 0;
}

/** A request that is known to have arrived is open no more, unless somebody is just sending it. */
function endOpenRequest(store: Store, { site, step, round, state }: RequestFact, by: Actor): string | null {
  const open = state === 'none' || state === 'unconfirmed' ? undefined : openIn(store, requestLane(site, step));
  if (!open || parseKey(bodyOf(open).key).number !== round || open.lease_until_ms > storeNowMs(store)) return null;
  store
    .sql(
      "UPDATE operations SET state = 'ended', outcome = 'done', message = ?, lease_until_ms = 0, token = token + 1 WHERE key = ?",
    )
    .run(`Recorded as ${state} by ${by.name}.`, open.key);
  return open.key;
}
