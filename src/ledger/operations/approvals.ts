import { approvalMark } from '../../model/facts/approval-mark.js';
import type { Instant } from '../../model/dates.js';
import type { Approval } from '../../model/history.js';
import type { Operation } from '../../model/operation.js';
import { append, originOf } from '../chain.js';
import type { Actor } from '../port.js';
import type { Store } from '../store.js';

/** Whether a plan with this very operation is approved at a moment. */
export async function isApproved({ get }: Store, operation: Operation, at: Instant): Promise<boolean> {
  const approved = await get(
    'SELECT 1 AS yes FROM approvals WHERE key = ? AND operation = ? AND until >= ?',
    operation.key,
    approvalMark(operation),
    at,
  );
  return approved !== undefined;
}

/** An approval given again replaces the one before. */
export async function noteApproval(store: Store, approval: Approval, by: Actor): Promise<void> {
  const { plan, until, operations, at } = approval;
  for (const [key, operation] of Object.entries(operations))
    store.send(
      `INSERT INTO approvals (plan, key, operation, until) VALUES (?, ?, ?, ?)
       ON CONFLICT (plan, key) DO UPDATE SET operation = excluded.operation, until = excluded.until`,
      plan,
      key,
      operation,
      until,
    );
  await append(store, {
    at,
    actor: by.name,
    what: 'approved',
    key: null,
    site: null,
    queue: null,
    detail: { ...approval },
    origin: originOf(by, plan),
  });
}
