import { expect, it } from 'vitest';
import { nearZone } from '../../src/inventory/near-zone.js';

it.each([
  ['Europe/Zurch', 'Europe/Zurich'],
  ['Zurich', 'Europe/Zurich'],
  ['zurich', 'Europe/Zurich'],
  ['Asia/Zurich', 'Europe/Zurich'],
  ['New York', 'America/New_York'],
  ['America/Chicgo', 'America/Chicago'],
  ['Europe/Roma', 'Europe/Rome'],
  ['Pacific/Aukland', 'Pacific/Auckland'],
  ['Europe/Genf', null],
])('%s: %s', (found, zone) => {
  expect(nearZone(found)).toBe(zone);
});
