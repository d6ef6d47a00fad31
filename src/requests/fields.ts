import { isTestQueue } from '../planning/situation.js';
import { addDays, type IsoDate } from '../model/dates.js';
import type { Inventory, Site } from '../model/inventory.js';
import type { Operation } from '../model/operation.js';

/** Everything that a template may speak of: single lines of text, numbers, lists of such lines. */
export interface RequestFields {
  readonly campaign: string;
  readonly site: string;
  readonly contact: string;
  /** The site's queues that take part. */
  readonly queues: readonly string[];
  /** The site's queues that retire, as `QUEUE on DATE (why)`. */
  readonly retiring: readonly string[];
  /** The old and the new pilot; `''` in a campaign without a pilot track. */
  readonly pilotFrom: string;
  readonly pilotTo: string;
  /** The container pair of the new pilot, e.g. `singularity:pilot`; `''` without a container track. */
  readonly containers: string;
  /** Why this is written, in a sentence. */
  readonly reason: string;
  readonly today: IsoDate;
  readonly leadDays: number;
  /** Nothing is changed before this day. */
  readonly notBefore: IsoDate;
  readonly timezone: string;
  /** Who writes. */
  readonly operator: string;
  /** The earlier request that this follows up: its reference and day; `''` where there is none. */
  readonly earlierRef: string;
  readonly earlierOn: string;
}

/** What a text is written about. */
export interface Subject {
  readonly operation: Pick<Operation, 'site' | 'reason' | 'before'>;
  readonly inventory: Inventory;
  readonly today: IsoDate;
  readonly operator: string;
}

/** The fields of one text, each made one printable line. */
export function requestFields({ operation, inventory, today, operator }: Subject): RequestFields {
  const { campaign, sites, retirements } = inventory;
  const site = sites.find(({ name }) => name === operation.site);
  const { lead_days: leadDays } = campaign.requests;
  const retiring = retirements.filter(({ queue }) => site && Object.hasOwn(site.queues, queue));
  return {
    campaign: line(campaign.name),
    site: line(operation.site),
    contact: line(site?.contact ?? ''),
    queues: site ? queuesOf(site, new Set(retiring.map(({ queue }) => queue))) : [],
    retiring: retiring.map(({ queue, on, because: reason }) =>
      line(`${queue} ${on === null ? 'now' : `on ${on}`} (${reason})`),
    ),
    pilotFrom: line(campaign.pilot?.from ?? ''),
    pilotTo: line(campaign.pilot?.to ?? ''),
    containers: line(campaign.containers?.on ?? ''),
    reason: line(operation.reason),
    today,
    leadDays,
    notBefore: addDays(today, leadDays),
    timezone: line(campaign.timezone),
    operator: line(operator),
    earlierRef: line(operation.before['ref'] ?? ''),
    earlierOn: line(operation.before['since'] ?? '').slice(0, 10),
  };
}

/** Example values, by which a template is tried when it is read. */
export const exampleFields: RequestFields = {
  campaign: 'pilot2',
  site: 'SITE',
  contact: 'support@site.example',
  queues: ['QUEUE'],
  retiring: ['ANALY_QUEUE on 2030-01-01 (SL6)'],
  pilotFrom: '1',
  pilotTo: '2',
  containers: 'singularity:pilot',
  reason: 'Because.',
  today: '2030-01-01',
  leadDays: 3,
  notBefore: '2030-01-04',
  timezone: 'UTC',
  operator: 'operator',
  earlierRef: 'TICKET-1',
  earlierOn: '2029-12-20',
};

function queuesOf({ queues }: Site, retiring: ReadonlySet<string>): string[] {
  return Object.entries(queues)
    .filter(
      ([name, { exclude, type }]) =>
        exclude === undefined && type !== 'special' && !retiring.has(name) && !isTestQueue(name),
    )
    .map(([name]) => line(name));
}

const longest = 1_000;

/** Text from people and services on one line: no line breaks, controls or marks of direction. */
export function line(text: string): string {
  return text
    .slice(0, longest)
    .replace(/[\s\p{Cc}\p{Bidi_Control}]+/gu, ' ')
    .trim();
}
