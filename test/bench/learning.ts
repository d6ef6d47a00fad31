// The simulation of learning: campaigns with something planted and with nothing, three ways to go about each.
import type { LearningPolicy } from '../../src/model/campaign.js';
import { learningCampaign } from './learning-campaigns.js';
import { playLearning, type Foretold, type Played } from './learning-play.js';

const campaigns = Number(process.env['CAMPAIGNS'] ?? 200);

const ways = {
  'list, no stop': { risk: 'on', order: 'list', stop_the_line: 'off' },
  'list, stop': { risk: 'on', order: 'list', stop_the_line: 'on' },
  'learn, stop': { risk: 'on', order: 'learn', stop_the_line: 'on' },
} as const satisfies Record<string, LearningPolicy>;
type Way = keyof typeof ways;

const worlds = { 'nothing planted': 0, 'one trait': 1, 'two traits': 2 } as const;
const today = 'list, no stop';
const began = process.cpuUsage();

const rows: string[] = [];
const told: Record<'any' | 'containers', Foretold[]> = { any: [], containers: [] };
for (const [world, culprits] of Object.entries(worlds)) {
  const played = Object.fromEntries(Object.keys(ways).map((way) => [way, [] as Played[]])) as Record<Way, Played[]>;
  for (let seed = 1; seed <= campaigns; seed++) {
    const campaign = learningCampaign(seed, culprits);
    for (const way of Object.keys(ways) as Way[]) played[way].push(playLearning(campaign, ways[way]));
  }
  for (const way of Object.keys(ways) as Way[]) {
    const all = played[way];
    const lost = sum(all.map((one) => one.lost)) / sum(played[today].map((one) => one.lost));
    const later = all.map((one, k) => one.workingDays - (played[today][k]?.workingDays ?? 0)).sort((a, b) => a - b);
    rows.push(
      `| ${world} | ${way} | ${percent(lost)} | ${later[Math.floor(later.length / 2)]} | ${later[Math.ceil(0.95 * later.length) - 1]} | ${later.at(-1)} | ${percent(all.filter(({ stops }) => stops > 0).length / all.length)} | ${sum(all.map(({ right }) => right))} of ${sum(all.map(({ stops }) => stops))} |`,
    );
    if (way === today) {
      told.any.push(...all.flatMap(({ foretold }) => foretold));
      told.containers.push(...all.flatMap(({ foretoldContainers }) => foretoldContainers));
    }
  }
}

function calibration(foretold: readonly Foretold[]): readonly string[] {
  const bounds = [0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.01];
  return bounds.slice(0, -1).map((from, k) => {
    const to = bounds[k + 1] ?? 1;
    const given = foretold.filter(({ chance }) => chance >= from && chance < to);
    const faults = given.filter(({ hadFault }) => hadFault).length;
    const mean = sum(given.map(({ chance }) => chance)) / Math.max(1, given.length);
    return `${percent(from)} to ${percent(Math.min(1, to))} | ${given.length} | ${percent(mean)} | ${percent(faults / Math.max(1, given.length))}`;
  });
}

function sum(list: readonly number[]): number {
  return list.reduce((all, one) => all + one, 0);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
}

const any = calibration(told.any);
const containers = calibration(told.containers);
const { user, system } = process.cpuUsage(began);

process.stdout.write(
  `${campaigns} seeded campaigns a world, each played three ways through \`draft\`: 70 to 140 sites with ten clouds, tiers, versions of CentOS 7 and singularity, compute elements, copy tools, container options and resource types (a cloud has favourites); sizes log-normal; five sites a working day; 2 to 10 % of the sites have a fault of their own. Planted: a trait of 12 to 40 % of the sites, of which 60 to 95 % have the same fault. A fault is found a day or two after the flip, a good verdict takes one to three. After a stop somebody looks for the cause, 2 to 6 working days; a planted one is then mended at all its sites, else the sites are let go. Without a stop nobody looks for a common cause. Jobs lost: slots, times the share that fails, times the days until the verdict, against today's way. Made by \`npm run bench -- learning\`.

| planted | order, stop | jobs lost, of today's | days later, median | 95 % | most | campaigns with a stop | stops at planted traits |
|---|---|---:|---:|---:|---:|---:|---|
${rows.join('\n')}

Of the sites that were given a chance of a fault on the morning of their flip, so many had one (all worlds, today's way, so that nothing is held back):

| chance given | flips, any fault | given, mean | had one | flips, container fault | given, mean | had one |
|---|---:|---:|---:|---:|---:|---:|
${any.map((row, k) => `| ${row} | ${containers[k]?.split(' | ').slice(1).join(' | ') ?? ''} |`).join('\n')}

${((user + system) / 1e6).toFixed(0)} s of one core.
`,
);
