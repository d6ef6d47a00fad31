import { confirmedOs, type QueueEntry, type Site } from '../model/inventory.js';
import type { QueueHistory } from '../model/history.js';
import type { QueueRecord } from '../model/record.js';

/** Something that a site shares with others and that may be why flips go wrong, e.g. kind `copy tool`, value `rucio`. */
export interface Trait {
  readonly kind: string;
  readonly value: string;
}

/** What a site's traits are read from. */
export interface TraitSource {
  readonly site: Pick<Site, 'os' | 'traits'>;
  readonly cloud: string;
  readonly tier: number | null;
  readonly queues: readonly {
    readonly entry: QueueEntry;
    readonly record: QueueRecord | null;
    readonly history: QueueHistory | null;
  }[];
}

/** `copy tool rucio`: as people read it, and as `migrate resume --scope "trait=copy tool rucio"` takes it. */
export function traitName({ kind, value }: Trait): string {
  return `${kind} ${value}`;
}

/**
 * The traits of a site, by name: what the records of its queues, the inventory and the evidence say. A site has a
 * trait where one of its queues has it; what is unknown is no trait.
 */
export function traitsOf({ site, cloud, tier, queues }: TraitSource): ReadonlyMap<string, Trait> {
  const traits = new Map<string, Trait>();
  const add = (kind: string, text: string | null | undefined): void => {
    const value = (text ?? '').trim().replace(/\s+/g, ' ');
    if (value === '') return;
    const trait = { kind, value };
    traits.set(traitName(trait), trait);
  };
  add('cloud', cloud);
  add('tier', tier === null ? null : String(tier));
  for (const [kind, value] of Object.entries(site.traits ?? {})) add(kind, value);
  for (const { entry, record, history } of queues) {
    const os = confirmedOs(site, entry);
    add('os', os?.is);
    add('os version', osVersion(os?.is ?? '') ?? osVersion(os?.evidence ?? ''));
    if (!record) continue;
    add('pilot manager', record.pilot_manager);
    add('resource type', record.resource_type.toUpperCase());
    add('container options', record.container_options);
    for (const tool of containerTools(containerTypeBefore(record, history))) add('container tool', tool);
    for (const { flavour, state } of record.detail?.elements ?? [])
      if (state === '' || state.toUpperCase() === 'ACTIVE') add('compute element', flavour.toUpperCase());
    for (const tool of record.detail?.copytools ?? []) add('copy tool', tool.toLowerCase());
  }
  return traits;
}

/** As it was before this ledger changed it: a flip translates it and a remedy empties it, and the trait is the site's. */
function containerTypeBefore(record: QueueRecord, history: QueueHistory | null): string {
  const { pilot, containers } = history ?? {};
  return (
    (pilot?.kind === 'flip' ? pilot.before['container_type'] : undefined) ??
    (containers?.kind === 'containers-off' ? containers.before['container_type'] : undefined) ??
    record.container_type
  );
}

function containerTools(containerType: string): readonly string[] {
  return containerType.split(';').flatMap((pair) => pair.split(':')[0]?.trim().toLowerCase() ?? []);
}

/** `CentOS 7.6` of a text; null where it gives no minor version of a system. */
function osVersion(text: string): string | null {
  const [, system = '', version = ''] =
    /\b(centos|slc?|scientific linux|rhel|el|alma(?:linux)?|rocky)[ -]?(\d+\.\d+)/i.exec(text) ?? [];
  return system === '' ? null : `${system.toLowerCase()} ${version}`;
}
