// Who obeys `pilot_version`.
import type { Blocker } from '../../model/plan.js';
import type { Queue, SiteFacts, Situation } from '../situation.js';
import { blocker } from './rule.js';
import { quoted } from '../../model/text/sentences.js';

/** Only what has this very `pilot_manager` obeys `pilot_version` (docs/grid.md#the-flip). */
export const obedientManager = 'Harvester';

export function pilotManager(
  blockers: Blocker[],
  _facts: SiteFacts,
  left: readonly Queue[],
  { inventory }: Situation,
): void {
  if (inventory.campaign.ready_when['pilot_manager']) return;
  for (const { name, record } of left) {
    if (!record || record.pilot_manager === obedientManager) continue;
    const sentence = `pilot_manager of ${name} is ${quoted(record.pilot_manager)}, which does not obey pilot_version.`;
    blockers.push(blocker('pilot_manager', sentence, managerAdvice(record.pilot_manager)));
  }
}

export function managerAdvice(found: string): string {
  const why =
    found === ''
      ? 'Without a manager nobody obeys pilot_version: a flip would change nothing. '
      : found === obedientManager
        ? ''
        : `${found} submits its own pilots whatever pilot_version says: a flip would change nothing. `;
  return `${why}Have the queue moved to ${obedientManager} first.`;
}
