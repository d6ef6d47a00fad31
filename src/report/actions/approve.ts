import type { Result } from '../results/results.js';
import type { Style } from '../terminal/style.js';
import { moment } from '../terminal/when.js';

/** What an approval says of itself. */
export function renderApproved({ plan, plannedBy, until, operations }: Result<'approve'>, style: Style): string {
  return `Approved: ${String(operations)} operations of ${plannedBy}'s plan ${plan.slice(0, 12)}, until ${moment(until, style)}.`;
}
