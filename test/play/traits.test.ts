import { describe, expect, it } from 'vitest';
import { inventoryOf, played, story } from './stages.js';

describe('faults planted by trait', { timeout: 120_000 }, () => {
  it('stop the line at the trait; once it is mended the line goes on', async () => {
    const result = await played({ inventory: await inventoryOf('test/play/traits.yaml') });
    const told = story(result);
    expect(result.violations).toEqual([]);
    expect(result.finished).not.toBeNull();
    expect(result.final.sites).toMatchObject({ total: 16, migrated: 16 });

    const days = told.split('\n');
    const [stopped, resumed] = [
      days.findIndex((line) =>
        /The line is stopped: \d of \d sites with singularity 2\.6 had container faults/.test(line),
      ),
      days.findIndex((line) =>
        line.endsWith('The line goes on at singularity 2.6: what was at fault is mended at all its sites'),
      ),
    ];
    expect(stopped).toBeGreaterThan(0);
    expect(resumed).toBeGreaterThan(stopped);
    expect(days.slice(stopped, resumed).filter((line) => /S\d[02468]: flipped/.test(line))).toEqual([]);
    const after = days.slice(resumed);
    expect(after.filter((line) => /S\d[02468]: flipped/.test(line)).length).toBeGreaterThan(1);
    expect(after.filter((line) => line.includes('container fault'))).toEqual([]);
  });

  it('unplanted there is no stop', async () => {
    const { grid, ...inventory } = await inventoryOf('test/play/traits.yaml');
    const result = await played({
      inventory: { ...inventory, grid: { ...grid, rehearsal: { ...grid.rehearsal, plant: {} } } },
    });
    expect(result.violations).toEqual([]);
    expect(result.final.sites).toMatchObject({ total: 16, migrated: 16 });
    expect(story(result)).not.toMatch(/The line/);
  });
});
