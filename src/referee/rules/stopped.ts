import type { Case, Violation } from '../case.js';
import type { Replay } from '../replay.js';

/** A site that shares a trait on which the line is stopped is not flipped; what was begun before may end. */
export function stoppedViolations({ stops = [] }: Case, { turns }: Replay): readonly Violation[] {
  return turns.flatMap(({ site, queue, direction, begunMs, atMs }) =>
    stops
      .filter(
        ({ sites, fromMs, toMs }) =>
          direction === 'to new' && sites.includes(site.name) && begunMs >= fromMs && (toMs === null || begunMs < toMs),
      )
      .map(({ trait }) => ({
        rule: 'stopped',
        atMs,
        subject: queue,
        sentence: `${queue} of ${site.name} was flipped while the line was stopped on ${trait}.`,
      })),
  );
}
