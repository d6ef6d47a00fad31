import { nearName } from '../model/text/near-names.js';

/** The time zone that a text probably means: a city's own name first, then one of the same part of the world, then any. */
export function nearZone(found: string): string | null {
  const region = regionOf(found);
  const zones = Intl.supportedValuesOf('timeZone').toSorted(
    (left, right) => Number(regionOf(right) === region) - Number(regionOf(left) === region),
  );
  const city = cityOf(found);
  const byCity = new Map(zones.toReversed().map((zone) => [cityOf(zone), zone]));
  const named = byCity.get(city);
  if (named !== undefined) return named;
  // By the city alone: what is the same in both names, the region, makes no two cities near.
  const near =
    nearName(city, zones.filter((zone) => regionOf(zone) === region).map(cityOf)) ?? nearName(city, byCity.keys());
  return near === null ? null : (byCity.get(near) ?? null);
}

function regionOf(zone: string): string {
  return zone.includes('/') ? (zone.split('/')[0] ?? '').toLowerCase() : '';
}

function cityOf(zone: string): string {
  return (zone.split('/').at(-1) ?? '').toLowerCase().replaceAll(/[\s-]/g, '_');
}
