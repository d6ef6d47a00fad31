import { describe, expect, it } from 'vitest';
import type { Operation, OperationKind } from '../../../src/model/operation.js';
import { kindsOf, preview, summary } from '../../../src/report/plans/preview.js';
import { plainStyle } from '../../../src/report/terminal/style.js';

function operation(kind: OperationKind, site: string, queue: string | null, to = '2'): Operation {
  const fields = { before: { pilot_version: '1' }, after: { pilot_version: to } };
  const rest = { subject: queue ?? site, reason: 'It is due.', claims: [], inputsFingerprint: '' };
  return queue === null || kind === 'request'
    ? { key: `c/${site}/migration#0`, kind: 'request', site, queue: null, ...fields, ...rest }
    : { key: `c/${queue}/${kind}#0`, kind, site, queue, ...fields, ...rest };
}

const many = ['A', 'B', 'C'].flatMap((site) =>
  Array.from({ length: 10 }, (_, index) => operation('flip', site, `${site}_${index}`)),
);
const style = { ...plainStyle, width: 80 };

describe('what is about to be carried out', () => {
  it('is one operation a row where that fits, with its counts', () => {
    const text = preview([operation('flip', 'A', 'A_1'), operation('request', 'B', null)], 20, style);
    expect(text).toMatch(/^A +flip +A_1 +pilot_version 1 → 2$/m);
    expect(text).toMatch(/^Total: 1 flip at A, 1 request at B\.$/m);
  });

  it('is the same change of a site in one row where it does not', () => {
    const text = preview(many, 12, style);
    expect(text).toMatch(/^A +flip +10 +pilot_version 1 → 2$/m);
    expect(text.split('\n').length).toBeLessThanOrEqual(12);
  });

  it('keeps different changes of a site apart', () => {
    const text = preview([...many, operation('flip', 'A', 'A_X', '3')], 12, style);
    expect(text).toMatch(/^A +flip +1 +pilot_version 1 → 3$/m);
  });

  it('never outgrows the screen, and counts what it leaves out', () => {
    for (let rows = 5; rows < 40; rows++) {
      const text = preview(many, rows, style);
      expect(text.split('\n').length).toBeLessThanOrEqual(rows);
      expect(text).toContain('Total: 30 flips at A, B and C.');
    }
    expect(preview(many, 5, style)).toContain('and 20 more operations; --dry-run shows each.');
  });
});

it('operations are summed up by kind, and at a site by kind and queues', () => {
  const mixed = [operation('flip', 'A', 'A_1'), operation('flip', 'A', 'A_2'), operation('request', 'A', null)];
  expect(summary(mixed)).toBe('2 flips at A, 1 request at A');
  expect(kindsOf(mixed)).toBe('flip 2 queues, request');
});
