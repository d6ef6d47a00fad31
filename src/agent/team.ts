import { Logger, parseCronItems, run, type AddJobFunction, type TaskList } from 'graphile-worker';
import pg from 'pg';
import type { AgentWork } from '../app/agents/agent.js';
import type { AgentTimes } from './times.js';

/** The database that wakes the agents of a team: the ledger's own. */
export interface WakingDatabase {
  /** For the driver. */
  readonly connection: string;
  /** Of the engine's tables: one for each ledger. */
  readonly schema: string;
}

export interface TeamOptions {
  readonly database: WakingDatabase;
  readonly times: AgentTimes;
  /** Jobs at a time. */
  readonly concurrency: number;
  /** Hears why the database could not be reached. */
  readonly notice: (text: string) => void;
}

const minuteMs = 60_000;

/**
 * The agent of a ledger in a database, beside any number of others. The engine only wakes: a survey every
 * few minutes asks for a job a site with something due, whoever takes it looks for itself, and the ledger's
 * lease decides who acts. A job is tried once: what it left is due at the next survey.
 */
export async function workInTeam(work: AgentWork, options: TeamOptions, signal: AbortSignal): Promise<void> {
  const { database, times, concurrency, notice } = options;
  const pool = poolOf(database, concurrency, notice);
  try {
    const runner = await run({
      pgPool: pool,
      schema: database.schema,
      concurrency,
      noHandleSignals: true,
      pollInterval: 2000,
      logger: quietLogger(notice),
      parsedCronItems: parseCronItems([cron('survey', times.everyMs), cron('look', times.lookMs)]),
      taskList: tasks(work, signal),
    });
    await runner.addJob('survey', {}, { jobKey: 'survey', maxAttempts: 1 });
    await ended(runner, signal);
  } finally {
    await pool.end();
  }
}

function tasks(work: AgentWork, signal: AbortSignal): TaskList {
  return {
    survey: async (_payload, { addJob }) => {
      const due = await work.survey();
      if (due && !signal.aborted) await addSites(addJob, [...new Set(due.operations.map(({ site }) => site))]);
    },
    look: async (_payload, { addJob }) => {
      const judged = await work.look();
      if (judged.length > 0) await addJob('survey', {}, { jobKey: 'survey', maxAttempts: 1 });
    },
    serve: async (payload) => {
      await work.serve((payload as { readonly site: string }).site, signal);
    },
  };
}

/** The key replaces a job that waits, and one whose agent has died: the engine would keep that for four hours. */
async function addSites(addJob: AddJobFunction, sites: readonly string[]): Promise<void> {
  for (const site of sites)
    await addJob('serve', { site }, { jobKey: `serve ${site}`, jobKeyMode: 'replace', maxAttempts: 1 });
}

function cron(task: 'survey' | 'look', everyMs: number) {
  const minutes = Math.max(1, Math.round(everyMs / minuteMs));
  return {
    task,
    match: ({ hour, min }: { readonly hour: number; readonly min: number }) => (hour * 60 + min) % minutes === 0,
    // What was missed while every agent was down is due all the same: one survey finds it.
    options: { backfillPeriod: 0, maxAttempts: 1, jobKey: task, jobKeyMode: 'replace' as const },
    identifier: task,
  };
}

function poolOf({ connection }: WakingDatabase, concurrency: number, notice: TeamOptions['notice']): pg.Pool {
  const pool = new pg.Pool({ connectionString: connection, max: concurrency + 3, application_name: 'migrate agent' });
  const lost = (error: Error): void => {
    notice(`The database that wakes the agents: ${error.message}. It is tried again.`);
  };
  pool.on('error', lost);
  pool.on('connect', (client) => {
    client.on('error', lost);
  });
  return pool;
}

const wrong: ReadonlySet<string> = new Set(['error', 'warning']);

/** Only what is wrong is for people. */
function quietLogger(notice: TeamOptions['notice']): Logger {
  return new Logger(() => (level, message) => {
    if (wrong.has(level)) notice(message);
  });
}

/** Resolves when the runner has ended: after its jobs, once the signal says so. */
async function ended(
  runner: { readonly promise: Promise<void>; readonly stop: () => Promise<void> },
  signal: AbortSignal,
): Promise<void> {
  const stop = (): void => {
    // That it is stopped already says nothing new.
    runner.stop().catch(() => undefined);
  };
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  await runner.promise;
}
