import { flipCaveat } from '../../model/text/caveat.js';
import type { QueueHistory } from '../../model/history.js';
import type { Campaign } from '../../model/campaign.js';
import type { Fields, SettledChange } from '../../model/operation.js';
import type { QueueRecord } from '../../model/record.js';
import { pick, sameValue } from './fields.js';
import { keyNumber } from '../../model/keys/operation-keys.js';
import { runsContainer, sameContainers, switchOff, switchOn, translateContainers, whyBare } from './containers.js';
import { atLeastAsRestrictive, ruleFields, ruleWords, satisfies, unknownRule, type ManualRule } from './manual-rule.js';
import { versionState } from './versions.js';
import { quoted } from '../../model/text/sentences.js';

/** What a change of one queue would set, or why there is nothing to set, or why it must not be set. */
export type Transition =
  | { readonly is: 'change'; readonly before: Fields; readonly after: Fields }
  | { readonly is: 'nothing'; readonly sentence: string }
  | Refused;

interface Refused {
  readonly is: 'refused';
  readonly sentence: string;
  readonly advice: string;
}

/** To the new pilot; its containers are translated in the same call, or the queue would silently run bare (docs/grid.md#containers). */
export function flip(record: QueueRecord, campaign: Campaign): Transition {
  const queue = record.panda_resource;
  if (!campaign.pilot)
    return refused(`Campaign ${campaign.name} has no pilot track.`, 'Name `pilot: { from, to }` in the campaign.');
  const { to } = campaign.pilot;
  const present = versionState(record.pilot_version, campaign.pilot);
  if (present === 'at') return nothing(`${queue} is at ${quoted(to)} already.`);
  if (present === 'beyond')
    return nothing(`${queue} is at ${quoted(record.pilot_version)}, beyond ${quoted(to)}: it is never touched.`);
  const version = { pilot_version: to };
  if (!campaign.containers) return change({ pilot_version: record.pilot_version }, version);
  return change(
    { pilot_version: record.pilot_version, container_type: record.container_type },
    { ...version, container_type: translateContainers(record.container_type, campaign.containers.translate) },
  );
}

/** What to know before a flip that leaves a record which reads as if containers were on, and under which the pilot runs bare. */
export function bareCaveat(containerType: string, { containers }: Campaign): string | null {
  if (!containers) return null;
  const why = whyBare(containerType, containers.on, Object.keys(containers.translate));
  return why === null ? null : flipCaveat(why);
}

/**
 * Back to the exact strings that stood before the flip. Refused where this ledger did not write what
 * stands there now. `values` are an operator's, for a queue whose strings before the flip nobody stored.
 */
export function rollback(record: QueueRecord, history: QueueHistory | null, values: Fields | null = null): Transition {
  const queue = record.panda_resource;
  const flipped = history?.pilot ?? null;
  if (flipped?.kind === 'rollback') return rolledBack(record, flipped, values);
  if (!flipped) return withValues(record, values);
  const present = pick(record, Object.keys(flipped.before));
  if (sameFields(present, flipped.before))
    return nothing(`${queue} stands at the values from before the flip already.`);
  for (const [field, found] of Object.entries(present)) {
    const written = lastWritten(field, flipped, history?.containers ?? null);
    if (sameValue(field, found, written)) continue;
    return refused(
      `${field} of ${queue} is ${quoted(found)}, which this ledger did not write (it wrote ${quoted(written)}): somebody changed it since.`,
      'Find out who changed it and why; what that person wants counts.',
    );
  }
  return change(present, flipped.before);
}

/** Back already, unless somebody has set it forward since. */
function rolledBack(record: QueueRecord, { day, actor, after }: SettledChange, values: Fields | null): Transition {
  const queue = record.panda_resource;
  const found = record.pilot_version;
  const written = after['pilot_version'];
  if (values) return withValues(record, values);
  if (written === undefined || sameValue('pilot_version', found, written))
    return nothing(`${queue} was rolled back on ${day} already.`);
  return refused(
    `${queue} was rolled back on ${day} by ${actor}, and its pilot_version is ${quoted(found)} now: somebody set it forward.`,
    `Find out who and why; ${valueFlags(after)} takes it back again.`,
  );
}

function valueFlags(fields: Fields): string {
  return Object.entries(fields)
    .map(([field, value]) => `--value "${field}=${value}"`)
    .join(' ');
}

function withValues(record: QueueRecord, values: Fields | null): Transition {
  const queue = record.panda_resource;
  if (!values) {
    return refused(
      `${queue} was not flipped by this ledger, so its values from before are not known.`,
      'Give the values to go back to, with --value: pilot_version=…, and container_type=… where it changed.',
    );
  }
  const present = pick(record, Object.keys(values));
  return sameFields(present, values) ? nothing(`${queue} stands at these values already.`) : change(present, values);
}

function lastWritten(field: string, flipped: SettledChange, containers: SettledChange | null): string {
  const later = containers && keyNumber(containers.key) > keyNumber(flipped.key) ? containers.after[field] : undefined;
  return later ?? flipped.after[field] ?? '';
}

/** Takes the campaign's container user out of `container_type` and keeps everything else. */
export function containersOff(record: QueueRecord, campaign: Campaign): Transition {
  if (!campaign.containers) return noContainers(campaign);
  const { panda_resource: queue, container_type: present } = record;
  const after = switchOff(present, campaign.containers.on);
  if (after === present) return ofOldPilot(record, campaign) ?? nothing(`Containers of ${queue} are off already.`);
  return change({ container_type: present }, { container_type: after });
}

/** A queue of the old pilot with the old pilot's containers: they are on, and not the campaign's to switch. */
function ofOldPilot(
  { panda_resource: queue, container_type: present, pilot_version: version }: QueueRecord,
  { pilot, containers }: Campaign,
): Refused | null {
  if (!pilot || versionState(version, pilot) !== 'old') return null;
  const pair = Object.keys(containers?.translate ?? {}).find((old) => runsContainer(present, old));
  if (pair === undefined) return null;
  return refused(
    `${queue} runs the old pilot, with containers of its own (${quoted(pair)}).`,
    'Only containers of the new pilot are switched; flip the queue first.',
  );
}

/** Why containers of the new pilot are nothing for a queue; null where it runs that pilot. */
function atOldPilot(
  { panda_resource: queue, pilot_version: version }: QueueRecord,
  { pilot, containers }: Campaign,
  history: QueueHistory | null,
): Refused | null {
  if (!pilot || versionState(version, pilot) !== 'old') return null;
  const back =
    history?.pilot?.kind === 'rollback' ? `went back to the old pilot on ${history.pilot.day}` : 'runs the old pilot';
  return refused(
    `${queue} ${back} (pilot_version ${quoted(version)}); ${containers?.on ?? 'the containers'} is for the new one.`,
    `Flip it first: migrate flip ${queue} --to ${pilot.to}.`,
  );
}

/** The exact string from before where this ledger took containers off and nobody wrote since; else the campaign's pair is added. */
export function containersOn(record: QueueRecord, campaign: Campaign, history: QueueHistory | null): Transition {
  if (!campaign.containers) return noContainers(campaign);
  const present = record.container_type;
  const old = atOldPilot(record, campaign, history);
  if (old) return old;
  if (runsContainer(present, campaign.containers.on))
    return nothing(`Containers of ${record.panda_resource} are on already.`);
  const previous = offByLedger(record, history)?.before['container_type'];
  const on = previous ?? switchOn(present, campaign.containers.on);
  return change({ container_type: present }, { container_type: on });
}

/** The settled containers-off of this ledger that still stands; null where there is none. */
export function offByLedger(record: QueueRecord, history: QueueHistory | null): SettledChange | null {
  const last = history?.containers;
  if (last?.kind !== 'containers-off') return null;
  if (history?.pilot && keyNumber(history.pilot.key) > keyNumber(last.key)) return null;
  return sameContainers(record.container_type, last.after['container_type'] ?? '') ? last : null;
}

/**
 * A manual status rule, `BROKEROFF` or `OFFLINE`, given the one that stands. Done where one at
 * least as restrictive stands without expiry; ours and expired ones are replaced, nobody else's.
 */
export function restrict(
  queue: string,
  wanted: 'BROKEROFF' | 'OFFLINE',
  rule: ManualRule | null,
  nowMs: number,
): Transition {
  if (rule && satisfies(rule, wanted)) return nothing(`${queue} is ${ruleWords(rule)} already.`);
  const expired = rule?.until != null && Date.parse(rule.until) <= nowMs;
  const stricter = rule !== null && atLeastAsRestrictive(rule.value, 'OFFLINE') && wanted === 'BROKEROFF';
  if (!rule || expired || (rule.by === null && !stricter)) return change(ruleFields(rule), { manual_rule: wanted });
  const unknown = unknownRule(queue, rule);
  if (unknown !== null) return refused(`${unknown} A manual rule of ours might replace somebody else's.`, lookAtRules);
  const whose = rule.by === null ? 'our own rule' : `a manual rule of somebody else (${rule.by})`;
  const ends = rule.until === null ? '' : `, which ends on ${rule.until}`;
  return refused(
    `${queue} has ${whose}: ${rule.value}${ends}. A manual rule of ours would replace it.`,
    `Ask whoever set it to make it ${wanted} without expiry, or to take it away.`,
  );
}

const lookAtRules =
  "Look at its status rules in the catalogue's web form, and ask those who run it why they are not told.";

function sameFields(found: Fields, wanted: Fields): boolean {
  return Object.entries(wanted).every(([field, value]) => sameValue(field, found[field] ?? '', value));
}

function change(before: Fields, after: Fields): Transition {
  return { is: 'change', before, after };
}

function nothing(sentence: string): Transition {
  return { is: 'nothing', sentence };
}

function refused(sentence: string, advice: string): Refused {
  return { is: 'refused', sentence, advice };
}

function noContainers(campaign: Campaign): Refused {
  return refused(
    `Campaign ${campaign.name} has no container track.`,
    'Name `containers: { translate, on }` in the campaign.',
  );
}
