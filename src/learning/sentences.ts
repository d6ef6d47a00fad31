import type { StopLift } from '../model/history.js';
import { count, names, sentence } from '../model/text/sentences.js';
import type { Concentration } from './concentration.js';
import type { Counts } from './groups.js';
import { faultWords } from './site-outcomes.js';
import type { FaultClass } from '../model/facts/verdicts.js';

/** `3 of 4 sites with copy tool rucio had container faults`. No traits: the campaign as a whole. */
export function countsWords(counts: Counts, traits: readonly string[], fault: FaultClass): string {
  const which = traits.length === 0 ? 'judged so far' : `with ${names(traits)}`;
  return `${counts.faults} of ${count(counts.sites, 'site')} ${which} had ${faultWords[fault]}`;
}

/** Why a stop stands, and what ends it. */
export function stopSentences(
  { fault, group, with: inside, without, eValue, needed }: Concentration,
  lifted: StopLift | null,
): { readonly reason: string; readonly ends: string } {
  const reason = `${countsWords(inside, group.traits, fault)}, and ${without.faults} of ${without.sites} without (e-value ${rounded(eValue)}, a stop from ${rounded(needed)} on).`;
  if (lifted !== null)
    return { reason, ends: `${lifted.by} lets these sites go until ${lifted.until ?? ''}: ${sentence(lifted.reason)}` };
  const scope = `--scope "trait=${group.traits[0] ?? ''}"`;
  return {
    reason,
    ends: `Good verdicts of such sites end it. When the cause is mended: \`migrate resume ${scope} --mended --reason …\`; to let them go all the same: \`migrate resume ${scope} --until DATE --reason …\`.`,
  };
}

function rounded(value: number): string {
  return value >= 1e6 ? value.toExponential(0).replace('e+', 'e') : String(Math.round(value));
}
