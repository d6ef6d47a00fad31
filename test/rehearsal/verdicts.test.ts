import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readStatusRules } from '../../src/grid/catalogue/rules.js';
import { restrictiveness } from '../../src/model/record.js';
import { packageRoot } from '../../src/storage/package-root.js';
import { aWorld, get, hourMs, json, post, record, ruleUrl, startMs } from './builders.js';
import { statusVerdicts, type VerdictRow } from './status-verdicts.js';

const queue = 'ANALY_OSCER';
const minuteMs = 60_000;

function told({ rules, status, assumed }: VerdictRow): string {
  const ends = { never: '', later: ', ends later', ended: ', has ended' } as const;
  const words = rules.map((rule) => `${rule.probe} ${rule.value}${ends[rule.ends]}`).join('; ');
  return `| ${words === '' ? 'none' : words} | ${status} | ${assumed ? 'assumed' : 'seen'} |`;
}

/** A world in which these rules were set one after the other, two hours later. */
async function ruled({ rules }: VerdictRow) {
  const world = aWorld();
  for (const [index, { probe, value, ends }] of rules.entries()) {
    await post(world, '/rehearsal/clock/wait', { until: startMs + index * minuteMs });
    const end = { never: null, later: 24 * hourMs, ended: hourMs }[ends];
    const expiration = end === null ? {} : { expiration: new Date(startMs + end).toISOString().slice(0, 19) };
    await get(world, ruleUrl(queue, value, { probe, ...expiration }));
  }
  await post(world, '/rehearsal/clock/wait', { until: startMs + 2 * hourMs });
  return world;
}

describe('the truth table of status rules', () => {
  it.each(statusVerdicts.map((row) => [told(row), row] as const))('%s holds in the rehearsal', async (_told, row) => {
    expect(await record(await ruled(row), queue)).toMatchObject({ status: row.status });
  });

  it.each(statusVerdicts.map((row) => [told(row), row] as const))(
    '%s is how the client weighs them',
    async (_told, row) => {
      const answer = json(await get(await ruled(row), '/request/pandaqueuestatus/query/list/?json'));
      const rules = readStatusRules(answer)?.get(`${queue}-condor`)?.rules ?? [];
      const strictest = Math.max(0, ...rules.map(({ value }) => restrictiveness[value] ?? Number.NaN));
      expect(strictest).toBe(restrictiveness[row.status.toUpperCase()]);
      expect(
        rules.every(({ expiration }) => expiration === null || Date.parse(expiration) > startMs + 2 * hourMs),
      ).toBe(true);
    },
  );

  it('has no row twice, and stands in the specification as it is', () => {
    const rows = statusVerdicts.map(told);
    expect(new Set(rows).size).toBe(rows.length);
    const page = readFileSync(join(packageRoot(), 'docs/grid.md'), 'utf8');
    expect(page.split('\n').filter((line) => /^\| .* \| (?:assumed|seen) \|$/.test(line))).toEqual(rows);
  });
});
