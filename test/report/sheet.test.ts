import { expect, it } from 'vitest';
import { instructionSheet } from '../../src/report/actions/sheet.js';
import { flip } from '../ledger/builders.js';

it('many changes for a person stand on one sheet, to tick off', () => {
  const brokeroff = { ...flip('R'), kind: 'brokeroff' as const, after: { manual_rule: 'BROKEROFF' } };
  expect(instructionSheet([flip('Q'), brokeroff])).toBe(
    [
      "2 changes for the catalogue's web form; what is made is seen by itself:",
      '  [ ] Q: pilot_version 2, container_type singularity:pilot',
      '  [ ] R: status rule of the probe manual BROKEROFF',
    ].join('\n'),
  );
});

it('one change, or a request to a site, needs no sheet', () => {
  expect(instructionSheet([flip('Q')])).toBeNull();
  expect(instructionSheet([flip('Q'), { ...flip('S'), kind: 'request', queue: null }])).toBeNull();
});
