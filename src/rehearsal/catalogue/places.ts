import { allQueues, parseRecord } from '../world/queues.js';
import type { World } from '../world/world.js';
import type { AgisRecord } from './agis-record.js';
import { storageElementOf } from './elements.js';

/** CRIC's ATLAS sites, by name. */
export function readSites(world: World): string {
  const sites = records(world).map(({ atlas_site, rc_site, cloud, country, tier_level }): [string, unknown] => [
    String(atlas_site),
    { name: atlas_site, rc_site, cloud, country, tier_level, state: 'ACTIVE' },
  ]);
  return JSON.stringify(Object.fromEntries(sites));
}

/** CRIC's storage endpoints, by name. */
export function readStorages(world: World): string {
  const storages = records(world).flatMap(({ atlas_site: site, rc_site: rc, ddmendpoints }): [string, unknown][] =>
    (Array.isArray(ddmendpoints) ? (ddmendpoints as readonly string[]) : []).map((name) => {
      const se = storageElementOf(String(rc));
      const path = `/atlas/${name.toLowerCase()}/`;
      const protocols = [{ endpoint: se, flavour: 'SRMv2', path }];
      return [
        name,
        {
          name,
          site,
          rc_site: rc,
          type: name.slice(name.lastIndexOf('_') + 1),
          se,
          arprotocols: { read_lan: protocols },
          state: 'ACTIVE',
        },
      ];
    }),
  );
  return JSON.stringify(Object.fromEntries(storages));
}

function records(world: World): readonly AgisRecord[] {
  return allQueues(world, null).map(parseRecord);
}
