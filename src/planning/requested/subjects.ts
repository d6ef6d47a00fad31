import type { Site } from '../../model/inventory.js';
import type { Queue, SiteFacts, Situation } from '../situation.js';
import { isTestQueue } from '../situation.js';
import { suggestion } from '../../model/text/near-names.js';
import { namesOf, type Named } from '../names.js';

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

/** Finds the queues of what operators name; a queue that two names mean is taken once. */
export function findSubjects(
  wanted: readonly string[],
  situation: Situation,
): { readonly subjects: readonly Subject[]; readonly refusals: readonly Refusal[] } {
  const subjects: Subject[] = [];
  const refusals: Refusal[] = [];
  const taken = new Set<string>();
  const lookUp = namesOf(situation.inventory);
  for (const name of wanted) {
    const found = queuesOf(name, lookUp(name), situation);
    if ('sentence' in found) {
      refusals.push(found);
      continue;
    }
    const queues = found.queues.filter((queue) => !taken.has(queue.name));
    for (const queue of queues) taken.add(queue.name);
    if (queues.length > 0) subjects.push({ ...found, queues });
  }
  return { subjects, refusals };
}

function queuesOf(subject: string, named: Named, situation: Situation): Subject | Refusal {
  switch (named.is) {
    case 'site':
      return someQueues(subject, factsOf(named.site, situation));
    case 'atlas site':
      return someQueues(subject, factsOf(named.site, situation), ({ record }) => record?.atlas_site === subject);
    case 'queue':
      return named.site === null
        ? retires(named.queue)
        : oneQueue(subject, named.queue, factsOf(named.site, situation), situation);
    case 'unknown':
      return unknownSubject(subject, named.near, situation);
  }
}

/** A site of the situation's own inventory. */
export function factsOf({ name }: Site, { siteOf }: Situation): SiteFacts {
  const facts = siteOf.get(name);
  if (!facts) throw new Error(`The situation lacks ${name}.`);
  return facts;
}

function oneQueue(subject: string, name: string, facts: SiteFacts, situation: Situation): Subject | Refusal {
  const queue = facts.queues.find((candidate) => candidate.name === name);
  return queue ? { subject, facts, queues: [queue] } : noPart(name, facts, situation);
}

function someQueues(
  subject: string,
  facts: SiteFacts,
  isMeant: (queue: Queue) => boolean = () => true,
): Subject | Refusal {
  const queues = facts.queues.filter(isMeant);
  if (queues.length > 0) return { subject, facts, queues };
  return {
    subject,
    sentence: `No queue of ${subject} takes part in the campaign.`,
    advice: 'Look at its queues in the inventory.',
  };
}

function noPart(queue: string, { site }: SiteFacts, { retiring }: Situation): Refusal {
  const exclude = site.queues[queue]?.exclude;
  if (retiring.has(queue)) return retires(queue);
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

function retires(queue: string): Refusal {
  return { subject: queue, sentence: `${queue} retires.`, advice: 'Take it out of `retirements` first.' };
}

function unknownSubject(subject: string, near: readonly string[], { view }: Situation): Refusal {
  if (view.records.has(subject)) {
    return {
      subject,
      sentence: `${subject} is in the catalogue, but not in the inventory.`,
      advice: 'List it under its site first.',
    };
  }
  const byNickname = [...view.records.values()].find(({ nickname }) => nickname === subject);
  return {
    subject,
    sentence: `Neither a site nor a queue of the inventory is named ${subject}.`,
    advice: byNickname
      ? `It is the nickname of ${byNickname.panda_resource}.`
      : (suggestion(near) ?? 'Look the name up in the inventory.'),
    isUnknown: true,
  };
}
