import { manualRuleOf, ruleFields, unknownRule, type ManualRule } from '../changes/record/manual-rule.js';
import { localDate } from '../model/dates.js';
import { fingerprint } from '../model/fingerprint.js';
import { operationKey } from '../model/keys/operation-keys.js';
import type { QueueHistory } from '../model/history.js';
import type { Operation } from '../model/operation.js';
import { withLedger, type Session } from './session.js';

/** What keeps a queue out of service. */
export interface ActiveManualRule {
  /** Its value, until when and whose, as a sentence. */
  readonly sentence: string;
  /** What takes our own rule back; null: it is somebody else's to take away. */
  readonly back: Operation | null;
}

/** The manual rule that keeps a queue out of service, or what was begun to take ours back; null: neither. Rejects with a `GridFailure`. */
export async function activeManualRule(queue: string, session: Session): Promise<ActiveManualRule | null> {
  const { grid, inventory } = session;
  const history = (await withLedger(session, 'read', (ledger) => ledger.history())).queues.get(queue) ?? null;
  if (history?.open?.operation.kind === 'online')
    return { sentence: `Our own rule on ${queue} is being taken back.`, back: history.open.operation };
  const rules = (await grid.catalogue.readRules([queue])).get(queue) ?? [];
  const { name, timezone } = inventory.campaign;
  const rule = manualRuleOf(rules, name, queue);
  if (!rule || rule.value === 'ONLINE') return null;
  const unknown = unknownRule(queue, rule);
  if (unknown !== null) return { sentence: unknown, back: null };
  const ends = rule.until === null ? '' : ` until ${localDate(Date.parse(rule.until), timezone)}`;
  const stands = `The catalogue still has ${queue} ${rule.value}${ends}`;
  if (rule.by !== null)
    return { sentence: `${stands}, by a rule of somebody else (${rule.by}): ask them to take it away.`, back: null };
  if (!hasWritten(history, rule.value))
    return {
      sentence: `${stands}, by a rule that ends with our marker, and this ledger knows of no such change: ask whoever set it to take it away.`,
      back: null,
    };
  return { sentence: `${stands}, by our own rule.`, back: await onlineOperation(queue, rule, { history, session }) };
}

/** Anybody can write our marker; what was done stands in the ledger. */
function hasWritten(history: QueueHistory | null, value: string): boolean {
  return [history?.status, history?.open?.operation].some((change) => change?.after['manual_rule'] === value);
}

/** ONLINE in the place of our own rule. It is no change of a plan: a person orders it. */
async function onlineOperation(
  queue: string,
  rule: ManualRule,
  { history, session: { grid, inventory } }: { readonly history: QueueHistory | null; readonly session: Session },
): Promise<Operation> {
  const [record] = await grid.catalogue.read([queue]);
  const owner = inventory.sites.find(({ queues }) => Object.hasOwn(queues, queue));
  return {
    key: operationKey(inventory.campaign.name, queue, 'online', history),
    kind: 'online',
    subject: queue,
    site: owner?.name ?? record?.atlas_site ?? queue,
    queue,
    before: ruleFields(rule),
    after: { manual_rule: 'ONLINE' },
    reason: 'Its retirement was taken back.',
    ...(record && record.cloud !== '' && { cloud: record.cloud }),
    claims: [],
    inputsFingerprint: fingerprint({ queue }),
  };
}
