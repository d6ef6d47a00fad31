import { seededRandom, type Random } from '../../src/model/random.js';
import type { Result } from '../../src/report/results/results.js';
import { campaignOf } from './campaign.js';
import { differences, ledgerProblems, problemsOf } from './judged.js';
import { teamPlace, type TeamPlace } from './place.js';
import { cutConnections, meddle, misbehave, noTroubles, type Troubles } from './troubles.js';

export interface Soak {
  readonly sites: number;
  /** Simulated days. */
  readonly days: number;
  readonly agents: number;
  readonly operators: number;
  readonly seed: number;
  readonly tell: (line: string) => void;
}

export interface Soaked {
  readonly killed: number;
  readonly cut: number;
  readonly crashes: number;
  readonly foreign: number;
  /** Operations that ended done. */
  readonly done: number;
  readonly events: number;
  /** Queues compared with the run without troubles, and those left out because others had their hands on them. */
  readonly compared: number;
  readonly leftOut: number;
  readonly sites: Result<'status'>['sites'];
  /** What a person has to look at in the end, by what it is. */
  readonly needsPerson: readonly string[];
  readonly problems: readonly string[];
}

/**
 * Agents and operators work one campaign while processes are killed, the database crashes, connections are cut, the
 * grid misbehaves, and HammerCloud and Switcher write into the catalogue; before that one operator works the same
 * campaign alone and undisturbed. What is told wrong is what the two ends differ in, and what the referee finds.
 */
export async function soak(options: Soak): Promise<Soaked> {
  const yaml = campaignOf(
    options.sites,
    `  budgets: { wave: ${String(Math.max(4, Math.ceil(options.sites / 25)))} }
  agents: { may: [brokeroff, look, poll, request, flip, rollback, containers-on, containers-off] }
`,
  );
  const calm = await undisturbed(yaml, options);
  return disturbed(yaml, options, calm);
}

interface Undisturbed {
  readonly records: ReturnType<TeamPlace['records']>;
  /** Queues whose jobs had a verdict against them: jobs differ from run to run. */
  readonly judged: ReadonlySet<string>;
}

async function undisturbed(yaml: string, { days, tell }: Soak): Promise<Undisturbed> {
  const place = await teamPlace(yaml);
  try {
    for (let day = 1; day <= days; day++) {
      if (isWorkingDay(day)) await decide(place);
      if (isWorkingDay(day)) await place.start('anna', ['next', '--yes', '--no-input']).ended;
      await place.start('carl', ['agent', '--once', '--name', 'calm']).ended;
      await place.start('carl', ['rehearsal', 'advance', '1d']).ended;
      if (day % 7 === 0) tell(`week ${String(day / 7)} without troubles`);
    }
    await settle(place);
    const { events } = await place.json<Result<'history'>>('carl', ['history']);
    const problems = problemsOf(place, events);
    if (problems.length > 0) throw new Error(`Without any trouble: ${problems.join('; ')}`);
    return { records: place.records(), judged: judgedFaulty(events) };
  } finally {
    await place.close();
  }
}

async function disturbed(yaml: string, options: Soak, calm: Undisturbed): Promise<Soaked> {
  const { sites, days, seed, tell } = options;
  const random = seededRandom(seed, 'soak');
  const troubles = noTroubles();
  const place = await teamPlace(yaml);
  try {
    await misbehave(place);
    const crashDays = new Set([Math.ceil(days / 2), ...daysOf(days, 0.05, random)]);
    for (let day = 1; day <= days; day++) {
      const nowMs = firstDayMs + (day - 1) * dayMs;
      if (isWorkingDay(day)) await decide(place);
      await meddle(place, troubles, { random, nowMs, edits: Math.ceil(sites / 125) });
      await troubledDay(place, troubles, { ...options, day, random, crashes: crashDays.has(day) });
      await place.start('carl', ['rehearsal', 'advance', '1d']).ended;
      if (day % 7 === 0)
        tell(`week ${String(day / 7)}: ${JSON.stringify({ ...troubles, touched: troubles.touched.size })}`);
    }
    place.calmDown();
    await settle(place);
    const { events } = await place.json<Result<'history'>>('carl', ['history']);
    const left = new Set([...troubles.touched, ...calm.judged, ...judgedFaulty(events)]);
    const records = place.records();
    const { killed, cut, crashes, foreign } = troubles;
    const status = await place.json<Result<'status'>>('carl', ['status']);
    return {
      killed,
      cut,
      crashes,
      foreign,
      done: events.filter(({ what, detail }) => what === 'settled' && detail['outcome'] === 'done').length,
      events: events.length,
      compared: records.size - left.size,
      leftOut: left.size,
      sites: status.sites,
      needsPerson: status.problems.map(({ subject, sentence }) => `${subject}: ${sentence}`),
      problems: [
        ...(await ledgerProblems(place)),
        ...problemsOf(place, events),
        ...differences(calm.records, records, left),
      ],
    };
  } finally {
    await place.close();
  }
}

const dayMs = 86_400_000;
const firstDayMs = Date.parse('2030-01-07T08:00:00Z');

function isWorkingDay(day: number): boolean {
  return (day - 1) % 7 < 5;
}

function daysOf(days: number, share: number, random: Random): readonly number[] {
  return Array.from({ length: days }, (_, at) => at + 1).filter(() => random() < share);
}

function judgedFaulty(events: Result<'history'>['events']): ReadonlySet<string> {
  return new Set(
    events.flatMap(({ what, queue, detail }) =>
      what === 'verdict' && queue !== null && detail['verdict'] !== 'good' ? [queue] : [],
    ),
  );
}

interface Day extends Soak {
  readonly day: number;
  readonly random: Random;
  readonly crashes: boolean;
}

/** Everybody works at the same time; some are killed, and now and then all lose their connections, or the database. */
async function troubledDay(
  { start, database, crash }: TeamPlace,
  troubles: Troubles,
  { day, random, crashes, ...team }: Day,
): Promise<void> {
  const agents = Array.from({ length: team.agents }, (_, n) => {
    // Every other agent is woken by the engine, until the evening.
    const isWoken = n % 2 === 0;
    const agent = start('carl', ['agent', '--name', String(n), ...(isWoken ? [] : ['--once'])]);
    return { ...agent, isWoken };
  });
  const operators = Array.from({ length: isWorkingDay(day) ? team.operators : 0 }, (_, n) =>
    start(`operator${String(n)}`, ['next', '--yes', '--no-input']),
  );
  // A larger campaign keeps its processes longer.
  const lifeMs = 1500 + team.sites * 10;
  const timers = [...agents, ...operators].flatMap(({ child }) =>
    random() < 0.2
      ? [setTimeout(() => (troubles.killed += child.kill('SIGKILL') ? 1 : 0), 300 + random() * lifeMs)]
      : [],
  );
  if (crashes) {
    await delay(500 + random() * lifeMs);
    await crash(500);
    troubles.crashes++;
  } else if (random() < 0.3) {
    await delay(500 + random() * lifeMs);
    troubles.cut += await cutConnections(database);
  }
  await Promise.all([...operators, ...agents.filter(({ isWoken }) => !isWoken)].map(({ ended }) => ended));
  await delay(500);
  for (const { child } of agents) child.kill('SIGTERM');
  await Promise.all(agents.map(({ ended }) => ended));
  for (const timer of timers) clearTimeout(timer);
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** What the test of the jobs leaves open is for a person, without whom the limit of sites in commissioning fills up. */
async function decide({ start }: Pick<TeamPlace, 'start'>): Promise<void> {
  const { stdout } = await start('anna', ['status', '--json']).ended;
  const { result } = JSON.parse(stdout) as { readonly result: Result<'status'> | null };
  for (const { subject, sentence } of result?.problems ?? [])
    if (/^(inconclusive|not enough jobs)/.test(sentence))
      await start('anna', ['commission', subject, '--verdict', 'good', '--reason', 'looked at by hand']).ended;
}

const mostRounds = 20;

/** Days without trouble until nothing is left to do and no site waits for its turn. */
async function settle({ start, json }: TeamPlace): Promise<void> {
  for (let round = 0; round < mostRounds; round++) {
    const { today, sites } = await json<Result<'status'>>('anna', ['status']);
    if (today.length === 0 && sites.ready === 0) return;
    await decide({ start });
    await start('carl', ['agent', '--once', '--name', 'calm']).ended;
    await start('anna', ['next', '--yes', '--no-input']).ended;
    // A lease is real time: that of a killed process has to end.
    if (today.length !== 0) await delay(2_000);
    await start('carl', ['rehearsal', 'advance', '1d']).ended;
  }
}
