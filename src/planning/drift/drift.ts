import { confirmedOs } from '../../model/inventory.js';
import type { QueueRecord, StatusRule } from '../../model/record.js';
import { quoted } from '../../model/text/sentences.js';
import { didYouMean } from '../../model/text/near-names.js';
import { parseContainers, sameContainers, whyBare } from '../../changes/record/containers.js';
import { obedientManager } from '../readiness/manager.js';
import type { SiteFacts, Situation } from '../situation.js';
import { manualRuleOf } from '../../changes/record/manual-rule.js';
import { versionState } from '../../changes/record/versions.js';
import { severityOf, type Acceptance, type Drift, type DriftKind } from './finding.js';

/** A queue of the inventory as everybody sees it. */
interface Subject {
  readonly queue: string;
  readonly facts: SiteFacts;
  readonly record: QueueRecord;
  readonly rules: readonly StatusRule[];
  readonly situation: Situation;
}

type Told = Pick<Drift, 'reason' | 'advice' | 'found'> & Partial<Pick<Drift, 'since' | 'by' | 'command'>>;

/** One way in which a known queue can differ; null: it does not. */
type Check = (subject: Subject) => Told | null;

const checks: readonly (readonly [DriftKind, Check])[] = [
  ['moved', moved],
  ['went back', wentBack],
  ['outside change', outsideChange],
  ['online again', onlineAgain],
  ['expiring rule', expiringRule],
  ['old pair', oldPair],
  ['bare', bare],
  ['unheeded manager', unheededManager],
  ['other value', otherValue],
  ['two systems', twoSystems],
];

export interface DriftInput {
  readonly situation: Situation;
  /** Of every queue of the inventory. */
  readonly rules: ReadonlyMap<string, readonly StatusRule[]>;
  readonly accepted: readonly Acceptance[];
}

/** Every difference that nobody has accepted, in the order of the inventory; queues that it excludes are left alone. */
export function driftOf({ situation, rules, accepted }: DriftInput): readonly Drift[] {
  const known = new Set(accepted.map(idOf));
  const { records } = situation.view;
  const found = situation.sites.flatMap((facts) => [
    ...Object.entries(facts.site.queues).flatMap(([queue, { exclude }]) => {
      if (exclude !== undefined) return [];
      const record = records.get(queue);
      if (!record) return unknownRecord(queue, facts, situation);
      const subject = { queue, facts, record, rules: rules.get(queue) ?? [], situation };
      return checks.flatMap(([kind, check]) => {
        const told = check(subject);
        return told === null ? [] : [drift(kind, queue, facts.name, { since: since(record), ...told })];
      });
    }),
    ...(situation.unlisted.get(facts.name) ?? []).map((queue) => unlisted(queue, facts.name, situation)),
  ]);
  return [...found, ...sharedNicknames(situation)].filter((each) => !known.has(idOf(each)));
}

function drift(kind: DriftKind, queue: string, site: string | null, told: Told): Drift {
  return { kind, severity: severityOf(kind), queue, site, since: null, by: null, command: null, ...told };
}

function idOf({ queue, kind, found }: Acceptance): string {
  return JSON.stringify([queue, kind, found]);
}

function since({ last_modified: modified }: QueueRecord): string | null {
  return modified === '' ? null : modified;
}

function importCommand({ inventory }: Situation): string {
  return `migrate import --from ${inventory.grid.use} --dry-run`;
}

function unknownRecord(queue: string, facts: SiteFacts, situation: Situation): readonly Drift[] {
  // What retires may be gone at the end.
  if (situation.retiring.has(queue)) return [];
  const near = didYouMean(queue, situation.unlisted.get(facts.name) ?? []);
  return [
    drift('unknown record', queue, facts.name, {
      reason: `The catalogue does not know ${queue}.`,
      advice: [near, 'It was renamed or taken out, or the name is misspelt.'].filter((part) => part !== null).join(' '),
      command: importCommand(situation),
      found: '',
    }),
  ];
}

function unlisted(queue: string, site: string, situation: Situation): Drift {
  const record = situation.view.records.get(queue);
  return drift('unlisted', queue, site, {
    since: record ? since(record) : null,
    reason: `The catalogue has ${queue} at ${site}, and the inventory does not list it: this program never touches it.`,
    advice: 'Take it into the inventory.',
    command: importCommand(situation),
    found: record?.atlas_site ?? '',
  });
}

function moved({ queue, facts, record, situation }: Subject): Told | null {
  if (record.atlas_site === '' || facts.site.atlas_sites.includes(record.atlas_site)) return null;
  const owner = situation.ownerOf.get(record.atlas_site)?.name;
  return {
    reason: `${queue} is listed at ${facts.name}; its record is of ${record.atlas_site}${owner === undefined ? '' : `, which is ${owner}`}.`,
    advice: 'Move it in the inventory, or have the record corrected.',
    command: importCommand(situation),
    found: record.atlas_site,
  };
}

/** A flip that settled, and the record stands at the old version. */
function wentBack({ queue, record, situation }: Subject): Told | null {
  const { pilot } = situation.inventory.campaign;
  const change = situation.history.queues.get(queue)?.pilot;
  if (!pilot || change?.kind !== 'flip' || versionState(record.pilot_version, pilot) !== 'old') return null;
  return {
    reason: `${queue} was flipped on ${change.day} by ${change.actor} and is at ${quoted(record.pilot_version)} now: somebody set it back.`,
    advice: 'Find out who and why before it is flipped again.',
    command: `migrate flip ${queue} --to ${pilot.to}`,
    found: record.pilot_version,
  };
}

/** The containers that the newest of our changes left are others now. */
function outsideChange({ queue, record, situation }: Subject): Told | null {
  const past = situation.history.queues.get(queue);
  if (!past || past.open) return null;
  const newest = [past.pilot, past.containers]
    .filter((change) => change !== null)
    .toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at))[0];
  const ours = newest?.after['container_type'];
  if (!newest || ours === undefined || sameContainers(ours, record.container_type)) return null;
  return {
    reason: `${newest.key} left container_type of ${queue} at ${quoted(ours)}; it is ${quoted(record.container_type)} now.`,
    advice: 'Ask who changed it; accept it where it is meant to stay.',
    command: `migrate drift --accept ${queue} --reason "…"`,
    found: record.container_type,
  };
}

/** We took it out of service, and it takes work. */
function onlineAgain({ queue, record, rules, situation }: Subject): Told | null {
  const change = situation.history.queues.get(queue)?.status;
  if (!change || (change.kind !== 'brokeroff' && change.kind !== 'off')) return null;
  if (record.status !== 'online' && record.status !== 'test') return null;
  const deciding = rules.find(({ value }) => value.toLowerCase() === record.status);
  // A rule that somebody else set is never replaced: the batch says so.
  const isAnothers = (manualRuleOf(rules, situation.inventory.campaign.name, queue)?.by ?? null) !== null;
  return {
    since: deciding?.updated ?? since(record),
    by: deciding ? whoSet(deciding) : record.comment === '' ? null : record.comment,
    reason: `${queue} was set ${change.kind} on ${change.day} by ${change.actor} and is ${record.status} now.`,
    advice: `Ask who put it back: no run takes it out again by itself.`,
    command: !situation.retiring.has(queue)
      ? null
      : isAnothers
        ? 'migrate brokeroff --dry-run'
        : `migrate brokeroff --again ${queue}`,
    found: record.status,
  };
}

/** A rule that keeps the queue out of service until a moment, and not longer. */
function expiringRule({ queue, rules, situation }: Subject): Told | null {
  const rule = rules.find(
    ({ value, expiration }) =>
      value !== 'ONLINE' && expiration !== null && !(Date.parse(expiration) <= situation.nowMs),
  );
  if (!rule) return null;
  const retires = situation.retiring.has(queue);
  return {
    since: rule.updated,
    by: whoSet(rule),
    reason: `The ${rule.value} rule of ${rule.probe} on ${queue} ends at ${String(rule.expiration)}: the queue goes back to service by itself.`,
    advice: retires ? 'It retires: have the rule set without an end.' : 'Make sure that this is meant.',
    command: retires ? 'migrate brokeroff --dry-run' : null,
    found: `${rule.probe} ${rule.value} ${String(rule.expiration)}`,
  };
}

function whoSet({ probe, reason }: StatusRule): string {
  return reason === '' ? probe : `${probe}: ${reason}`;
}

/** At the new pilot with a pair that the flip should have turned into another. */
function oldPair({ queue, record, situation }: Subject): Told | null {
  const { containers } = situation.inventory.campaign;
  if (!containers || !isAtNew(record, situation) || situation.containersAreOn(record.container_type)) return null;
  const old = parseContainers(record.container_type).find(({ text }) => Object.hasOwn(containers.translate, text));
  if (!old) return null;
  return {
    reason: `${queue} is at the new pilot with ${quoted(old.text)}, which only the old one's wrapper reads: its jobs run without containers.`,
    advice: `It needs ${quoted(containers.translate[old.text] ?? containers.on)}.`,
    command: `migrate containers on ${queue}`,
    found: record.container_type,
  };
}

function bare({ queue, record, situation }: Subject): Told | null {
  const { containers } = situation.inventory.campaign;
  if (!containers || !isAtNew(record, situation)) return null;
  const why = whyBare(record.container_type, containers.on);
  if (why === null) return null;
  return {
    reason: `${queue}: ${why}`,
    advice: 'The pilot compares letter by letter, and of several entries for one user the last counts.',
    command: `migrate containers on ${queue}`,
    found: record.container_type,
  };
}

function unheededManager({ queue, record, situation }: Subject): Told | null {
  if (situation.inventory.campaign.pilot === null || !isAtNew(record, situation)) return null;
  if (record.pilot_manager === obedientManager) return null;
  return {
    reason: `${queue} is at the new pilot, and its pilot_manager ${quoted(record.pilot_manager)} does not obey pilot_version: which pilot runs is not known.`,
    advice: `Have the queue moved to ${obedientManager}.`,
    found: record.pilot_manager,
  };
}

function isAtNew({ pilot_version: version }: QueueRecord, { inventory }: Situation): boolean {
  const { pilot } = inventory.campaign;
  return pilot !== null && versionState(version, pilot) === 'at';
}

function otherValue({ queue, facts: { site }, record }: Subject): Told | null {
  const entry = site.queues[queue] ?? {};
  const pairs: readonly (readonly [
    field: string,
    ours: string | number | null | undefined,
    theirs: string | number | null,
  ])[] = [
    ['cloud', site.cloud, record.cloud],
    ['country', site.country, record.country],
    ['tier', site.tier, record.tier_level],
    ['type', entry.type, record.type],
    ['capability', entry.capability, record.capability],
  ];
  const other = pairs.filter(([, ours, theirs]) => ours != null && theirs !== null && theirs !== '' && ours !== theirs);
  if (other.length === 0) return null;
  const told = other.map(([field, ours, theirs]) => `${field} ${String(ours)}, in the catalogue ${String(theirs)}`);
  return {
    reason: `${queue} has in the inventory ${told.join('; ')}. The inventory counts.`,
    advice: 'Take the key out where the catalogue is right.',
    found: told.join('; '),
  };
}

const systemInName = /(?:^|[^A-Za-z0-9])(?:SLC?|CENTOS|CC|EL)(\d)(?![0-9])/i;

/** Two systems behind one queue do not work, and a name is all that the catalogue says of it. */
function twoSystems({ queue, facts: { site } }: Subject): Told | null {
  const entry = site.queues[queue] ?? {};
  const os = confirmedOs(site, entry);
  // Said of this very queue it is known better than its name; said of the site it may not hold for this one.
  if (os !== null && os === entry.os) return null;
  const named = systemInName.exec(queue)?.[1];
  const stated = os === null ? undefined : /\d+/.exec(os.is)?.[0];
  if (!os || named === undefined || stated === undefined || named === stated) return null;
  return {
    reason: `${queue} is said to have ${os.is} (${os.evidence ?? 'without evidence'}), and its name says another system: two behind one queue do not work.`,
    advice: 'Ask the site; write the `os` of this queue with its evidence, or have a queue of its own made.',
    found: os.is,
  };
}

function sharedNicknames({ view, siteOfQueue }: Situation): readonly Drift[] {
  const first = new Map<string, string>();
  const found: Drift[] = [];
  for (const { panda_resource: queue, nickname } of view.records.values()) {
    if (nickname === '') continue;
    const other = first.get(nickname);
    if (other === undefined) {
      first.set(nickname, queue);
      continue;
    }
    const facts = siteOfQueue(queue);
    if (!facts && !siteOfQueue(other)) continue;
    found.push(
      drift('nickname', queue, facts?.name ?? null, {
        reason: `${queue} and ${other} have the nickname ${nickname}: lists and caches that go by it show one of them only.`,
        advice: 'Have one of the nicknames corrected in the catalogue.',
        found: nickname,
      }),
    );
  }
  return found;
}
