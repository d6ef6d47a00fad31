import type * as z from 'zod';
import { ladderSteps } from '../../model/campaign.js';
import { mailRecipients } from '../../model/text/mail-recipients.js';
import { list, mapping, most, oneOf, text, whole } from './fields.js';

/** What follows a request without an answer (docs/operations.md#the-ladder). */

const ladderStep = mapping({
  after_days: whole(1, most.days),
  step: oneOf(ladderSteps),
  to: text.exactOptional(),
}).refine(({ step, to }) => (step === 'escalate') === (to !== undefined), {
  error: 'whom to ask for help with `step: escalate`, and with no other step',
  path: ['to'],
});

type Ladder = readonly z.output<typeof ladderStep>[];

export const ladder = list(ladderStep).refine(isLadder, {
  error: 'each step once, in the order of their days, and `hold` at the end',
});

function isLadder(steps: Ladder): boolean {
  return (
    new Set(steps.map(({ step }) => step)).size === steps.length &&
    steps.every(({ after_days: days, step }, index) => {
      const next = steps[index + 1];
      return next === undefined || (days < next.after_days && step !== 'hold');
    })
  );
}

/** Whether everybody who is written to can be, by the campaign's channel. */
export function reachesOthers({
  channel,
  ladder: steps = [],
}: {
  readonly channel: string;
  readonly ladder?: Ladder;
}): boolean {
  return channel !== 'mail' || steps.every(({ to }) => to === undefined || mailRecipients(to) !== null);
}
