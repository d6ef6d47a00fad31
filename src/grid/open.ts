import type { GridProfile, Timing } from '../model/grid-config.js';
import { messageOf } from '../model/user-error.js';
import { agisCatalogue } from './catalogue/agis.js';
import { worldClock, worldId } from './clocks.js';
import type { Credentials } from './credentials.js';
import { downtimeCalendar } from './downtimes/downtimes.js';
import { statusFailure } from './http/answer.js';
import { bigPandaMonitor } from './monitor/bigpanda.js';
import { GridFailure, type Clock, type Grid, type Helpdesk, type Http } from './ports.js';
import { readPlainFile } from '../storage/plain-file.js';
import { readingTrouble } from '../storage/system-trouble.js';
import { readSecret } from './secrets.js';

export interface GridOptions {
  /** The one door, open or closed. */
  readonly http: Http;
  readonly timing: Pick<Timing, 'request_timeout_seconds'>;
  /** Takes instructions for a person to that person (writer `instructions`). */
  readonly tell: (text: string) => void;
  /** Hears of what the outside sent and nobody can understand. */
  readonly warn: (text: string) => void;
  readonly helpdesk: Helpdesk | null;
}

/** The services of a profile as one grid. Its identity is the catalogue's address. Throws a GridFailure for an address that is none. */
export function openGrid({
  profile,
  clock,
  ...options
}: GridOptions & { readonly profile: GridProfile; readonly clock: Clock }): Grid {
  const { catalogue, monitor, downtimes, log_patterns: patterns } = profile;
  const identity = address(catalogue.url, 'catalogue').href.replace(/\/+$/, '');
  const { http, tell, warn, helpdesk } = options;
  const timeoutMs = options.timing.request_timeout_seconds * 1000;
  const credentials = credentialsOf(catalogue);
  return {
    identity,
    clock,
    catalogue: agisCatalogue({
      identity,
      baseUrl: identity,
      kind: catalogue.kind,
      http,
      ...credentials,
      writer: catalogue.writer,
      timeoutMs,
      tell,
      warn,
    }),
    helpdesk,
    monitor:
      monitor === null ? null : bigPandaMonitor({ url: address(monitor.url, 'monitor').href, http, clock, timeoutMs }),
    downtimes:
      downtimes === null
        ? null
        : downtimeCalendar({
            url: address(downtimes.url, 'downtime calendar').href,
            kind: downtimes.kind ?? catalogue.kind,
            http,
            proxyFile: credentials.proxyFile,
            // A token is for the service that gave it out.
            token: sameHost(downtimes.url, identity) ? credentials.token : null,
            timeoutMs,
            warn,
          }),
    ...(patterns !== null && { logPatterns: { place: patterns, read: () => readList(patterns, http, timeoutMs) } }),
    // Idle connections hold nothing open; there is nothing else to close.
    close: () => Promise.resolve(),
  };
}

/**
 * A rehearsal grid, in this process or served by another: one address for all services, a clock and an
 * identity of its own, nobody to be gentle with. `actor` stands for the certificate.
 */
export async function openWorld({
  url,
  actor,
  http: door,
  ...options
}: GridOptions & { readonly url: string; readonly actor: string }): Promise<Grid> {
  const base = address(url, 'rehearsal grid').href.replace(/\/+$/, '');
  const certificate = { 'x-ssl-client-s-dn': `/CN=${actor.replace(/[^\x20-\x2e\x30-\x7e]/g, '?')}` };
  const http: Http = (request) => door({ ...request, headers: { ...certificate, ...request.headers } });
  const { tell, warn, helpdesk } = options;
  const timeoutMs = options.timing.request_timeout_seconds * 1000;
  const world = { http, url: base, timeoutMs };
  const clock = worldClock(world);
  const identity = await worldId(world);
  return {
    identity,
    clock,
    catalogue: agisCatalogue({
      identity,
      kind: 'agis',
      baseUrl: base,
      http,
      ...anonymous,
      writer: 'agis',
      timeoutMs,
      tell,
      warn,
    }),
    helpdesk,
    monitor: bigPandaMonitor({ url: base, http, clock, timeoutMs, paceMs: 0 }),
    downtimes: downtimeCalendar({ url: base, kind: 'agis', http, ...anonymous, timeoutMs, warn }),
    close: () => Promise.resolve(),
  };
}

const largestListBytes = 1_000_000;

/** A list on CVMFS or another disk, or at an address. */
async function readList(place: string, http: Http, timeoutMs: number): Promise<string> {
  if (/^https?:\/\//.test(place)) {
    const answer = await http({ method: 'GET', url: place, timeoutMs, effect: 'read' });
    const failure = statusFailure(answer, `The list at ${new URL(place).host}`);
    if (failure !== null) throw failure;
    return answer.body;
  }
  try {
    const list = readPlainFile(place, largestListBytes);
    if (list !== null) return list.toString('utf8');
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new GridFailure('not allowed', `${place} cannot be read: ${messageOf(readingTrouble(error, place))}`, false, [
      'Check `log_patterns` in the grid profile, and whether CVMFS is there.',
    ]);
  }
  throw new GridFailure('not understood', `${place} is far too large to be a list of patterns.`, false, [
    'Check `log_patterns` in the grid profile.',
  ]);
}

const anonymous: Credentials = { proxyFile: null, token: null };

function credentialsOf({ proxy_file: proxyFile, token_file: file }: GridProfile['catalogue']): Credentials {
  let secret: string | null = null;
  return { proxyFile, token: file === null ? null : () => (secret ??= readSecret(file, 'catalogue token')) };
}

function sameHost(url: string, other: string): boolean {
  return new URL(url).host === new URL(other).host;
}

function address(url: string, what: string): URL {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return new URL(url);
  throw new GridFailure(
    'refused',
    `The address of the ${what}, "${url}", is not one: it begins with http:// or https://.`,
    false,
    ['Correct it in the grid section.'],
  );
}
