import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { worldClock } from '../../src/grid/clocks.js';
import { axiosHttp } from '../../src/grid/http/door.js';
import { sleep } from '../../src/grid/http/sleep.js';
import { openHelpdesk } from '../../src/grid/helpdesk/open.js';
import { openGrid } from '../../src/grid/open.js';
import type { Catalogue, Grid, Http } from '../../src/grid/ports.js';
import type { GridProfile, HelpdeskConfig } from '../../src/model/grid-config.js';
import { seededRandom } from '../../src/model/random.js';
import { transportFaults } from '../../src/play/transport-faults.js';
import { armFault, disarmFaults } from '../../src/rehearsal/faults/armed.js';
import { handle } from '../../src/rehearsal/handler.js';
import { rehearsalAccess } from '../../src/rehearsal/helpdesk/access.js';
import { serve } from '../../src/rehearsal/server.js';
import type { CatalogueKind } from '../../src/rehearsal/services.js';
import { changing, run, type World } from '../../src/rehearsal/world/world.js';

const timeoutMs = 20_000;
/** Stands for the X.509 proxy, which goes over TLS. */
const certificate = { 'x-ssl-client-s-dn': '/CN=acting' };

/** The services of a served world as a profile of real ones, each through its own adapter and over a socket. */
export async function reachOverHttp(world: World, kind: CatalogueKind, heard: (text: string) => void): Promise<Grid> {
  thinOut(world);
  const server = await serve(world, { kind });
  const folder = mkdtempSync(join(tmpdir(), 'play-http-'));
  const token = join(folder, 'token');
  writeFileSync(token, `${rehearsalAccess.token}\n`, { mode: 0o600 });
  const door = axiosHttp({
    version: '0',
    actor: 'acting',
    random: seededRandom(1),
    sleep,
    patience: hasty,
    isRehearsed: true,
  });
  const http: Http = (request) =>
    door(kind === 'agis' ? { ...request, headers: { ...certificate, ...request.headers } } : request);
  const profile = profileOf(server.url, kind, token);
  const told: string[] = [];
  const grid = openGrid({
    profile,
    clock: worldClock({ http, url: server.url, timeoutMs }),
    http,
    timing: { request_timeout_seconds: timeoutMs / 1_000 },
    tell: (text) => told.push(text),
    warn: heard,
    helpdesk: await openHelpdesk({
      channel: 'ggus',
      config: profile.helpdesk.ggus as HelpdeskConfig,
      http,
      timeoutMs,
      dryRun: false,
    }),
  });
  return {
    ...grid,
    catalogue: kind === 'agis' ? grid.catalogue : byHand(grid.catalogue, world, told),
    async close() {
      await grid.close();
      await server.close();
      rmSync(folder, { recursive: true });
    },
  };
}

const hasty = { attempts: 4, firstWaitMs: 1, longestWaitMs: 5, longestSilenceMs: 30_000, longestRetryAfterMs: 0 };

function profileOf(url: string, kind: CatalogueKind, tokenFile: string): GridProfile {
  const helpdesk = {
    url,
    token_file: tokenFile,
    user: null,
    password_file: null,
    group: rehearsalAccess.group,
    project: null,
    from: null,
    api: 2,
    fields: { ...rehearsalAccess.fields, priority: 'less urgent' },
    index_lag_seconds: 120,
  } as const;
  return {
    catalogue: {
      kind,
      url,
      proxy_file: null,
      token_file: kind === 'cric' ? tokenFile : null,
      writer: kind === 'agis' ? 'agis' : 'instructions',
    },
    helpdesk: { ggus: helpdesk },
    monitor: { kind: 'bigpanda', url },
    downtimes: { url },
    authorities: null,
    log_patterns: null,
    clock: null,
  };
}

/**
 * As many jobs as the wire takes in a test, from every queue as it is; and no lost answer that the client
 * would have to wait for in real time.
 */
function thinOut(world: World): void {
  changing(world, () => {
    run(world, 'UPDATE queue SET slots = max(10, slots / 100)');
    disarmFaults(world);
    for (const fault of transportFaults) if (fault.kind !== 'timeout') armFault(world, fault);
  });
}

/** A person who makes each change in the web form just as the instructions say, and nothing else. */
function byHand(catalogue: Catalogue, world: World, told: readonly string[]): Catalogue {
  async function make(key: string): Promise<void> {
    const { queue, ...values } = readInstructions(told.at(-1) ?? '');
    const call = 'probe' in values ? 'pandaqueuestatus/update/set_probestatus' : 'pandaqueue/update/set_attributes';
    const query = new URLSearchParams({ panda_resource: queue ?? '', ...values }).toString();
    await handle(world, {
      method: 'GET',
      url: `/request/${call}/?json&${query}`,
      headers: { ...certificate, 'user-agent': 'migrate/0 (told)', 'x-request-id': key },
    });
  }
  return {
    ...catalogue,
    setAttributes: async (queue, fields, context) => {
      const answer = await catalogue.setAttributes(queue, fields, context);
      await make(context.key);
      return answer;
    },
    setManualRule: async (queue, value, reason, context) => {
      const answer = await catalogue.setManualRule(queue, value, reason, context);
      await make(context.key);
      return answer;
    },
  };
}

/** The lines `  name  value` of a text to a person. */
function readInstructions(text: string): Readonly<Record<string, string>> {
  const lines = [...text.matchAll(/^ {2}(\w+) +(.*)$/gm)];
  return Object.fromEntries(
    lines.flatMap(([, name = '', value = '']) =>
      name === 'expiration' ? [] : [[name, value === '(leave it empty)' ? '' : value]],
    ),
  );
}
