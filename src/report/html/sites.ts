import { markedCell, sourceText } from '../cell-source.js';
import { requestWord } from '../request-word.js';
import { gzipSync } from 'node:zlib';
import { count } from '../../model/text/sentences.js';
import { localDate } from '../../model/dates.js';
import type { StatusModel } from '../status-model/sources.js';
import { clock } from '../terminal/when.js';
import { escaped } from './text.js';

type Site = StatusModel['table'][number];
type Events = StatusModel['history'][string];
type Zone = Pick<StatusModel, 'timezone'>;

/** Up to so many sites stand in the page itself, readable without scripts; more are packed. */
export const mostPlainSites = 1000;
/** Of packed ones so many are shown at once, and the first so many without scripts. */
const shownPacked = 50;

const titles = ['site', 'cloud', 'tier', 'stage', 'day', 'request', 'containers', 'reason'];

/** All sites with queues, reasons and history: searchable, sortable, each with an address of its own. */
export function sitesTable(model: StatusModel): string {
  const { table, history } = model;
  const isPacked = table.length > mostPlainSites;
  const rows = (isPacked ? table.slice(0, shownPacked) : table).map((site) =>
    siteRow(site, history[site.site] ?? [], model),
  );
  const head = titles.map(
    (title, at) => `<th scope="col"><button type="button" data-column="${at}">${title}</button></th>`,
  );
  const packed = isPacked
    ? `<template id="packed" data-shown="${shownPacked}">${packedSites(model)}</template><noscript><p>The first ${shownPacked} of ${table.length} sites: the others need a browser with scripts.</p></noscript>`
    : '';
  return `<p id="finder"><label for="search">Search sites, queues, reasons </label><input id="search" type="search" autocomplete="off"> <span id="found" role="status">${table.length} sites</span></p>
<div class="scroll" tabindex="0" role="region" aria-label="All sites"><table id="sites"><caption>All sites and their queues</caption><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>${packed}`;
}

/** Returns one row; `#site=NAME` leads to it. */
export function siteRow(site: Site, events: Events, zone: Zone): string {
  const cells = cellsOf(site, zone);
  const name = `<a href="#site=${escaped(encodeURIComponent(site.site))}">${escaped(site.site)}</a>`;
  return `<tr id="site=${escaped(encodeURIComponent(site.site))}"><td>${name}</td>${cells
    .slice(1, -1)
    .map((cell) => `<td>${escaped(cell)}</td>`)
    .join('')}<td><p>${escaped(site.reason)}</p>${more(site, events, zone)}</td></tr>`;
}

function more(site: Site, events: Events, zone: Zone): string {
  const items = linesOf(site, events, zone).map((text) => `<li>${escaped(text)}</li>`);
  return `<details><summary>${summaryOf(site, events)}</summary><ul>${items.join('')}</ul></details>`;
}

function summaryOf({ queues }: Site, events: Events): string {
  return `${count(queues.length, 'queue')}${events.length === 0 ? '' : `, ${count(events.length, 'event')}`}`;
}

/** Reasons, queues and history of a site. */
function linesOf(
  { why, canGoBackUntil, risk, blockers, queues, sources }: Site,
  events: Events,
  zone: Zone,
): readonly string[] {
  return [
    ...(why === null ? [] : [`Not earlier: ${why}`]),
    ...(canGoBackUntil === null ? [] : [`Can go back to the old pilot until ${canGoBackUntil}`]),
    ...(risk === undefined ? [] : [`${risk.reason} Proposal: ${risk.proposal}.`]),
    ...blockers.map(({ sentence, advice }) => (advice === null ? sentence : `${sentence} ${advice}`)),
    ...queues.map((queue) => queueText(queue, zone)),
    ...Object.entries(sources).map(([cell, source]) => `${cell}: ${sourceText(source, zone)}`),
    ...events.map(({ at, sentence, actor, queue }) => `${clock(at, zone)} ${queue ?? ''} ${sentence} (${actor})`),
  ];
}

function queueText(
  { queue, status, pilot, containers, verdict, changedAt, verdictAt }: Site['queues'][number],
  zone: Zone,
): string {
  const parts = [
    status,
    `pilot ${pilot === '' ? 'none' : pilot}`,
    containers === '' ? 'no containers' : containers,
    ...(changedAt === null ? [] : [`so since ${clock(changedAt, zone)}`]),
    ...(verdict === null ? [] : [`${verdict}${verdictAt === null ? '' : ` since ${clock(verdictAt, zone)}`}`]),
  ];
  return `${queue}: ${parts.join(', ')}`;
}

function cellsOf(
  { site, cloud, tier, stage, date, request, containers, reason, sources }: Site,
  zone: Zone,
): readonly string[] {
  const asked =
    request.state === 'none'
      ? ''
      : `${requestWord(request)}${request.since === undefined ? '' : ` ${localDate(Date.parse(request.since), zone.timezone)}`}`;
  return [
    site,
    markedCell(cloud, sources.cloud),
    markedCell(tier === null ? '' : String(tier), sources.tier),
    markedCell(stage, sources.stage),
    markedCell(date ?? '', sources.day),
    markedCell(asked, sources.request),
    markedCell(containers ?? '', sources.containers),
    reason,
  ];
}

/** Cells, a summary and the further lines of every site, gzipped: a hundredth of it is read at once. */
function packedSites(model: StatusModel): string {
  const { table, history } = model;
  const rows = table.map((site) => {
    const events = history[site.site] ?? [];
    return [cellsOf(site, model), summaryOf(site, events), linesOf(site, events, model)];
  });
  return gzipSync(JSON.stringify(rows), { level: 6 }).toString('base64');
}
