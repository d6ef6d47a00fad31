import { isMapping } from '../../model/mapping.js';
import type { ScenarioDowntime } from '../scenario.js';
import { worldNow } from '../world/journal.js';
import { naiveSeconds } from '../world/times.js';
import { rows, type World } from '../world/world.js';
import { computeElementsOf, storageElementOf } from './elements.js';

interface DowntimeRow {
  readonly id: number;
  readonly site: string;
  readonly rc: string;
  readonly starts: number;
  readonly ends: number;
  readonly severity: string;
  readonly description: string;
  readonly created: number;
  readonly touches: NonNullable<ScenarioDowntime['touches']>;
  /** JSON. */
  readonly written: string;
}

/**
 * The downtime calendar: what is not over yet. AGIS has a list of entries by ATLAS site; CRIC objects by id, by
 * ATLAS `sites` with that preset and by resource `centres` without.
 */
export function readDowntimes(world: World, by: 'agis' | 'sites' | 'centres'): string {
  const found = rows(
    world,
    `SELECT id, atlas_site AS site, starts, ends, severity, description, created, touches, written,
       coalesce((SELECT json_extract(record, '$.rc_site') FROM queue
                 WHERE json_extract(record, '$.atlas_site') = downtime.atlas_site LIMIT 1), atlas_site) AS rc
     FROM downtime WHERE ends > ? ORDER BY atlas_site, starts, id`,
    worldNow(world),
  ) as readonly DowntimeRow[];
  const calendar: Record<string, (readonly [id: string, entry: unknown])[]> = {};
  for (const row of found)
    (calendar[by === 'centres' ? row.rc : row.site] ??= []).push([String(calendarId(row)), entryOf(row)]);
  const byId = Object.entries(calendar).map(([name, entries]) => [
    name,
    by === 'agis' ? entries.map(([, entry]) => entry) : Object.fromEntries(entries),
  ]);
  return JSON.stringify(Object.fromEntries(byId));
}

/** Where GOCDB tells more of a downtime. */
export function infoUrlOf(id: number): string {
  return `https://goc.egi.eu/portal/index.php?Page_Type=Downtime&id=${27_000 + id}`;
}

function calendarId({ id }: Pick<DowntimeRow, 'id'>): number {
  return 124_000 + id;
}

/** What somebody wrote stands field by field in the right entry; what is no mapping stands in its place. */
function entryOf(row: DowntimeRow): unknown {
  const written: unknown = JSON.parse(row.written);
  return isMapping(written) ? { ...rightEntry(row), ...written } : written;
}

function rightEntry({ id, rc, starts, ends, severity, description, created, touches }: DowntimeRow) {
  return {
    affected_services: affected[touches],
    classification: starts > created ? 'SCHEDULED' : 'UNSCHEDULED',
    create_time: naiveSeconds(created),
    description,
    end_time: naiveSeconds(ends),
    id: calendarId({ id }),
    info_url: infoUrlOf(id),
    is_published: false,
    last_modified: naiveSeconds(created),
    last_published: null,
    pid: `${100_000 + id}G0`,
    provider: 'GOCDB',
    rc_site: rc,
    services: servicesOf(rc, touches),
    severity,
    site: rc,
    site_id: id,
    start_time: naiveSeconds(starts),
    state: 'ACTIVE',
  };
}

const affected: Readonly<Record<DowntimeRow['touches'], string>> = {
  everything: 'APEL, HTCONDOR-CE, SRM, Site-BDII',
  'one compute element': 'APEL, HTCONDOR-CE',
  nothing: 'CE',
  probes: 'net.perfSONAR.Bandwidth, net.perfSONAR.Latency',
};

function servicesOf(rc: string, touches: DowntimeRow['touches']): readonly unknown[] {
  const compute = computeElementsOf(rc).map((endpoint) =>
    service(rc, { type: 'CE', flavour: 'HTCONDOR-CE', endpoint }),
  );
  const probe = service(rc, { type: 'PerfSonar', flavour: 'Latency', endpoint: `ps.${rc.toLowerCase()}.example` });
  switch (touches) {
    case 'everything':
      return [...compute, service(rc, { type: 'SRM', flavour: 'SRM', endpoint: storageElementOf(rc) }), probe];
    case 'one compute element':
      return compute.slice(0, 1);
    case 'nothing':
      return [];
    case 'probes':
      return [probe];
  }
}

function service(
  rc: string,
  { type, flavour, endpoint }: { readonly type: string; readonly flavour: string; readonly endpoint: string },
): unknown {
  const name = `${rc}-${type}-${endpoint}`;
  return { endpoint, flavour, name, site: rc, state: 'ACTIVE', state_comment: '', status: 'production', type };
}
