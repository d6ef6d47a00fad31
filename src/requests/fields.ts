import { isTestQueue } from '../planning/situation.js';
import { inLocalTime } from '../model/text/local-time.js';
import { addDays, localDate, type IsoDate } from '../model/dates.js';
import type { Inventory, Site } from '../model/inventory.js';
import type { Campaign } from '../model/campaign.js';
import type { Operation } from '../model/operation.js';
import { oneLine } from '../model/text/printable.js';

/** Everything that a template may speak of: single lines of text, lists of such lines, and what is so or not. */
export interface RequestFields {
  readonly campaign: string;
  readonly site: string;
  readonly contact: string;
  readonly queues: readonly string[];
  readonly retiring: readonly string[];
  readonly pilotFrom: string;
  readonly pilotTo: string;
  readonly os: string;
  readonly containers: string;
  readonly containerTool: string;
  readonly containersOffFirst: boolean;
  readonly reason: string;
  readonly verdict: string;
  readonly changedOn: string;
  readonly today: IsoDate;
  readonly leadDays: string;
  readonly notBefore: IsoDate;
  readonly timezone: string;
  readonly operator: string;
  readonly earlierRef: string;
  readonly earlierOn: string;
  readonly agreedOn: string;
  readonly escalatedTo: string;
}

interface FieldKinds {
  readonly text: string;
  readonly list: readonly string[];
  readonly 'yes or no': boolean;
}

/** What each field is, and what it tells: the list that docs/texts.md shows. */
export const fieldMeanings: {
  readonly [Field in keyof RequestFields]: {
    readonly is: {
      [Kind in keyof FieldKinds]: RequestFields[Field] extends FieldKinds[Kind] ? Kind : never;
    }[keyof FieldKinds];
    readonly meaning: string;
  };
} = {
  campaign: { is: 'text', meaning: 'name of the campaign' },
  site: { is: 'text', meaning: 'name of the site' },
  contact: { is: 'text', meaning: 'its `contact`, empty where it has none' },
  queues: {
    is: 'list',
    meaning: 'the queues that the text is about: those that take part, in a notice those that were changed',
  },
  retiring: { is: 'list', meaning: 'the queues of the site that retire, each as `QUEUE on DATE (reason)`' },
  pilotFrom: { is: 'text', meaning: 'the old pilot, empty in a campaign without a pilot track' },
  pilotTo: { is: 'text', meaning: 'the new pilot, likewise' },
  os: { is: 'text', meaning: '`ready_when.os`, several joined by `or`; empty where none is asked for' },
  containers: { is: 'text', meaning: '`containers.on`, e.g. `singularity:pilot`; empty without a container track' },
  containerTool: { is: 'text', meaning: 'the tool in it, e.g. `singularity`' },
  containersOffFirst: {
    is: 'yes or no',
    meaning: 'whether a container fault switches containers off before going back',
  },
  reason: { is: 'text', meaning: 'why this is written, in sentences; after a verdict that verdict with its counts' },
  verdict: { is: 'text', meaning: 'the verdict that a notice follows, e.g. `pilot fault`; empty where none' },
  changedOn: { is: 'text', meaning: 'the day of the change that a notice tells of, else today' },
  today: { is: 'text', meaning: 'the day on which the text goes out' },
  leadDays: { is: 'text', meaning: '`requests.lead_days`' },
  notBefore: { is: 'text', meaning: 'today and the lead days: nothing is changed before' },
  timezone: { is: 'text', meaning: 'zone of all days named' },
  operator: { is: 'text', meaning: 'who writes' },
  earlierRef: { is: 'text', meaning: 'reference of the request that a text follows up, empty where there is none' },
  earlierOn: { is: 'text', meaning: 'the day of that request; of an answer, when it was recorded' },
  escalatedTo: { is: 'text', meaning: 'who is asked for help with a silent site (`requests.ladder`); else empty' },
  agreedOn: { is: 'text', meaning: 'the day that was agreed with the site, empty where none was' },
};

export const fieldKinds = Object.fromEntries(
  Object.entries(fieldMeanings).map(([field, { is }]) => [field, is]),
) as Readonly<Record<keyof RequestFields, keyof FieldKinds>>;

export function isField(name: string): name is keyof RequestFields {
  return Object.hasOwn(fieldMeanings, name);
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
  const { before } = operation;
  const site = sites.find(({ name }) => name === operation.site);
  const { lead_days: leadDays } = campaign.requests;
  const retiring = retirements.filter(({ queue }) => site && Object.hasOwn(site.queues, queue));
  const named = before['queues']?.split(' ');
  return {
    campaign: line(campaign.name),
    site: line(operation.site),
    contact: line(site?.contact ?? ''),
    queues: named?.map(line) ?? (site ? queuesOf(site, new Set(retiring.map(({ queue }) => queue))) : []),
    retiring: retiring
      .filter(({ queue }) => named?.includes(queue) ?? true)
      .map(({ queue, on, because: reason }) => line(`${queue} ${on === null ? 'now' : `on ${on}`} (${reason})`)),
    ...trackFields(campaign),
    reason: line(inLocalTime(operation.reason, campaign.timezone)),
    verdict: line(inLocalTime(before['verdict'] ?? '', campaign.timezone)),
    changedOn: line(before['changed'] ?? today),
    today,
    leadDays: String(leadDays),
    notBefore: addDays(today, leadDays),
    timezone: line(campaign.timezone),
    operator: line(operator),
    earlierRef: line(before['ref'] ?? ''),
    escalatedTo: line(before['to'] ?? ''),
    agreedOn: line(before['on'] ?? ''),
    earlierOn: before['since'] === undefined ? '' : localDate(Date.parse(before['since']), campaign.timezone),
  };
}

type TrackFields = Pick<
  RequestFields,
  'pilotFrom' | 'pilotTo' | 'os' | 'containers' | 'containerTool' | 'containersOffFirst'
>;

function trackFields({ pilot, containers, ready_when, commissioning }: Campaign): TrackFields {
  return {
    pilotFrom: line(pilot?.from ?? ''),
    pilotTo: line(pilot?.to ?? ''),
    os: line(ready_when['os']?.join(' or ') ?? ''),
    containers: line(containers?.on ?? ''),
    containerTool: line(containers?.on.split(':')[0] ?? ''),
    containersOffFirst: containers !== null && commissioning.on_container_fault === 'containers-off',
  };
}

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
  return oneLine(text, longest);
}
