import { onTestFinished } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execute } from '../../../src/execution/execute.js';
import { openWorld as openGrid } from '../../../src/grid/open.js';
import { ggusHelpdesk } from '../../../src/grid/helpdesk/ggus/ggus.js';
import { jiraHelpdesk } from '../../../src/grid/helpdesk/jira/jira.js';
import { mailHelpdesk } from '../../../src/grid/helpdesk/mail/mail.js';
import { smtpPost } from '../../../src/grid/helpdesk/mail/smtp.js';
import type { Helpdesk, Http } from '../../../src/grid/ports.js';
import { thisProcess } from '../../../src/ledger/process.js';
import { openSqliteLedger } from '../../../src/ledger/sqlite.js';
import type { History } from '../../../src/model/history.js';
import type { Operation, Outcome } from '../../../src/model/operation.js';
import { rehearsalAccess, searchLagMs } from '../../../src/rehearsal/helpdesk/access.js';
import { serveMail } from '../../../src/rehearsal/helpdesk/smtp.js';
import { readTickets, type Ticket } from '../../../src/rehearsal/helpdesk/tickets.js';
import { serve } from '../../../src/rehearsal/server.js';
import { openWorld } from '../../../src/rehearsal/world/world.js';
import { timing } from '../../execution/builders.js';
import { aDoor } from '../../grid/builders.js';
import { aScenario, twoQueues } from '../../rehearsal/scenarios.js';

export type Channel = Helpdesk['channel'];

/** A ledger, and a helpdesk served over loopback, that lasts as long as the test. */
export interface Campaign {
  readonly helpdesk: Helpdesk;
  readonly arm: (fault: unknown) => Promise<void>;
  readonly send: (operations: readonly Operation[]) => Promise<readonly Outcome[]>;
  readonly tickets: () => readonly Ticket[];
  readonly history: () => Promise<History>;
}

export async function openCampaign(channel: Channel): Promise<Campaign> {
  const folder = mkdtempSync(join(tmpdir(), 'requests-'));
  const world = openWorld({ file: join(folder, 'world.sqlite'), scenario: aScenario(twoQueues, { answers: {} }) });
  const [server, mail] = [await serve(world), await serveMail(world)];
  const { http } = aDoor();
  const helpdesk = helpdeskOf(channel, http, server.url, mail.url);
  const grid = await openGrid({
    http,
    timing,
    tell: () => undefined,
    warn: () => undefined,
    helpdesk,
    url: server.url,
    actor: 'anna',
  });
  const ledger = await openSqliteLedger(join(folder, 'ledger.sqlite'), { campaign: 'pilot2', grid: grid.identity });
  onTestFinished(async () => {
    await ledger.close();
    await Promise.all([server.close(), mail.close()]);
    world.close();
    rmSync(folder, { recursive: true });
  });
  return {
    helpdesk,
    arm: async (fault) => {
      await fetch(`${server.url}/rehearsal/faults`, { method: 'POST', body: JSON.stringify(fault) });
    },
    send: (operations) =>
      execute(operations, {
        grid,
        ledger,
        actor: thisProcess('anna'),
        day: '2019-08-05',
        timing: { ...timing, concurrency: 8 },
        draftOf: ({ key, site, before }) => {
          const thread = before['ref'];
          return {
            marker: `[${key}]`,
            site,
            to: `support@${site.toLowerCase()}.example`,
            subject: `[${key}] Pilot 2 at ${site}`,
            body: 'Dear colleagues',
            ...(thread !== undefined && { thread }),
          };
        },
        signal: new AbortController().signal,
        onProgress: () => undefined,
        wallMs: Date.now,
        monotonicMs: () => performance.now(),
      }),
    tickets: () => readTickets(world, channel),
    history: () => ledger.history(),
  };
}

function helpdeskOf(channel: Channel, http: Http, url: string, mailUrl: string): Helpdesk {
  const { token, group, project, from } = rehearsalAccess;
  const service = { url, http, token: () => token, indexLagMs: 2 * searchLagMs, timeoutMs: 5_000 };
  if (channel === 'ggus') return ggusHelpdesk({ ...service, group });
  if (channel === 'jira') return jiraHelpdesk({ ...service, project });
  return mailHelpdesk({ post: smtpPost({ url: mailUrl, login: null, timeoutMs: 5_000 }), from });
}

/** A request to each of so many sites. */
export function requests(count: number): readonly Operation[] {
  return Array.from({ length: count }, (_, index) => aRequestTo(`SITE-${String(index + 1).padStart(3, '0')}`));
}

export function aRequestTo(
  site: string,
  {
    step = 'migration',
    before = { request: 'none' },
  }: { readonly step?: string; readonly before?: Operation['before'] } = {},
): Operation {
  return {
    key: `pilot2/${site}/${step}#1`,
    kind: 'request',
    subject: site,
    site,
    queue: null,
    before,
    after: { request: 'sent' },
    reason: 'Its wave comes.',
    claims: [],
    inputsFingerprint: '',
  };
}
