import { createHash } from 'node:crypto';
import { count } from '../../model/text/sentences.js';
import { windowSentence } from '../../planning/calendar/window.js';
import { sentencesInLocalTime } from '../../model/text/local-time.js';
import type { StatusModel } from '../status-model/sources.js';
import { moment } from '../terminal/when.js';
import { burnUp } from './charts/burn-up.js';
import { calendarChart } from './charts/calendar.js';
import { cloudsChart } from './charts/clouds.js';
import { evidenceChart, failuresChart } from './charts/lines.js';
import { pageScript } from './script.js';
import { pageStyle } from './style.js';
import {
  changesSection,
  nextSection,
  problemsSection,
  retirementsSection,
  turnsSection,
  verdictsSection,
} from './sections.js';
import { sitesTable } from './sites.js';
import { escaped } from './text.js';

/** What the page in a file may do: its own style and script, and no request at all. */
const filePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${hashOf(pageStyle)}'`,
  `script-src 'sha256-${hashOf(pageScript)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** The same for a page that is served: it may ask its server for news, and nobody may frame it. */
export const servedPolicy = `${filePolicy}; connect-src 'self'; frame-ancestors 'none'`;

export interface PageOptions {
  /** On a dashboard: which state of affairs this page shows, so that it knows when to renew itself. */
  readonly live?: { readonly version: string };
  /** When a page in a file is made, by the clock of this machine: from a day later on it says how old it is. Absent: it does not. */
  readonly madeAtMs?: number;
}

/** The status model as one page that needs nothing else: readable without scripts, in light and dark, and in print. */
export function htmlReport(stored: StatusModel, { live, madeAtMs }: PageOptions = {}): string {
  const model = sentencesInLocalTime(stored, stored.timezone);
  const title = `${model.campaign}: ${model.sites.migrated} of ${model.sites.total} sites migrated`;
  const policy = live ? '' : `<meta http-equiv="Content-Security-Policy" content="${filePolicy}">`;
  const state = live
    ? `<p id="live" role="status" data-state="live" data-version="${escaped(live.version)}">Live, as of ${moment(model.asOf, model)}</p>`
    : '';
  const age = madeAtMs === undefined ? '' : `<p id="age" class="error" data-made-at-ms="${madeAtMs}" hidden></p>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">${policy}<meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(title)}</title><style>${pageStyle}</style></head>
<body>${state}${age}<main>${mainOf(model)}</main><script>${pageScript}</script></body></html>
`;
}

function mainOf(model: StatusModel): string {
  const sentence = windowSentence(model.window);
  const since = model.since === null ? 'the beginning' : moment(model.since, model);
  return [
    `<h1>${escaped(model.campaign)} campaign</h1><p class="dim">As of ${moment(model.asOf, model)}; changes since ${since}.</p>${sentence === null ? '' : `<p>${escaped(sentence)}</p>`}`,
    figures(model),
    problemsSection(model),
    turnsSection(model),
    nextSection(model),
    `<section><h2>Progress</h2>${burnUp(model)}${calendarChart(model)}${cloudsChart(model)}</section>`,
    `<section><h2>Commissioning</h2>${verdictsSection(model)}${failuresChart(model)}${evidenceChart(model)}</section>`,
    retirementsSection(model),
    changesSection(model),
    `<section><h2>Sites</h2>${sitesTable(model)}</section>`,
  ].join('\n');
}

function figures({ sites, containers, retirement, finish, forecast, bound, pace, unplanned }: StatusModel): string {
  const cards: readonly (readonly [string, string | number])[] = [
    ['migrated', sites.migrated],
    [`ready, ${sites.requested ?? 'unknown how many'} requested`, sites.ready],
    ['in commissioning', sites.commissioning],
    ['blocked', sites.blocked],
    ['await containers', containers.awaiting],
    ['queues in brokeroff', retirement.brokeroff],
    [count(pace.today.sites, 'site today', 'sites today'), pace.today.sites],
    [bound.date === null ? 'finish' : `finish, not before ${bound.date}`, finish ?? 'none'],
    ...(forecast
      ? [
          [
            `forecast, 85 %${unplanned.length > 0 ? ', of sites with a day' : ''}`,
            forecast.p85 ?? 'later than ten years',
          ] as const,
        ]
      : []),
  ];
  const shown = cards.map(([name, value]) => `<li><b>${escaped(value)}</b>${escaped(name)}</li>`);
  return `<ul class="cards">${shown.join('')}</ul>`;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
