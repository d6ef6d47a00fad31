import { minuteMs } from '../model/dates.js';
import { dirname, resolve } from 'node:path';
import { oneRound, workAlone } from '../agent/alone.js';
import { agentWork, type AgentWork, type Deed } from '../app/agents/agent.js';
import type { WaysToPeople } from '../app/agents/people.js';
import { keepLedger } from '../app/agents/kept-ledger.js';
import { addressOf } from '../ledger/database/address.js';
import { isDatabase } from '../model/inventory.js';
import type { CommandSession } from './context.js';
import { rendered } from './report/rendered.js';
import { writeOut } from './report/write-out.js';
import { noticeRoutes } from './wiring/notices.js';

export interface AgentOptions {
  readonly once: boolean;
  /** In place of the inventory's. */
  readonly everyMs?: number;
  /** Of the page, health and metrics on the loopback. */
  readonly port?: number;
  readonly onDeed: (deed: Deed) => void;
  readonly tell: (line: string) => void;
}

/** Runs an agent until the signal ends it, or for one round. */
export async function runAgent(session: CommandSession, signal: AbortSignal, options: AgentOptions): Promise<void> {
  const { agents, name } = session.inventory.campaign;
  const { once, onDeed, tell, port } = options;
  const times = { everyMs: options.everyMs ?? agents.every_minutes * minuteMs, lookMs: agents.look_minutes * minuteMs };
  const kept = keepLedger(session);
  const work = agentWork(kept, waysOf(session));
  work.on(onDeed);
  const page = port === undefined ? null : await serve(session, work, { port, times, tell });
  try {
    if (once) await oneRound(work, true, signal);
    else if (isDatabase(session.ledgerPlace)) {
      const { workInTeam } = await import('../agent/team.js');
      const { connection, schema } = addressOf(session.ledgerPlace, name);
      // The ledger is there before the engine's tables stand beside it.
      await kept.openLedger('write');
      const database = { connection, schema: `${schema}_wake` };
      const { concurrency } = session.inventory.grid.timing;
      await workInTeam(work, { database, times, concurrency, notice: session.notice }, signal);
    } else await workAlone(work, times, signal);
  } finally {
    await page?.close();
    await kept.close();
  }
}

function waysOf({ inventory, actor }: CommandSession): WaysToPeople {
  return {
    routes: () => noticeRoutes(inventory, actor.name),
    write: async ({ file, format }, model) => {
      writeOut('report', resolve(dirname(inventory.file), file), await rendered(model, format));
    },
  };
}

interface Serving {
  readonly port: number;
  readonly times: { readonly everyMs: number };
  readonly tell: (line: string) => void;
}

async function serve(session: CommandSession, work: AgentWork, { port, times, tell }: Serving) {
  const [{ openFeed }, { serveDashboard }] = await Promise.all([
    import('./dashboard/feed.js'),
    import('./dashboard/server.js'),
  ]);
  const feed = await openFeed(session, { ledgerPlace: session.ledgerPlace });
  const beganMs = Date.now();
  const lateMs = 3 * times.everyMs + minuteMs;
  const unwell = (): string | null => {
    const lastMs = work.surveyedMs() ?? beganMs;
    return Date.now() - lastMs <= lateMs ? null : `no survey since ${new Date(lastMs).toISOString()}`;
  };
  const page = await serveDashboard(feed, { host: '127.0.0.1', port, token: null, unwell });
  tell(`The agent's page, /healthz and /metrics are at ${page.url}`);
  return {
    async close() {
      await page.close();
      await feed.close();
    },
  };
}
