import { grouped } from '../../model/grouped.js';
import { confirmedOs, hintedOs, type OsEvidence } from '../../model/inventory.js';
import type { Blocker } from '../../model/plan.js';
import { fieldOf } from '../../changes/record/fields.js';
import type { Queue, SiteFacts, Situation } from '../situation.js';
import { blocker } from './rule.js';
import { names, quoted } from '../../model/text/sentences.js';
import { managerAdvice } from './manager.js';

/** True where the operating system is one that `ready_when` asks for: what containers need. */
export function osReady(facts: SiteFacts, queue: Queue, { inventory }: Situation): boolean {
  const wanted = inventory.campaign.ready_when['os'];
  return wanted === undefined || isOneOf(confirmedOs(facts.site, queue.entry)?.is ?? '', wanted);
}

/** `os centos7 (site reply, 2019-07-30)`. */
export function evidence(os: OsEvidence): string {
  const source = [os.evidence, os.on].filter((part) => part !== null).join(', ');
  return source === '' ? `os ${os.is}` : `os ${os.is} (${source})`;
}

export function isOneOf(found: string, wanted: readonly string[]): boolean {
  if (wanted.includes(found)) return true;
  const folded = found.toLowerCase();
  return wanted.some((value) => value.toLowerCase() === folded);
}

export function readyWhen(blockers: Blocker[], facts: SiteFacts, left: readonly Queue[], situation: Situation): void {
  for (const [field, wanted] of situation.readyWhen) {
    const failing = left.filter((queue) => !isAsWanted(valueOf(facts, queue, field), wanted));
    if (failing.length === 0) continue;
    const byValue = grouped(failing, (queue) => valueOf(facts, queue, field) ?? '');
    for (const [found, queues] of byValue)
      blockers.push(
        notAsWanted(
          facts,
          left,
          field,
          found,
          wanted,
          queues.map(({ name }) => name),
        ),
      );
  }
}

function isAsWanted(found: string | null, wanted: readonly string[]): boolean {
  return found === null || isOneOf(found, wanted);
}

/** null where the catalogue does not know the queue: that is a rule of its own. */
function valueOf({ site }: SiteFacts, { entry, record }: Queue, field: string): string | null {
  if (field === 'os') return confirmedOs(site, entry)?.is ?? '';
  return record && fieldOf(record, field);
}

function notAsWanted(
  facts: SiteFacts,
  left: readonly Queue[],
  field: string,
  found: string,
  wanted: readonly string[],
  queues: readonly string[],
): Blocker {
  const needed = `${wanted.join(' or ')} is needed`;
  if (field === 'os') return osBlocker(facts, left, found, needed, queues);
  const sentence = `${field} of ${names(queues)} is ${quoted(found)}; ${needed}.`;
  return blocker(
    field,
    sentence,
    field === 'pilot_manager' ? managerAdvice(found) : `Have ${field} set in the catalogue first.`,
  );
}

function osBlocker(
  facts: SiteFacts,
  left: readonly Queue[],
  found: string,
  needed: string,
  queues: readonly string[],
): Blocker {
  const whole = queues.length === left.length;
  const who = whole ? facts.name : names(queues);
  if (found === '') {
    const hint = hintOf(facts, left, queues);
    if (hint !== null)
      return blocker(
        'os',
        `The operating system of ${who} is not confirmed: ${hint.is} is a hint (${hint.evidence ?? 'without evidence'}); ${needed}.`,
        'Ask the site; where it is so, take `hint: true` out of the inventory and write who said it.',
      );
    return blocker(
      'os',
      `The operating system of ${who} is not known; ${needed}.`,
      'Ask the site and write `os: { is, evidence, on }` into the inventory.',
    );
  }
  const queue = left.find(({ name }) => name === queues[0]);
  const os = queue ? confirmedOs(facts.site, queue.entry) : null;
  return blocker(
    'os',
    `${who} ${whole || queues.length === 1 ? 'has' : 'have'} ${os ? evidence(os) : found}; ${needed}.`,
    'When the site has moved, write its new `os` with the evidence into the inventory.',
  );
}

function hintOf({ site }: SiteFacts, left: readonly Queue[], queues: readonly string[]): OsEvidence | null {
  for (const { name, entry } of left) {
    const hint = queues.includes(name) ? hintedOs(site, entry) : null;
    if (hint) return hint;
  }
  return null;
}
