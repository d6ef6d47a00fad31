// What a plan warns of, apart from its operations.
import type { RetirementView } from '../model/plan.js';
import { whyBare } from '../changes/record/containers.js';
import { isMigrated, type Situation } from './situation.js';
import { containersTakenBack } from './taken-back.js';
import { count, names } from '../model/text/sentences.js';

/** Most sites that are named in warnings one by one. */
const mostWarnings = 20;
/** Most retirements that are held whose reasons are told one by one. */
const mostHeld = 2;

export function retirementWarnings(retirements: readonly RetirementView[]): readonly string[] {
  const unknown = retirements.flatMap(({ state, warnings }) => (state === 'unknown queue' ? warnings : []));
  const held = retirements.filter((one) => one.held !== undefined && one.state !== 'unknown queue');
  if (held.length <= mostHeld) return [...unknown, ...held.flatMap((one) => one.held ?? [])];
  return [
    ...unknown,
    `${held.length} retirements are held (${names(held.map(({ queue }) => queue))}): \`migrate brokeroff --dry-run\` says why.`,
  ];
}

/** Containers that nobody's plan puts on again. */
export function takenBackWarnings(situation: Situation): readonly string[] {
  if (!situation.inventory.campaign.containers) return [];
  return situation.sites.flatMap(({ queues }) =>
    queues.flatMap((queue) => {
      const sentence = isMigrated(queue) ? containersTakenBack(queue, situation) : null;
      const again = `Ask who and why; \`migrate containers on ${queue.name} --reason …\` puts them on again.`;
      return sentence === null ? [] : [`${sentence} ${again}`];
    }),
  );
}

/** Queues of the new pilot whose record reads as if containers were on, and which run without. */
export function bareWarnings({ inventory, sites }: Situation): readonly string[] {
  const { containers } = inventory.campaign;
  if (!containers) return [];
  const bare = sites.flatMap(({ queues }) =>
    queues.flatMap((queue) => {
      const why = queue.record && isMigrated(queue) ? whyBare(queue.record.container_type, containers.on) : null;
      return why === null ? [] : [`${queue.name}: ${why}`];
    }),
  );
  if (bare.length <= mostWarnings) return bare;
  return [...bare.slice(0, mostWarnings), `The same at ${count(bare.length - mostWarnings, 'more queue')}.`];
}

export function warningsOf({ unlisted, requests, siteOf }: Situation): readonly string[] {
  const strange = requests.found.filter(({ site }) => !siteOf.has(site));
  const listed = [...unlisted].map(
    ([site, queues]) => `${site}: the catalogue also has ${names(queues)}, not in the inventory: not touched.`,
  );
  return [
    ...strange.map(
      ({ site, ref }) =>
        `A request for ${site} was found (${ref ?? 'no reference'}), which the inventory does not know.`,
    ),
    ...listed.slice(0, mostWarnings),
    ...(listed.length > mostWarnings ? [`The same at ${listed.length - mostWarnings} more sites.`] : []),
  ];
}
