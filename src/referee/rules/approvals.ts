import { wrong, type Case, type JournalWrite, type Violation } from '../case.js';

/** Changes that wait for a second pair of eyes where the campaign asks for one. */
const guarded = /\/(flip|containers-on)#\d+$/;

/** Every such change was begun while an approval by somebody else than its planner was in force. */
export function approvalViolations({ approvals, journal, ourAgent }: Case): readonly Violation[] {
  if (approvals === undefined) return [];
  const begun = new Map<string, JournalWrite>();
  for (const entry of journal) {
    if (entry.kind !== 'write' || !entry.agent.startsWith(ourAgent) || !guarded.test(entry.request)) continue;
    if (!begun.has(entry.request)) begun.set(entry.request, entry);
  }
  return [...begun].flatMap(([key, { at, queue }]): readonly Violation[] => {
    const isApproved = approvals.some(
      ({ by, plannedBy, at: from, until, operations }) =>
        by !== plannedBy && key in operations && Date.parse(from) <= at && at <= Date.parse(until),
    );
    if (isApproved) return [];
    return wrong({ at, queue }, 'approval', `${key} was begun without an approval in force.`);
  });
}
