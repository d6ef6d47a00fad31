import { examine, fail, ok, type Check, type Finding } from '../../app/examine.js';
import { verifyLedger } from '../../app/ledger/verify-ledger.js';
import { openHelpdesk } from '../../grid/helpdesk/open.js';
import type { Grid } from '../../grid/ports.js';
import type { Inventory } from '../../model/inventory.js';
import type { GridProfile } from '../../model/grid-config.js';
import { count } from '../../model/text/sentences.js';
import { UserError } from '../../model/user-error.js';
import type { Result } from '../../report/results/results.js';
import { ledgerSetting, openLedgerAt } from '../context.js';
import type { Layers } from '../settings/settings.js';
import { doorOf, networkHttp, openGridOf, secretsBeside } from '../wiring/wire.js';
import { clockWatch, type ClockWatch } from './clock.js';
import { folderChecks } from './machine.js';
import { secretChecks } from './secrets.js';
import { certificateChecks, serviceChecks, type Services } from './services.js';

interface Asked {
  readonly inventory: Inventory;
  readonly operator: string;
  readonly layers: Layers;
}

/** Tries everything that the inventory's grid consists of, and changes nothing there. */
export async function examination({ inventory, operator, layers }: Asked): Promise<Result<'doctor'>> {
  const { file, campaign, grid: config } = inventory;
  const named = config.profiles[config.use];
  const profile = named ? secretsBeside(named, file) : null;
  const clock = clockWatch();
  const warnings: string[] = [];
  const first: readonly Check[] = [
    { name: 'inventory', look: () => ok(`${file}: ${count(inventory.sites.length, 'site')}.`) },
    ...folderChecks(),
    ...(profile === null ? [nothingNeeded('secrets')] : secretChecks(profile, inventory)),
  ];
  const opened = await openedGrid(inventory, { operator, clock, notice: (text) => warnings.push(text) });
  if (opened instanceof UserError) {
    const broken: Check = { name: 'grid', look: () => Promise.reject(opened) };
    return { campaign: campaign.name, profile: config.use, checks: [...(await examine([...first, broken], now))] };
  }
  try {
    const services = servicesOf({ inventory, operator, profile, clock, grid: opened, warnings });
    const timeoutMs = config.timing.request_timeout_seconds * 1000;
    const checks = await examine(
      [
        ...first,
        ...serviceChecks(inventory, services),
        ...(profile === null ? [nothingNeeded('certificates')] : certificateChecks(profile, timeoutMs)),
        { name: 'ledger', look: () => ledger(inventory, opened, layers) },
      ],
      now,
    );
    // Known once the services have answered.
    const time = await examine([profile === null || profile.clock !== null ? worldTime(opened) : clock.check], now);
    return { campaign: campaign.name, profile: config.use, checks: [...checks, ...time] };
  } finally {
    await opened.close();
  }
}

function now(): number {
  return performance.now();
}

function nothingNeeded(name: string): Check {
  return { name, look: () => ok('None are needed in a rehearsal.') };
}

/** Without the helpdesk, whose secret would stop everything else. */
async function openedGrid(
  inventory: Inventory,
  {
    operator,
    clock,
    notice,
  }: { readonly operator: string; readonly clock: ClockWatch; readonly notice: (text: string) => void },
): Promise<Grid | UserError> {
  const { grid } = inventory;
  const profiles = Object.fromEntries(
    Object.entries(grid.profiles).map(([name, profile]) => [name, { ...profile, helpdesk: {} }]),
  );
  try {
    return await openGridOf(
      { ...inventory, grid: { ...grid, profiles } },
      { operator, dryRun: true, notice, around: clock.watched },
    );
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

function servicesOf({
  inventory,
  operator,
  profile,
  clock,
  grid,
  warnings,
}: Omit<Asked, 'layers'> & {
  readonly profile: GridProfile | null;
  readonly clock: ClockWatch;
  readonly grid: Grid;
  readonly warnings: readonly string[];
}): Services {
  const { helpdesk } = grid;
  if (profile === null)
    return { grid, warnings, greetMail: null, openDesk: helpdesk === null ? null : () => Promise.resolve(helpdesk) };
  const { channel } = inventory.campaign.requests;
  const config = channel === 'none' ? undefined : profile.helpdesk[channel];
  const timeoutMs = inventory.grid.timing.request_timeout_seconds * 1000;
  const http = clock.watched(networkHttp(operator, doorOf(inventory)));
  return {
    grid,
    warnings,
    openDesk:
      channel === 'none' || config === undefined
        ? null
        : () => openHelpdesk({ channel, config, http, timeoutMs, dryRun: true }),
    greetMail: config === undefined || channel !== 'mail' ? null : () => greeted(config, timeoutMs),
  };
}

async function greeted(config: NonNullable<GridProfile['helpdesk']['mail']>, timeoutMs: number): Promise<void> {
  const { greetMailServer } = await import('../../grid/helpdesk/mail/smtp.js');
  const { mailLogin } = await import('../../grid/helpdesk/open.js');
  await greetMailServer({ url: config.url, login: mailLogin(config), timeoutMs });
}

function worldTime({ clock }: Grid): Check {
  return { name: 'clock', look: async () => ok(`The rehearsal's own: ${new Date(await clock.now()).toISOString()}.`) };
}

function ledger(inventory: Inventory, { identity }: Grid, layers: Layers): Promise<Finding> {
  const { value: place } = ledgerSetting(inventory, identity, layers);
  return lookAtLedger(place, inventory.campaign.name, identity);
}

async function lookAtLedger(place: string, campaign: string, grid: string): Promise<Finding> {
  const opened = await openLedgerAt(place, { campaign, grid, readonly: true });
  try {
    const { verified, holds } = await verifyLedger(opened, undefined);
    if (holds) return ok(`${place}: ${count(verified.events, 'event')}, and the chain holds.`);
    const where = verified.brokenAt === null ? '' : ` from event ${String(verified.brokenAt)} on`;
    return fail(`${place} was changed after it was written${where}.`, '`migrate ledger verify` says more.');
  } finally {
    await opened.close();
  }
}
