import { isMapping } from '../../model/mapping.js';
import { hostOf } from '../host-of.js';

/** CRIC's sites, `{name: {rc_site, …}}`: the resource centre of each ATLAS site. null: no list of sites. */
export function readCentres(body: unknown): ReadonlyMap<string, string> | null {
  if (!isMapping(body)) return null;
  return new Map(
    Object.entries(body).flatMap(([site, raw]) =>
      isMapping(raw) && typeof raw['rc_site'] === 'string' && raw['rc_site'] !== '' ? [[site, raw['rc_site']]] : [],
    ),
  );
}

/**
 * CRIC's storage endpoints, `{name: {se, endpoint, aprotocols, …}}`: the hosts that each is reached at.
 * Protocols are written in several ways; every address in them counts. null: no list of endpoints.
 */
export function readStorageHosts(body: unknown): ReadonlyMap<string, readonly string[]> | null {
  if (!isMapping(body)) return null;
  return new Map(
    Object.entries(body).map(([name, raw]) => {
      const places = isMapping(raw)
        ? Object.entries(raw).filter(([key]) => key === 'se' || key === 'endpoint' || key.endsWith('protocols'))
        : [];
      return [name, [...new Set(places.flatMap(([, value]) => addressesIn(value)).map(hostOf))]];
    }),
  );
}

function addressesIn(value: unknown): string[] {
  if (typeof value === 'string') return /^[a-z][a-z0-9+.-]*:\/\/./i.test(value) ? [value] : [];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(addressesIn) : [];
}
