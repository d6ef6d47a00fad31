import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../src/rehearsal/faults/fault.js';
import type { Edit, Trouble } from '../../src/rehearsal/scenario.js';
import { packageRoot } from '../../src/storage/package-root.js';
import { aWorld, get, json, post } from './builders.js';

const page = readFileSync(join(packageRoot(), 'docs/rehearsal.md'), 'utf8');

function orders(heading: string): readonly Record<string, unknown>[] {
  const section = page.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const lines = /```json\n([\s\S]*?)```/.exec(section)?.[1]?.trim().split('\n') ?? [];
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

const faultKinds: Readonly<Record<Fault['kind'], true>> = {
  timeout: true,
  reset: true,
  cut: true,
  html: true,
  status: true,
  busy: true,
  latency: true,
  late: true,
  'error list': true,
  'no effect': true,
  normalised: true,
  'foreign write': true,
  'short page': true,
  'empty list': true,
  'listed again': true,
  'no mode': true,
};

const editKinds: Readonly<Record<Edit['edit'], true>> = {
  attributes: true,
  rule: true,
  rename: true,
  remove: true,
  downtime: true,
  mend: true,
  trouble: true,
};

const troubleKinds: Readonly<Record<Trouble['kind'], true>> = {
  'container namespace': true,
  'container set-up': true,
  'memory monitor': true,
  'image missing': true,
  pilot: true,
  'queue data': true,
  'copy tool': true,
  'silent death': true,
  'stage-in outage': true,
  'scratch disk': true,
  'broken task': true,
  'worker node': true,
  cpu: true,
};

describe('docs/rehearsal.md', () => {
  it('shows every kind of fault, each as it can be ordered', async () => {
    const faults = orders('Faults');
    expect(new Set(faults.map(({ kind }) => kind))).toEqual(new Set(Object.keys(faultKinds)));
    const world = aWorld();
    for (const fault of faults)
      expect(await post(world, '/rehearsal/faults', fault), JSON.stringify(fault)).toMatchObject({ status: 200 });
    expect(json(await get(world, '/rehearsal/faults'))).toHaveLength(faults.length);
  });

  it('shows every kind of edit, each as it can be ordered, and names every trouble', async () => {
    const edits = orders("Other people's hands");
    expect(new Set(edits.map(({ edit }) => edit))).toEqual(new Set(Object.keys(editKinds)));
    const world = aWorld();
    for (const edit of edits)
      expect(await post(world, '/rehearsal/edit', edit), JSON.stringify(edit)).toMatchObject({ status: 200 });
    for (const kind of Object.keys(troubleKinds)) expect(page).toContain(`\`${kind}\``);
  });
});
