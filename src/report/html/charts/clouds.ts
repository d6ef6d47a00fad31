import { scaleBand, scaleLinear } from 'd3-scale';
import { stages } from '../../../model/plan.js';
import type { StatusModel } from '../../status-model/sources.js';
import { escaped, htmlTable, label } from '../text.js';
import { bottomAxis, figure, round } from './figure.js';

const [width, left, top, bar] = [860, 110, 8, 22];
const mostClouds = 40;

/** Sites by cloud and stage, a bar a cloud. */
export function cloudsChart({ clouds, sites }: StatusModel): string {
  const shown = clouds.slice(0, mostClouds);
  const bottom = top + Math.max(1, shown.length) * bar;
  const x = scaleLinear([0, Math.max(1, ...shown.map(({ total }) => total))], [left, width - 40]).nice();
  const y = scaleBand(
    shown.map(({ cloud }) => cloud),
    [top, bottom],
  ).padding(0.15);
  const bars = shown.map(({ cloud, total, stages: counts }) => {
    let from = 0;
    const at = round(y(cloud) ?? 0);
    const parts = stages.flatMap((stage) => {
      const count = counts[stage] ?? 0;
      if (count === 0) return [];
      const start = round(x(from));
      from += count;
      const title = `<title>${escaped(`${cloud}: ${count} ${stage}`)}</title>`;
      return [
        `<rect class="s-${stage}" x="${start}" y="${at}" width="${round(x(from) - start)}" height="${round(y.bandwidth())}">${title}</rect>`,
      ];
    });
    return `<text x="${left - 6}" y="${round(at + 14)}" text-anchor="end">${label(cloud, 14)}</text>${parts.join('')}<text x="${round(x(total) + 4)}" y="${round(at + 14)}">${total}</text>`;
  });
  const drawing = `${bottomAxis(
    x
      .ticks(8)
      .filter(Number.isInteger)
      .map((value) => ({ at: x(value), text: String(value) })),
    { y: bottom, top },
  )}${bars.join('')}`;
  const used = stages.filter((stage) => sites[stage] > 0);
  const table = htmlTable('Sites by cloud and stage', clouds, [
    { title: 'cloud', cell: ({ cloud }) => cloud },
    ...used.map((stage) => ({
      title: stage,
      cell: (row: StatusModel['clouds'][number]) => row.stages[stage] ?? 0,
      right: true,
    })),
    { title: 'total', cell: ({ total }) => total, right: true },
  ]);
  const rest = clouds.length > shown.length ? ` The ${shown.length} largest of ${clouds.length} clouds.` : '';
  return figure({
    id: 'clouds',
    title: 'Sites by cloud and stage',
    description: `${sites.total} sites: ${used.map((stage) => `${sites[stage]} ${stage}`).join(', ')}.${rest}`,
    width,
    height: bottom + 24,
    drawing,
    table,
    legend: used.map((stage) => ({ mark: `s-${stage}`, text: stage })),
  });
}
