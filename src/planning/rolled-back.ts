/** Sites whose flip went back to the old pilot: nothing brings them on again by itself. */
import type { Campaign } from '../model/campaign.js';
import { names, sentence } from '../model/text/sentences.js';
import { blocker, type ReadinessRule } from './readiness/rule.js';
import type { Queue } from './situation.js';

/** The queues whose last change of the pilot was a roll-back. */
export function queuesBack(queues: readonly Queue[]): readonly Queue[] {
  return queues.filter(({ history }) => history?.pilot?.kind === 'rollback');
}

/** When and why queues went back, and what brings them on again. */
export function rolledBack(
  site: string,
  back: readonly Queue[],
  { pilot }: Pick<Campaign, 'pilot'>,
): { readonly sentence: string; readonly release: string } {
  const days = [...new Set(back.map(({ history }) => history?.pilot?.day ?? ''))].sort();
  const reasons = [...new Set(back.flatMap(({ history }) => history?.pilot?.reason ?? []))];
  const why = reasons.length === 0 ? '.' : `: ${reasons.map(sentence).join(' ')}`;
  return {
    sentence: `${names(back.map(({ name }) => name))} went back to the old pilot on ${names(days)}${why}`,
    release: `When the cause is gone, \`migrate flip ${site} --to ${pilot?.to ?? ''}\` brings it on again.`,
  };
}

/** Told to whoever asks for readiness. It blocks no plan: such sites have a stage of their own, and an operator's word is the release. */
export const rolledBackRule: ReadinessRule = {
  name: 'rolled back',
  sentence: 'No queue has gone back to the old pilot.',
  source: 'ledger',
  result: 'block',
  fixed: true,
  find: (found, { name, queues }, _left, { inventory }) => {
    const back = queuesBack(queues);
    if (back.length === 0) return;
    const told = rolledBack(name, back, inventory.campaign);
    found.push(blocker('rolled back', told.sentence, told.release));
  },
};
