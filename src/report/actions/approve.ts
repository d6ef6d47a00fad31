import type { Result } from '../results/results.js';

/** What an approval says of itself. */
export function renderApproved({ plan, plannedBy, until, operations }: Result<'approve'>): string {
  return `Approved: ${String(operations)} operations of ${plannedBy}'s plan ${plan.slice(0, 12)}, until ${until}.`;
}
