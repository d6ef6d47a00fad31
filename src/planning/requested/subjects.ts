import type { Queue, SiteFacts, Situation } from '../situation.js';
import { isTestQueue } from '../situation.js';
import { didYouMean } from '../../model/text/near-names.js';

/** Why an operator's command is not followed for one subject. */
export interface Refusal {
  readonly subject: string;
  readonly sentence: string;
  readonly advice: string;
  /** Nothing is called so: the command line is wrong, and not the moment. */
  readonly isUnknown?: true;
}

/** Queues of one site that an operator named, by whatever name. */
export interface Subject {
  /** As the operator wrote it. */
  readonly subject: string;
  readonly facts: SiteFacts;
  readonly queues: readonly Queue[];
}

/**
 * Finds what operators name: sites, queues, ATLAS sites, in this order where they share a name, and
 * `SITE/QUEUE` for a queue named as its site. Unknown names get suggestions, never a correction.
 */
export function findSubjects(
  wanted: readonly string[],
  situation: Situation,
): { readonly subjects: readonly Subject[]; readonly refusals: readonly Refusal[] } {
  const subjects: Subject[] = [];
  const refusals: Refusal[] = [];
  const taken = new Set<string>();
  for (const subject of wanted) {
    const found = findSubject(subject, situation);
    if ('sentence' in found) {
      refusals.push(found);
      continue;
    }
    const queues = found.queues.filter(({ name }) => !taken.has(name));
    for (const { name } of queues) taken.add(name);
    if (queues.length > 0) subjects.push({ ...found, queues });
  }
  return { subjects, refusals };
}

function findSubject(subject: string, situation: Situation): Subject | Refusal {
  const site = situation.siteOf.get(subject);
  if (site) return someQueues(subject, site, site.queues);
  const name = queueNamed(subject, situation);
  const facts = situation.siteOfQueue(name);
  if (facts) {
    const queue = facts.queues.find((candidate) => candidate.name === name);
    return queue ? { subject, facts, queues: [queue] } : noPart(name, facts, situation);
  }
  const owner = situation.ownerOf.get(subject);
  if (owner)
    return someQueues(
      subject,
      owner,
      owner.queues.filter(({ record }) => record?.atlas_site === subject),
    );
  return unknownSubject(subject, situation);
}

/** The queue of `SITE/QUEUE`, else the name as it is. */
function queueNamed(subject: string, { siteOf }: Situation): string {
  const slash = subject.indexOf('/');
  return slash > 0 && siteOf.has(subject.slice(0, slash)) ? subject.slice(slash + 1) : subject;
}

function someQueues(subject: string, facts: SiteFacts, queues: readonly Queue[]): Subject | Refusal {
  if (queues.length > 0) return { subject, facts, queues };
  return {
    subject,
    sentence: `No queue of ${subject} takes part in the campaign.`,
    advice: 'Look at its queues in the inventory.',
  };
}

function noPart(queue: string, { site }: SiteFacts, { retiring }: Situation): Refusal {
  const exclude = site.queues[queue]?.exclude;
  if (retiring.has(queue))
    return { subject: queue, sentence: `${queue} retires.`, advice: 'Take it out of `retirements` first.' };
  if (exclude !== undefined)
    return {
      subject: queue,
      sentence: `${queue} is excluded: ${exclude}.`,
      advice: 'Take `exclude` out of the inventory first.',
    };
  const what = isTestQueue(queue) ? 'a test queue' : 'a special queue';
  return {
    subject: queue,
    sentence: `${queue} is ${what}: it takes no part in the campaign.`,
    advice: 'Change it in the catalogue by hand.',
  };
}

function unknownSubject(subject: string, { sites, ownerOf, view, retiring }: Situation): Refusal {
  const sentence = `Neither a site nor a queue of the inventory is named ${subject}.`;
  const known = new Set([...ownerOf.keys(), ...sites.flatMap(({ site }) => [site.name, ...Object.keys(site.queues)])]);
  if (retiring.has(subject))
    return { subject, sentence: `${subject} retires.`, advice: 'Take it out of `retirements` first.' };
  if (view.records.has(subject)) {
    return {
      subject,
      sentence: `${subject} is in the catalogue, but not in the inventory.`,
      advice: 'List it under its site first.',
    };
  }
  const byNickname = [...view.records.values()].find(({ nickname }) => nickname === subject);
  if (byNickname)
    return { subject, sentence, advice: `It is the nickname of ${byNickname.panda_resource}.`, isUnknown: true };
  return {
    subject,
    sentence,
    advice: didYouMean(subject, known) ?? 'Look the name up in the inventory.',
    isUnknown: true,
  };
}
