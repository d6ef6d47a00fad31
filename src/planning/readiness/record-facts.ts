import type { Blocker } from '../../model/plan.js';
import type { QueueRecord } from '../../model/record.js';
import { names, quoted } from '../../model/text/sentences.js';
import { whyBare } from '../../changes/record/containers.js';
import { closedOn } from '../calendar/downtimes.js';
import type { ReadinessRule } from './rule.js';
import type { Queue, SiteFacts, Situation } from '../situation.js';

/** What the catalogue's records and calendar say of a site that is about to go. Warnings, unless the campaign says more. */
export const recordFacts: readonly ReadinessRule[] = [
  {
    name: 'downtime',
    sentence: 'No outage closes the site today.',
    source: 'downtime calendar',
    result: 'warn',
    find: downtime,
  },
  {
    name: 'hammercloud',
    sentence: 'HammerCloud does not put the queue in test by itself while it is flipped.',
    source: 'catalogue: hc_param',
    result: 'warn',
    find: about(
      'hammercloud',
      ({ hc_param: mode }) => (mode === 'AutoExclusion' ? mode : null),
      (queues) => ({
        sentence: `HammerCloud may set ${queues} to test and online again (AutoExclusion).`,
        advice: 'Announce the flip to HammerCloud’s operators beforehand.',
      }),
    ),
  },
  {
    name: 'compute elements',
    sentence: 'At least one compute element of the queue is active, and none is a CREAM-CE only.',
    source: 'catalogue: queues',
    result: 'warn',
    find: about('compute elements', elementsOf, (queues, found) => ({
      sentence: `${queues}: ${found}.`,
      advice: 'Have the compute elements of the record put in order.',
    })),
  },
  {
    name: 'copy tools',
    sentence: 'The queue names a copy tool that the new pilot has.',
    source: 'catalogue: copytools; pilot 2 of August 2019',
    result: 'warn',
    find: about('copy tools', copyToolsOf, (queues, found) => ({
      sentence: `Of the copy tools of ${queues} (${found}) the new pilot has none.`,
      advice: 'Have rucio or another tool of the new pilot set in the catalogue.',
    })),
  },
  {
    name: 'storage',
    sentence: 'The queue names the storage that its jobs read and write.',
    source: 'catalogue: astorages',
    result: 'warn',
    find: about(
      'storage',
      ({ detail, storages }) => (detail && detail.copytools.length > 0 && storages.length === 0 ? 'none' : null),
      (queues) => ({
        sentence: `${queues}: copy tools are named, and no storage to use them with.`,
        advice: 'Have astorages set in the catalogue: the new pilot takes its storage from there alone.',
      }),
    ),
  },
  {
    name: 'memory monitor',
    sentence: 'The nodes have CVMFS, from which the new pilot takes prmon, its memory monitor.',
    source: 'catalogue: is_cvmfs',
    result: 'warn',
    find: about(
      'memory monitor',
      ({ detail }) => (detail?.cvmfs === false ? 'no CVMFS' : null),
      (queues) => ({
        sentence: `${queues}: the nodes have no CVMFS, so prmon, which has replaced the old memory monitor, has to be installed there.`,
        advice: 'Ask the site whether prmon is on the path of its nodes.',
      }),
    ),
  },
  {
    name: 'log patterns',
    sentence: 'The list of names that the pilot removes from logs can be read and is one.',
    source: 'profile: log_patterns',
    result: 'warn',
    find: logPatterns,
  },
  {
    name: 'large logs',
    sentence: 'No jobs have failed of late by logs that were too large.',
    source: 'monitor: jobs of the last day, with `migrate ready --jobs`',
    result: 'warn',
    find: largeLogs,
  },
  {
    name: 'resource plug-in',
    sentence: 'The queue needs no resource plug-in of the pilot.',
    source: 'catalogue: resource_type, workflow',
    result: 'warn',
    find: about('resource plug-in', plugInOf, (queues, found) => ({
      sentence: `${queues} (${found}) may need a resource plug-in of the new pilot: HPC and edge-node workflows have their own.`,
      advice: 'Ask the developers whether the plug-in for it exists.',
    })),
  },
  {
    name: 'container options',
    sentence: 'The container options are options and nothing else.',
    source: 'catalogue: container_options',
    result: 'warn',
    find: about('container options', optionsOf, (queues, found) => ({
      sentence: `container_options of ${queues} are ${quoted(found)}, which is no list of options: the new pilot would misread them.`,
      advice: 'Options begin with a dash, and quotes are closed.',
    })),
  },
  {
    name: 'container pairs',
    sentence: 'What container_type names is what the new pilot starts.',
    source: 'catalogue: container_type; pilot 2 of August 2019',
    result: 'warn',
    find: containerPairs,
  },
  {
    name: 'core number',
    sentence: 'A queue of many cores says how many.',
    source: 'catalogue: capability, corecount',
    result: 'warn',
    find: about('core number', coresOf, (queues, found) => ({
      sentence: `${queues} (${found}): no number of cores above 1 is given, from which AthenaMT takes its own.`,
      advice: 'Have corecount set in the catalogue.',
    })),
  },
];

/** A rule about single records: queues with one and the same fault are told together. */
function about(
  rule: string,
  faultOf: (record: QueueRecord) => string | null,
  tell: (queues: string, found: string) => { readonly sentence: string; readonly advice: string },
): ReadinessRule['find'] {
  return (found, _facts, left) => {
    const byFault = new Map<string, string[]>();
    for (const { name, record } of left) {
      const fault = record === null ? null : faultOf(record);
      if (fault === null) continue;
      const queues = byFault.get(fault);
      if (queues) queues.push(name);
      else byFault.set(fault, [name]);
    }
    for (const [fault, queues] of byFault) found.push({ rule, ...tell(names(queues), fault), clears: null });
  };
}

function downtime(found: Blocker[], { name }: SiteFacts, _left: readonly Queue[], { closed, today }: Situation): void {
  const outage = closedOn(closed.get(name), today);
  if (outage)
    found.push({
      rule: 'downtime',
      sentence: `${name} is closed today: ${outage.reason}.`,
      advice: null,
      clears: null,
    });
}

function elementsOf({ detail }: QueueRecord): string | null {
  if (!detail || detail.elements.length === 0) return null;
  const active = detail.elements.filter(({ state }) => state === '' || state.toUpperCase() === 'ACTIVE');
  if (active.length === 0) return 'none of its compute elements is active';
  return active.every(({ flavour }) => flavour.toUpperCase() === 'CREAM-CE')
    ? 'its compute elements are CREAM-CEs only, whose support has ended'
    : null;
}

const newPilotsTools: ReadonlySet<string> = new Set([
  'rucio',
  'gfal',
  'gfalcopy',
  'xrdcp',
  'lsm',
  'mv',
  'objectstore',
  'gs',
  's3',
]);

function copyToolsOf({ detail }: QueueRecord): string | null {
  if (!detail || detail.copytools.length === 0) return null;
  return detail.copytools.some((tool) => newPilotsTools.has(tool)) ? null : detail.copytools.toSorted().join(', ');
}

function plugInOf({ resource_type: type, detail }: QueueRecord): string | null {
  if (/^hpc/i.test(type)) return `resource_type ${type}`;
  return detail && /edge|push|multi/i.test(detail.workflow) ? `workflow ${detail.workflow}` : null;
}

function optionsOf({ container_options: options }: QueueRecord): string | null {
  if (options.trim() === '') return null;
  const closed = ['"', "'"].every((quote) => (options.split(quote).length - 1) % 2 === 0);
  return options.trim().startsWith('-') && closed ? null : options;
}

function coresOf({ capability, detail }: QueueRecord): string | null {
  if (!/^mcore/.test(capability) || !detail) return null;
  return detail.corecount === null || detail.corecount <= 1 ? capability : null;
}

/** Said of what stands there: the flip turns the campaign's own pairs into others. */
function containerPairs(found: Blocker[], _facts: SiteFacts, left: readonly Queue[], { inventory }: Situation): void {
  const { containers } = inventory.campaign;
  if (!containers) return;
  for (const { name, record } of left) {
    const why = record && whyBare(record.container_type, containers.on);
    if (why)
      found.push({
        rule: 'container pairs',
        sentence: `${name}: ${why}`,
        advice: 'Have container_type corrected before the flip.',
        clears: null,
      });
  }
}

function logPatterns(found: Blocker[], _facts: SiteFacts, _left: readonly Queue[], { view }: Situation): void {
  if (!view.logPatterns || view.logPatterns.problems.length === 0) return;
  found.push({
    rule: 'log patterns',
    sentence: `${view.logPatterns.place}: ${names(view.logPatterns.problems)}.`,
    advice: 'Have it corrected: what it lets through makes large logs, and what it should not fit is lost.',
    clears: null,
  });
}

/** A few are nobody's fault. */
const fewLargeLogs = 3;

function largeLogs(found: Blocker[], _facts: SiteFacts, left: readonly Queue[], { view }: Situation): void {
  for (const { name } of left) {
    const counted = view.largeLogs?.get(name);
    if (!counted || counted.large < fewLargeLogs) continue;
    found.push({
      rule: 'large logs',
      sentence: `${counted.large} of ${counted.jobs} jobs of ${name} failed by large logs within a day.`,
      advice: 'Find out whose they are before the flip, or they will count against the new pilot.',
      clears: null,
    });
  }
}
