import { grouped } from '../../model/grouped.js';
import { sitesAllowed } from '../calendar.js';
import { wrong, type Case, type JournalChange, type Violation } from '../case.js';
import { closureViolations } from '../closures.js';
import { pairsOf, siteDays, type OurChange, type Replay, type SiteDay, type Turn } from '../replay.js';

/** A flip translates the containers in the same write and loses none; containers go on at their own pace, and off and on lose no other pair. */
export function containerViolations(facts: Case, replayed: Replay): readonly Violation[] {
  const days = switchedOnDays(replayed);
  return [
    ...replayed.turns
      .filter(({ direction }) => direction === 'to new')
      .flatMap((turn) => [...bare(facts, turn), ...lostByFlip(facts, turn)]),
    ...bareAtTheEnd(facts, replayed),
    ...replayed.ours.flatMap((our) => lostBySwitch(facts, our)),
    ...pace(facts, days),
    ...days.flatMap((day) => closureViolations(facts, day, 'given containers')),
  ];
}

/** The new pilot ignores the old pilot's pair: the queue would silently run without containers. */
function bare({ inventory }: Case, { queue, atMs, containersAfter }: Turn): readonly Violation[] {
  const pairs = pairsOf(containersAfter);
  const left = Object.keys(inventory.campaign.containers?.translate ?? {}).filter((pair) => pairs.has(pair));
  if (left.length === 0) return [];
  return wrong(
    { at: atMs, queue },
    'bare',
    `${queue} was given the new pilot and kept ${left.join(', ')}: its containers are silently off.`,
  );
}

/** Not where somebody else put the old pair back. */
function bareAtTheEnd(facts: Case, { turns, end, changedByOthers }: Replay): readonly Violation[] {
  const queues = new Map(turns.filter(({ direction }) => direction === 'to new').map((turn) => [turn.queue, turn]));
  return [...queues.values()].flatMap((turn) => {
    const state = end.get(turn.queue);
    const byOthers = (changedByOthers.get(`${turn.queue} container_type`) ?? -Infinity) >= turn.atMs;
    if (
      !state ||
      byOthers ||
      state.pilot_version !== facts.inventory.campaign.pilot?.to ||
      bare(facts, turn).length > 0
    )
      return [];
    return bare(facts, { ...turn, containersAfter: state.container_type });
  });
}

function lostByFlip({ inventory }: Case, { queue, atMs, before, containersAfter }: Turn): readonly Violation[] {
  const translate = inventory.campaign.containers?.translate ?? {};
  const pairs = pairsOf(containersAfter);
  const lost = [...pairsOf(before.container_type)].filter(
    (pair) => !pairs.has(translate[pair] ?? pair) && !pairs.has(pair),
  );
  if (lost.length === 0) return [];
  return wrong(
    { at: atMs, queue },
    'overwritten',
    `The flip of ${queue} lost ${lost.join(', ')} of '${before.container_type}'.`,
  );
}

function lostBySwitch({ inventory }: Case, { change }: OurChange): readonly Violation[] {
  if (change.what !== 'container_type' || !/\/containers-(off|on)#/.test(change.request)) return [];
  const left = pairsOf(change.new);
  const lost = [...pairsOf(change.old)].some((pair) => pair !== inventory.campaign.containers?.on && !left.has(pair));
  if (!lost) return [];
  return wrong(
    change,
    'overwritten',
    `${change.request} replaced container_type '${change.old}' of ${change.queue} by '${change.new}'.`,
  );
}

function switchedOnDays({ ours }: Replay): readonly SiteDay[] {
  const isOn = ({ what, request }: JournalChange): boolean =>
    what === 'container_type' && request.includes('/containers-on#');
  return siteDays(
    ours.flatMap(({ change, date, site }) =>
      site && isOn(change) ? { site, date, queue: change.queue, atMs: change.at } : [],
    ),
  );
}

function pace({ inventory }: Case, days: readonly SiteDay[]): readonly Violation[] {
  return [...grouped(days, ({ date }) => date)].flatMap(([date, sites]) => {
    const allowed = sitesAllowed(inventory.campaign, date);
    if (sites.length <= allowed) return [];
    const names = sites.map(({ site }) => site.name).join(', ');
    return [
      {
        rule: 'containers pace',
        atMs: sites[0]?.atMs ?? 0,
        subject: date,
        sentence: `${sites.length} sites were given containers on ${date}, ${allowed} are allowed: ${names}.`,
      },
    ];
  });
}
