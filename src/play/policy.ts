import type { Inventory } from '../model/inventory.js';
import type { OperatorPolicy } from './setup.js';

/** What a play may be told to do otherwise, and which words each key takes; the first is the default of an operator. */
const policyWords = {
  on_container_fault: ['containers-off', 'pilot-1'],
  on_inconclusive: ['good', 'roll-back'],
  on_other_day: ['accept', 'decline'],
  stop: ['none', 'mid-campaign'],
} as const;

export interface Policy extends OperatorPolicy {
  readonly on_container_fault: Inventory['campaign']['commissioning']['on_container_fault'];
}

/** The inventory's own policy, and the acting operator's default. */
export function policyOf({ campaign }: Inventory): Policy {
  return {
    on_container_fault: campaign.commissioning.on_container_fault,
    on_inconclusive: 'good',
    on_other_day: 'accept',
    stop: 'none',
  };
}

/** `KEY=VALUE` texts laid over a policy; a sentence where one makes no sense. */
export function withPolicy(policy: Policy, texts: readonly string[]): Policy | { readonly refusal: string } {
  const changed: Record<string, string> = {};
  for (const text of texts) {
    const [key = '', value = ''] = text.split('=', 2);
    const words: readonly string[] | undefined = (policyWords as Readonly<Record<string, readonly string[]>>)[key];
    if (!words) return { refusal: `There is no policy "${key}". There are: ${Object.keys(policyWords).join(', ')}.` };
    if (!words.includes(value)) return { refusal: `${key} is ${words.join(' or ')}, not "${value}".` };
    changed[key] = value;
  }
  return { ...policy, ...changed };
}

/** The inventory under a policy. */
export function underPolicy(inventory: Inventory, { on_container_fault }: Policy): Inventory {
  const { campaign } = inventory;
  return { ...inventory, campaign: { ...campaign, commissioning: { ...campaign.commissioning, on_container_fault } } };
}
