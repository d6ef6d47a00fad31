import { requestWord } from '../request-word.js';
import { count } from '../../model/text/sentences.js';
import type { StatusModel } from '../status-model/sources.js';
import type { Item, Slide } from './slide.js';

const shownNext = 7;
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** The slide of how many sites stand where. */
export function statusSlide(model: StatusModel): Slide {
  const { sites, containers, pilot } = model;
  const to = pilot === null ? 'the new configuration' : `pilot ${pilot.to}`;
  const items: Item[] = [
    {
      text: `Currently ${count(sites.migrated, 'site has', 'sites have')} been migrated to ${to}, of ${sites.total}`,
      below: [
        {
          text: `${count(sites.ready, 'site')} ready for migration${requests(model)}`,
          below: model.next.length === 0 ? [] : [{ text: nextSites(model) }],
        },
        {
          text: `${count(containers.awaiting, 'site')} running ${to} ${containers.awaiting === 1 ? 'is' : 'are'} ready for containers`,
        },
        ...inBetween(model),
        ...paceItems(model),
      ],
    },
    { text: finishText(model), below: forecastItems(model) },
    ...(model.blocked.length === 0 ? [] : [blockedItem(model)]),
  ];
  return { title: 'Status', items };
}

function requests({ sites }: StatusModel): string {
  const parts = [...counted(sites.requested, 'requested'), ...counted(sites.accepted, 'accepted')];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

function counted(sites: number | null, what: string): readonly string[] {
  if (sites === null) return [`${what}: unknown`];
  return sites > 0 ? [`${sites} ${what}`] : [];
}

function nextSites({ next }: StatusModel): string {
  const shown = next.slice(0, shownNext).map(({ site, request }) => {
    const name = site;
    return request.state === 'none' ? name : `${name} (request ${requestWord(request)})`;
  });
  const more = next.length > shown.length ? ' …' : '';
  return `Next to be migrated: ${shown.join(', ')}${more} (list may change)`;
}

function inBetween({ sites }: StatusModel): Item[] {
  const { commissioning, partly, rolledBack, leaving } = sites;
  return [
    ...(commissioning > 0 ? [{ text: `${count(commissioning, 'site')} in commissioning` }] : []),
    ...(partly > 0 ? [{ text: `${count(partly, 'site')} migrated in part` }] : []),
    ...(rolledBack > 0 ? [{ text: `${count(rolledBack, 'site')} back at the old pilot` }] : []),
    ...(leaving > 0 ? [{ text: `${count(leaving, 'site')} without a queue that takes part` }] : []),
  ];
}

function paceItems({ pace, day }: StatusModel): Item[] {
  const windows = pace.windows.map(({ from, to, sitesPerDay, reason }) => {
    const when = from === null && to === null ? 'otherwise' : `${from ?? 'until now'} to ${to ?? 'the end'}`;
    const why = reason === null ? '' : `, ${reason}`;
    return `${count(sitesPerDay, 'site')} per day (${when}${why})`;
  });
  const done = pace.months.map(({ month, mostADay, done, allowed }) => {
    const share = allowed === 0 ? '' : `, ${Math.round((100 * done) / allowed)} % of what the pace allowed`;
    return {
      text: `${monthName(month)}${month === day.slice(0, 7) ? ' so far' : ''}: ${mostADay === 0 ? 'no site' : `up to ${count(mostADay, 'site')} per day`} went${share}`,
    };
  });
  return [{ text: `Pace: ${[...windows].reverse().join('; ')}`, below: done }];
}

function monthName(month: string): string {
  return `${months[Number(month.slice(5)) - 1] ?? ''} ${month.slice(0, 4)}`;
}

function finishText({ finish, bound, gapDays }: StatusModel): string {
  if (finish === null) return 'Nothing that has a day is left to migrate';
  if (bound.date === null || gapDays === 0)
    return `All sites that have a day are migrated on ${finish}; no plan ends earlier: ${bound.reason}`;
  return `All sites that have a day are migrated on ${finish}; no plan ends before ${bound.date}: ${bound.reason}`;
}

function forecastItems({ forecast, containersFinish, unplanned }: StatusModel): Item[] {
  const items: Item[] = [];
  if (forecast) {
    const { p50, p85, p95, reason, past } = forecast;
    const date = (day: string | null): string => day ?? 'later than ten years';
    const held = past === null ? '' : `; of ${count(past.forecasts, 'earlier forecast')} ${past.within85} held at 85 %`;
    const whose =
      unplanned.length === 0
        ? ''
        : ` for the sites that have a day, not for ${count(unplanned.length, 'site')} without one`;
    items.push({
      text: `Forecast${whose}: ${date(p50)} (50 %), ${date(p85)} (85 %), ${date(p95)} (95 %): ${reason}${held}`,
    });
  }
  if (containersFinish !== null) items.push({ text: `Containers at all sites that await them: ${containersFinish}` });
  return items;
}

function blockedItem({ sites, blocked }: StatusModel): Item {
  return {
    text: `${count(sites.blocked, 'site')} not ready`,
    below: blocked.map(({ rule, sites: waiting, example }) => ({
      text: `${rule}: ${count(waiting.length, 'site')}, as ${example}`,
    })),
  };
}
