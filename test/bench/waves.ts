import { dayNumber, type IsoDate } from '../../src/model/dates.js';
import { highsSolver } from '../../src/solver/highs.js';
import { planWaves, type SearchedWaves } from '../../src/waves/improve.js';
import type { WaveProblem } from '../../src/waves/problem.js';
import { scheduleWaves } from '../../src/waves/schedule.js';
import { brokenRules } from '../waves/check.js';
import { waveCampaign, type Sizes } from './wave-campaigns.js';
import { solveExactly } from './wave-exact.js';

const solver = highsSolver();
const seeds = Number(process.env['SEEDS'] ?? 5);
const exactSeconds = Number(process.env['EXACT_SECONDS'] ?? 20);
const kinds: readonly Sizes[] = ['real', 'even', 'two kinds'];

interface Run {
  readonly problem: WaveProblem;
  readonly planned: SearchedWaves;
  readonly listDays: number;
  readonly gap: number;
  readonly ms: number;
}

function run(problem: WaveProblem): Run {
  const list = scheduleWaves(problem);
  const began = process.cpuUsage();
  const planned = planWaves(problem, { solver });
  const { user, system } = process.cpuUsage(began);
  const ms = (user + system) / 1000;
  const broken = problem.sites.length > 1000 ? [] : brokenRules(problem, planned.plan);
  if (broken.length > 0 || planned.plan.unplanned.length > 0)
    throw new Error(`The plan breaks rules: ${broken.join('; ')}`);
  const least = length(problem, planned.bound.date);
  return { problem, planned, listDays: length(problem, list.finish) - least, gap: planned.gapDays / least, ms };
}

/** Days from the start to a date, both counted. */
function length(problem: WaveProblem, date: IsoDate | null): number {
  return dayNumber(date ?? '') - problem.firstDay + 1;
}

/** Of the campaigns above the bound, those whose finish HiGHS proves to be the best possible. */
async function proven(runs: readonly Run[]): Promise<string> {
  const open = runs.filter(({ planned }) => planned.gapDays > 0);
  let best = 0;
  let better = 0;
  for (const { problem, planned } of open) {
    let before = dayNumber(planned.plan.finish ?? '') - 1;
    while (problem.capacity(before).sites <= 0) before -= 1;
    const relaxed = await solveExactly(problem, before, 'relaxed', exactSeconds);
    const answer = relaxed === 'impossible' ? relaxed : await solveExactly(problem, before, 'exact', exactSeconds);
    if (answer === 'impossible') best += 1;
    if (answer === 'possible') better += 1;
  }
  if (open.length === 0) return 'all at the bound';
  return `${runs.length - open.length} at the bound, ${best} more proven best, ${better} not best, ${open.length - best - better} open`;
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
const most = (list: readonly number[]): number => Math.max(...list);
const mean = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0) / list.length;

const quality: string[] = [];
for (const sizes of kinds) {
  for (const sites of [50, 100, 200, 400]) {
    const runs = Array.from({ length: seeds }, (_, k) => run(waveCampaign({ sites, seed: k + 1, sizes })));
    const gaps = runs.map(({ gap }) => gap);
    quality.push(
      `| ${sizes} | ${sites} | ${most(runs.map(({ listDays }) => listDays))} | ${percent(mean(gaps))} | ${percent(most(gaps))} | ${(most(runs.map(({ ms }) => ms)) / 1000).toFixed(1)} | ${await proven(runs)} |`,
    );
  }
}

const growth: string[] = [];
let last: { readonly sites: number; readonly ms: number } | null = null;
for (const sites of [200, 2000, 20_000]) {
  const problem = waveCampaign({ sites, seed: 1, sizes: 'real', pace: Math.max(5, sites / 100), watched: true });
  const lists: number[] = [];
  for (let k = 0; k < 5; k++) {
    const began = performance.now();
    scheduleWaves(problem);
    lists.push(performance.now() - began);
  }
  const listMs = lists.sort((a, b) => a - b)[2] ?? 0;
  const { planned, ms } = run(problem);
  const ratio: string =
    last === null
      ? ''
      : (listMs / last.ms / ((sites * Math.log(sites)) / (last.sites * Math.log(last.sites)))).toFixed(2);
  last = { sites, ms: listMs };
  growth.push(
    `| ${sites} | ${listMs.toFixed(0)} | ${ratio} | ${ms.toFixed(0)} | ${planned.gapDays} | ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} |`,
  );
}

process.stdout.write(
  `${seeds} generated campaigns a row: 5 sites a working day, a vacation at 1 a day, two freezes, 8 clouds with 2 a day, slots limit a quarter above the largest site, 30 % ready later, one \`after\` for ten sites, holidays by country, downtimes. \`real\`: sizes as at real grids (log-normal); \`even\`: uniform, so that slots decide; \`two kinds\`: half small, half large. Gap: days from the bound to the finish, of the bound's days. s: of one core, solver's thread included. Plans above the bound: whether an earlier finish exists, by HiGHS in ${exactSeconds} s for each (its relaxation, then exactly). Aim: gap 0 up to 200 sites, 1 % at 400, 5 s. Made by \`npm run bench -- waves\`.

| sizes | sites | list, days over the bound (most) | gap, mean | gap, most | CPU s, most | plans |
|---|---:|---:|---:|---:|---:|---|
${quality.join('\n')}

Large campaigns, pace 5 or a hundredth of the sites, Tier-1s one at a time; aim 10 s, 1024 MiB, growth at most n log n.

| sites | list, ms | growth against n log n | plan and bound, CPU ms | gap, days | RSS, MiB |
|---:|---:|---:|---:|---:|---:|
${growth.join('\n')}`,
);
