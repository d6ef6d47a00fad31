import { notePause, readPause } from '../app/ledger/pause.js';
import { priceOfPause } from '../app/ledger/pause-price.js';
import { addDays } from '../model/dates.js';
import type { Pause } from '../model/history.js';
import { names } from '../model/text/sentences.js';
import type { Snapshot } from '../app/snapshot.js';
import type { PlaySetup } from './setup.js';

/** On which day of the play the operator stops the line by hand, and for how long. */
const stopOnDay = 4;
const stopDays = 7;
const spared = ['rollback', 'containers-off', 'brokeroff'];

/** A stop in mid-campaign, and what is told of it. */
export interface HandStop {
  readonly pause: Pause;
  readonly told: string;
}

/** On its day the operator pauses the whole campaign for a week, but for remedies and retirements; null: another day. */
export async function stopByHand(
  { session, policy }: Pick<PlaySetup, 'session' | 'policy'>,
  { plan }: Snapshot,
  dayOfPlay: number,
): Promise<HandStop | null> {
  if (policy.stop !== 'mid-campaign' || dayOfPlay !== stopOnDay) return null;
  const until = addDays(plan.day, stopDays);
  const pause = await readPause(session, { scope: undefined, reason: 'a talk with the sites', until, except: spared });
  const price = await priceOfPause(session, pause);
  await notePause(session, pause);
  const told = `The operator pauses the campaign until ${until}, but for ${names(spared)}; the finish moves from ${price?.finish.before ?? 'none'} to ${price?.finish.after ?? 'none'}`;
  return { pause, told };
}
