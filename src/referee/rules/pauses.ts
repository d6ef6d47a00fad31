import { cloudsOf } from '../clouds.js';
import type { Case, JournalWrite, Violation } from '../case.js';

/** What was intended before a pause may still arrive. */
const onItsWayMs = 10 * 60_000;

/** Nothing new is begun in the scope of a pause while it holds, but for what it spares; what was begun before is ended. */
export function pauseViolations({ pauses = [], journal, ourAgent, inventory, start }: Case): readonly Violation[] {
  const siteOf = new Map(
    inventory.sites.flatMap((site) => Object.keys(site.queues).map((queue) => [queue, site] as const)),
  );
  const writes = journal.filter(
    (entry): entry is JournalWrite =>
      entry.kind === 'write' && entry.agent.startsWith(ourAgent) && entry.request !== '',
  );
  const begun = new Map<string, JournalWrite>();
  for (const write of writes) if (!begun.has(write.request)) begun.set(write.request, write);
  return pauses.flatMap(({ scope, fromMs, untilMs, except }) =>
    [...begun.values()].flatMap(({ at, request, queue }): readonly Violation[] => {
      if (at < fromMs + onItsWayMs || at >= untilMs) return [];
      const [, subject = '', step = ''] = /^[^/]+\/([^/]+)\/([^#]+)#/.exec(request) ?? [];
      const site = siteOf.get(queue) ?? inventory.sites.find(({ name }) => name === subject);
      const clouds = site ? cloudsOf({ start, inventory }, site) : [start.get(queue)?.cloud ?? ''];
      const scopes = ['campaign', ...clouds.map((cloud) => `cloud=${cloud}`), `site=${site?.name ?? ''}`];
      const isSpared = [...scopes, step].some((one) => except.includes(one));
      if (!scopes.includes(scope) || isSpared) return [];
      const sentence = `${request} was begun while ${scope} was paused.`;
      return [{ rule: 'pause', atMs: at, subject: site?.name ?? queue, sentence }];
    }),
  );
}
