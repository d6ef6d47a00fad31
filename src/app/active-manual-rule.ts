import { manualRuleText, parseManualRule } from '../changes/record/manual-rule.js';
import { localDate } from '../model/dates.js';
import type { Session } from './session.js';

/**
 * What keeps a queue out of service by a manual rule, as a sentence with what ends it; null: none does. Our
 * own rule may be taken back; this program puts no queue online itself. Rejects with a `GridFailure`.
 */
export async function activeManualRule(queue: string, { grid, inventory }: Session): Promise<string | null> {
  const rules = (await grid.catalogue.readRules([queue])).get(queue) ?? [];
  const { name, timezone } = inventory.campaign;
  const rule = parseManualRule(manualRuleText(rules, name, queue));
  if (!rule || rule.value === 'ONLINE') return null;
  const ends = rule.until === null ? '' : ` until ${localDate(Date.parse(rule.until), timezone)}`;
  const stands = `The catalogue still has ${queue} ${rule.value}${ends}`;
  if (rule.by !== null) return `${stands}, by a rule of somebody else (${rule.by}): ask them to take it away.`;
  return `${stands}, by our own rule: take it back in the catalogue's web form, ${queue}, probe \`manual\`: ONLINE. Then it gets jobs again.`;
}
