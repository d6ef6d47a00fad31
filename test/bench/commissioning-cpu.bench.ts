import { compareCpu } from '../../src/commissioning/jobs/cpu.js';
import { addJob, watched } from '../../src/commissioning/jobs/evidence.js';
import { seededRandom, type Random } from '../../src/model/random.js';
import { record } from './results.js';

const campaigns = Number(process.env['CAMPAIGNS'] ?? 1_000);
const hourMs = 3_600_000;
const changedMs = Date.UTC(2019, 7, 5, 10);
const lookHours = [2, 4, 6, 9, 12, 18, 24, 36, 48, 60, 72];
const pace = 10;
const historyHours = 72;

/** What a job burns, drawn by the hour of its start; the change acts at hour 0. */
interface CpuWorld {
  readonly name: string;
  /** Flagged in at most, or at least, such a share of the campaigns. */
  readonly atMost?: number;
  readonly atLeast?: number;
  readonly job: (random: Random, campaign: Levels, startHour: number) => CpuJob;
}

interface CpuJob {
  readonly user: string | null;
  readonly task: number;
  readonly kind: string;
  readonly hours: number;
  /** CPU seconds a core second. */
  readonly efficiency: number;
}

/** Levels of users and tasks, drawn once each. */
type Levels = (name: string, spread: number) => number;

const evenly = (random: Random, least: number, most: number): number => least + (most - least) * random();

/** Thirty tasks at a time, others every ten hours. */
function taskAt(random: Random, startHour: number): number {
  return 1_000 + 100 * Math.floor((startHour + 1_000) / 10) + Math.floor(30 * random());
}

const worlds: readonly CpuWorld[] = [
  {
    name: 'every task by itself',
    atMost: 0.05,
    job: (random, level, startHour) => {
      const task = taskAt(random, startHour);
      return {
        user: null,
        task,
        kind: 'simul',
        hours: evenly(random, 0.5, 3.5),
        efficiency: 0.7 * level(`t${task}`, 0.1),
      };
    },
  },
  {
    name: '20 tasks of a user share a level',
    atMost: 0.05,
    job: (random, level, startHour) => {
      // A user comes with twenty tasks, ten users in ten hours.
      const user = 100 * Math.floor((startHour + 1_000) / 10) + Math.floor(3 * random());
      const task = 20 * user + Math.floor(20 * random());
      return {
        user: `user${user}`,
        task,
        kind: 'panda-client-1.4.9-jedi-run',
        hours: evenly(random, 0.5, 3.5),
        efficiency: 0.6 * level(`u${user}`, 0.5) * level(`t${task}`, 0.05),
      };
    },
  },
  {
    name: 'the mix of two kinds of work drifts',
    atMost: 0.05,
    job: (random, level, startHour) => {
      const isEvgen = random() < (startHour < 0 ? 0.3 : 0.7);
      const task = 2 * taskAt(random, startHour) + (isEvgen ? 1 : 0);
      return {
        user: null,
        task,
        kind: isEvgen ? 'evgen' : 'simul',
        hours: evenly(random, 0.5, 3.5),
        efficiency: (isEvgen ? 0.45 : 0.9) * level(`t${task}`, 0.1),
      };
    },
  },
  {
    name: 'long jobs burn less',
    atMost: 0.05,
    job: (random, level, startHour) => {
      const task = taskAt(random, startHour);
      const hours = evenly(random, 0.5, 12);
      return { user: null, task, kind: 'simul', hours, efficiency: (0.95 - 0.045 * hours) * level(`t${task}`, 0.1) };
    },
  },
  {
    name: 'CPU half as much again after the change',
    atLeast: 0.95,
    job: (random, level, startHour) => {
      const task = taskAt(random, startHour);
      const more = startHour < 0 ? 1 : 1.5;
      return {
        user: null,
        task,
        kind: 'simul',
        hours: evenly(random, 0.5, 3.5),
        efficiency: 0.5 * more * level(`t${task}`, 0.2),
      };
    },
  },
];

/** Hour of the first look that flags; null: none within three days. */
function play({ name, job }: CpuWorld, campaign: number): number | null {
  const random = seededRandom(campaign, name);
  const drawn = new Map<string, number>();
  const levels: Levels = (of, spread) => {
    const known = drawn.get(of) ?? Math.exp(spread * normal(random));
    drawn.set(of, known);
    return known;
  };
  const evidence = watched({
    queue: 'Q',
    cloud: 'DE',
    to: '2',
    measure: 'old pilot',
    changedMs,
    effectiveMs: changedMs,
    marginMs: 0,
    generation: 1,
  });
  const jobs = Array.from({ length: pace * (historyHours + 72) }, (_, index) => {
    const startHour = index / pace - historyHours;
    return { startHour, index, ...job(random, levels, startHour) };
  }).sort((one, other) => one.startHour + one.hours - other.startHour - other.hours);
  let next = 0;
  for (const hour of lookHours) {
    for (let found = jobs[next]; found && found.startHour + found.hours <= hour; found = jobs[++next])
      addJob(evidence, {
        pandaid: 4_400_000_000 + found.index,
        jeditaskid: found.task,
        jobstatus: 'finished',
        computingsite: 'Q',
        modificationhost: 'slot1@wn1.site.example',
        pilotversion: found.startHour < 0 ? 'PICARD 73.4' : '2.1.21.6',
        starttime: new Date(changedMs + found.startHour * hourMs).toISOString().slice(0, 19),
        durationsec: Math.round(3_600 * found.hours),
        cpuconsumptiontime: Math.max(1, Math.round(3_600 * found.hours * found.efficiency)),
        actualcorecount: 1,
        prodsourcelabel: found.user === null ? 'managed' : 'user',
        produsername: found.user,
        processingtype: found.kind,
      });
    if (compareCpu([evidence.before], [...evidence.after.values()]).some(({ isFlagged }) => isFlagged)) return hour;
  }
  return null;
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

const rows = worlds.map((world) => {
  const hours = Array.from({ length: campaigns }, (_, campaign) => play(world, campaign));
  const flagged = hours.filter((hour) => hour !== null);
  const share = flagged.length / campaigns;
  const asked =
    world.atMost === undefined ? `at least ${percent(world.atLeast ?? 0)}` : `at most ${percent(world.atMost)}`;
  const misses = share > (world.atMost ?? 1) || share < (world.atLeast ?? 0);
  const row = `| ${world.name} | ${percent(share)} | ${asked} | ${misses ? 'misses' : ''} |`;
  console.log(row);
  return row;
});
record(
  'commissioning-cpu',
  `${campaigns} campaigns a row, seeded, through \`observe\` and \`compareCpu\`: three days of history, ${pace} jobs an hour, looked at ${lookHours.length} times up to 72 hours; flagged at any look. Made by \`npm run bench -- commissioning-cpu\`.

| CPU | flagged | asked | |
|---|---:|---:|---|
${rows.join('\n')}`,
);

function percent(part: number): string {
  return `${(100 * part).toFixed(1)} %`;
}
