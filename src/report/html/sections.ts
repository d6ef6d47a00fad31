import { requestWord } from '../request-word.js';
import { count } from '../../model/text/sentences.js';
import type { StatusModel } from '../status-model/sources.js';
import { moment } from '../terminal/when.js';
import { escaped, htmlTable } from './text.js';

const mostRows = 500;

/** The sections of the page that are lists and tables: problems, next, verdicts, retirements, changes. */
export function problemsSection({ problems, risks, warnings, waiting, timezone }: StatusModel): string {
  const items = problems.map(
    ({ severity, subject, sentence, advice }) =>
      `<li><b class="${severity}">${severity}: ${escaped(subject)}</b> ${escaped(sentence)}${advice === null ? '' : ` ${escaped(advice)}`}</li>`,
  );
  const told = [...risks, ...warnings].map((text) => `<li>${escaped(text)}</li>`).join('');
  const patient =
    waiting.length === 0
      ? ''
      : htmlTable('Who waits for whom', waiting.slice(0, mostRows), [
          { title: 'who', cell: ({ site, queue }) => queue ?? site },
          { title: 'waits for', cell: ({ waitsFor, what }) => `${waitsFor}: ${what}` },
          { title: 'since', cell: ({ since }) => moment(since, { timezone }) },
          { title: 'days', cell: ({ days }) => days, right: true },
          { title: 'reference', cell: ({ ref }) => ref ?? '' },
        ]);
  return `<section><h2>Needs a person</h2>${items.length === 0 ? '<p>Nothing.</p>' : `<ul>${items.slice(0, mostRows).join('')}</ul>`}${told === '' ? '' : `<h3>Risks</h3><ul>${told}</ul>`}${patient}</section>`;
}

export function turnsSection({ turns, timezone }: StatusModel): string {
  if (turns.sites.length === 0) return '';
  const parties = htmlTable('By party', turns.parties, [
    { title: 'whose turn', cell: ({ party }) => party },
    { title: 'sites', cell: ({ sites }) => sites, right: true },
    { title: 'days lost so far', cell: ({ party, daysLost }) => (party === 'nobody' ? '' : daysLost), right: true },
    { title: 'the oldest', cell: ({ oldest }) => (oldest ? `${oldest.site}, ${count(oldest.days, 'day')}` : '') },
  ]);
  const sites = htmlTable('Sites, the oldest first', turns.sites.slice(0, mostRows), [
    { title: 'site', cell: ({ site }) => site },
    { title: 'whose turn', cell: ({ party }) => party },
    { title: 'what', cell: ({ what }) => what },
    { title: 'since', cell: ({ since }) => (since === null ? '' : moment(since, { timezone })) },
    { title: 'days', cell: ({ days }) => days ?? '', right: true },
  ]);
  return `<section><h2>Whose turn</h2>${parties}${sites}</section>`;
}

export function nextSection({ next, today }: StatusModel): string {
  const sites = htmlTable('Next sites', next.slice(0, 20), [
    { title: 'site', cell: ({ site }) => site },
    { title: 'day', cell: ({ date }) => date ?? '' },
    { title: 'request', cell: ({ request }) => requestWord(request) },
    { title: 'reason', cell: ({ reason }) => reason },
  ]);
  const operations = htmlTable(`Today: ${count(today.length, 'operation')}`, today.slice(0, mostRows), [
    { title: 'what', cell: ({ what }) => what },
    { title: 'subject', cell: ({ queue, site }) => queue ?? site },
    { title: 'reason', cell: ({ reason }) => reason },
  ]);
  return `<section><h2>Next</h2>${sites}${operations}</section>`;
}

export function verdictsSection({ verdicts, failures }: StatusModel): string {
  const judged =
    verdicts.length === 0
      ? '<p>No queue is under watch, and no verdict is in force.</p>'
      : htmlTable('Verdicts', verdicts.slice(0, mostRows), [
          { title: 'queue', cell: ({ queue }) => queue },
          { title: 'verdict', cell: ({ verdict, isFinal }) => `${verdict}${isFinal ? '' : ' so far'}` },
          { title: 'jobs', cell: ({ evidence }) => evidence?.jobs ?? '', right: true },
          { title: 'failed', cell: ({ evidence }) => evidence?.failures ?? '', right: true },
          { title: 'e-value', cell: ({ evidence }) => evidence?.eValue.toPrecision(3) ?? '', right: true },
          { title: 'reason', cell: ({ reason }) => reason },
        ]);
  if (failures === null) return `${judged}<p>How the jobs do is unknown: no monitor answered.</p>`;
  if (failures.length === 0) return judged;
  return `${judged}${htmlTable('Failed jobs by cause', failures, [
    { title: 'cause', cell: ({ name }) => name },
    { title: 'jobs', cell: (row) => row.failures, right: true },
    {
      title: 'since the last report',
      cell: ({ more }) => (more === null ? '' : more > 0 ? `+${more}` : more),
      right: true,
    },
    { title: 'queues', cell: ({ queues }) => queues.slice(0, 8).join(', ') },
    { title: 'jobs to look at', cell: ({ examples }) => examples.join(', ') },
    { title: 'advice', cell: ({ advice, reason }) => (reason === null ? advice : `${reason}: ${advice}`) },
  ])}`;
}

export function retirementsSection({ retirements }: StatusModel): string {
  if (retirements.length === 0) return '';
  return `<section><h2>Queues that retire</h2>${htmlTable('Retirements', retirements.slice(0, mostRows), [
    { title: 'queue', cell: ({ queue }) => queue },
    { title: 'site', cell: ({ site }) => site ?? '' },
    { title: 'on', cell: ({ on }) => on ?? 'at once' },
    { title: 'state', cell: ({ state, status }) => `${state}, ${status}` },
    { title: 'jobs left', cell: ({ jobs }) => jobs ?? '', right: true },
    { title: 'reason', cell: ({ reason, note }) => (note === null ? reason : `${reason}; ${note}`) },
    { title: 'data', cell: ({ data, alone }) => data ?? (alone ? 'the last of its site, and nobody said' : '') },
  ])}</section>`;
}

export function changesSection({ changes, timezone }: StatusModel): string {
  const newest = [...changes].reverse().slice(0, mostRows);
  const shown =
    newest.length === 0
      ? '<p>None.</p>'
      : htmlTable('Changes, newest first', newest, [
          { title: 'when', cell: ({ at }) => moment(at, { timezone }) },
          { title: 'subject', cell: ({ queue, site }) => queue ?? site ?? '' },
          { title: 'what', cell: ({ sentence }) => sentence },
          { title: 'who', cell: ({ actor }) => actor },
        ]);
  return `<section><h2>What changed</h2>${shown}</section>`;
}
