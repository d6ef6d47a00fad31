import { onTestFinished } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Http, RequestDraft } from '../../../src/grid/ports.js';
import { ggusHelpdesk } from '../../../src/grid/helpdesk/ggus/ggus.js';
import { jiraHelpdesk } from '../../../src/grid/helpdesk/jira/jira.js';
import { rehearsalAccess } from '../../../src/rehearsal/helpdesk/access.js';
import { readArticles, readTickets } from '../../../src/rehearsal/helpdesk/tickets.js';
import { serve } from '../../../src/rehearsal/server.js';
import { openWorld, type World } from '../../../src/rehearsal/world/world.js';
import type { Scenario } from '../../../src/rehearsal/scenario.js';
import { aScenario, twoQueues } from '../../rehearsal/scenarios.js';
import { aDoor } from '../builders.js';

export { rehearsalAccess, readArticles, readTickets };

export const { token, group, project } = rehearsalAccess;

export interface ServedWorld {
  readonly world: World;
  readonly url: string;
  readonly http: Http;
  readonly order: (path: string, body: unknown) => Promise<void>;
}

/** A rehearsal grid on loopback that ends with the test. */
export async function aServedWorld(rest: Partial<Scenario> = {}): Promise<ServedWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'helpdesk-'));
  const world = openWorld({ file: join(folder, 'world.sqlite'), scenario: aScenario(twoQueues, rest) });
  const server = await serve(world);
  onTestFinished(async () => {
    await server.close();
    world.close();
    rmSync(folder, { recursive: true });
  });
  const { http } = aDoor();
  const order = async (path: string, body: unknown): Promise<void> => {
    const { status } = await http({
      method: 'POST',
      url: `${server.url}/rehearsal/${path}`,
      body: JSON.stringify(body),
      timeoutMs: 5_000,
      effect: 'write',
    });
    if (status !== 200) throw new Error(`${path}: ${status}`);
  };
  return { world, url: server.url, http, order };
}

const service = { token: () => token, indexLagMs: 120_000, timeoutMs: 2_000 };

export function ggus(
  { url, http }: Pick<ServedWorld, 'url' | 'http'>,
  change: Partial<Parameters<typeof ggusHelpdesk>[0]> = {},
) {
  return ggusHelpdesk({ ...service, url, http, group, fields: rehearsalAccess.fields, ...change });
}

export function jira(
  { url, http }: Pick<ServedWorld, 'url' | 'http'>,
  change: Partial<Parameters<typeof jiraHelpdesk>[0]> = {},
) {
  return jiraHelpdesk({ ...service, url, http, project, ...change });
}

export function aDraft(site = 'OSCER', overrides: Partial<RequestDraft> = {}): RequestDraft {
  const marker = `[pilot2/${site}/migration#1]`;
  return {
    marker,
    site,
    to: 'support@site.example',
    subject: `${marker} Pilot 2 at ${site}`,
    body: 'Dear colleagues,\nmay we?\n',
    ...overrides,
  };
}

export const minuteMs = 60_000;
export const dayMs = 86_400_000;
