import { steering } from '../../model/text/printable.js';

/** The page's only script: search, order and addresses of the table, and on a dashboard the news. It writes text, never HTML of its own. */
export const pageScript = String.raw`
'use strict';
(() => {
  const byId = (id) => document.getElementById(id);
  let rows = [], packed = null, order = null, shown = Infinity, last = null;
  const clean = (text) => text.replace(/\s+/g, ' ').replace(/${steering.source}/gu, '\uFFFD');
  const compare = new Intl.Collator('en', { numeric: true }).compare;
  const named = (name) => 'site=' + encodeURIComponent(name);
  const listOf = (lines) => {
    const list = document.createElement('ul');
    for (const line of lines) { const li = document.createElement('li'); li.textContent = clean(line); list.append(li); }
    return list;
  };
  const rowOf = ([cells, summary, lines]) => {
    const tr = document.createElement('tr');
    tr.id = named(cells[0]);
    cells.forEach((cell, at) => {
      const td = document.createElement('td');
      if (at === 0) { const a = document.createElement('a'); a.href = '#' + named(cell); a.textContent = clean(cell); td.append(a); }
      else td.textContent = clean(cell);
      if (at === cells.length - 1) {
        const details = document.createElement('details'), head = document.createElement('summary');
        head.textContent = summary;
        details.append(head); td.append(details);
        details.addEventListener('toggle', () => details.append(listOf(lines)), { once: true });
      }
      tr.append(td);
    });
    return tr;
  };
  const sorted = () => {
    if (order) rows.sort((one, other) => order.sign * compare(one.cells[order.column], other.cells[order.column]));
    last = null;
  };
  const show = () => {
    const query = byId('search').value.toLowerCase();
    const words = query.split(/\s+/).filter(Boolean);
    // Whoever types on looks among what was found.
    const among = last !== null && query.startsWith(last.query) ? last.found : rows;
    const found = among.filter(({ text }) => words.every((word) => text.includes(word)));
    last = { query, found };
    const visible = found.slice(0, shown).map((row) => row.tr ?? rowOf(row.packed));
    document.querySelector('#sites tbody').replaceChildren(...visible);
    byId('found').textContent = found.length + ' of ' + rows.length + ' sites' + (found.length > visible.length ? ', ' + visible.length + ' shown' : '');
    mark();
  };
  const mark = () => {
    for (const row of document.querySelectorAll('tr.linked')) row.classList.remove('linked');
    if (!location.hash.startsWith('#site=')) return null;
    const row = byId(location.hash.slice(1));
    row?.classList.add('linked');
    return row;
  };
  const follow = () => {
    if (!location.hash.startsWith('#site=')) return;
    let row = mark();
    if (!row) {
      let name = '';
      try { name = decodeURIComponent(location.hash.slice(6)); } catch { return; }
      byId('search').value = name; show(); row = mark();
    }
    if (!row) return;
    for (const details of row.querySelectorAll('details')) details.open = true;
    row.scrollIntoView({ block: 'center' });
  };
  const begin = async () => {
    packed = byId('packed');
    if (packed) {
      shown = Number(packed.dataset.shown);
      const bytes = Uint8Array.from(atob(packed.content.textContent), (char) => char.charCodeAt(0));
      const list = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).json();
      rows = list.map((row) => ({ cells: row[0], packed: row, text: (row[0].join(' ') + ' ' + row[2].join(' ')).toLowerCase() }));
    } else {
      rows = [...document.querySelectorAll('#sites tbody tr')].map((tr) => ({ tr, cells: [...tr.cells].map((cell) => cell.textContent), text: tr.textContent.toLowerCase() }));
    }
    sorted();
    byId('search').addEventListener('input', show);
    for (const button of document.querySelectorAll('#sites th button')) button.addEventListener('click', () => {
      const column = Number(button.dataset.column);
      order = { column, sign: order?.column === column ? -order.sign : 1 };
      for (const th of document.querySelectorAll('#sites th')) th.removeAttribute('aria-sort');
      button.closest('th').setAttribute('aria-sort', order.sign === 1 ? 'ascending' : 'descending');
      sorted();
      show();
    });
    document.documentElement.dataset.ready = 'true';
  };
  const live = byId('live');
  const tell = (state, text) => { live.dataset.state = state; live.textContent = text; };
  const renew = async () => {
    const answer = await fetch(location.pathname, { cache: 'no-store' });
    if (!answer.ok) return;
    const text = byId('search').value, focus = document.activeElement?.id, open = [...document.querySelectorAll('tr details[open]')].map((one) => one.closest('tr').id);
    const main = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
    document.querySelector('main').replaceWith(document.adoptNode(main));
    await begin();
    byId('search').value = text;
    if (text !== '' || order) show();
    for (const id of open) byId(id)?.querySelector('details')?.setAttribute('open', '');
    if (focus) byId(focus)?.focus();
    mark();
  };
  const age = byId('age'), hours = age ? Math.floor((Date.now() - Number(age.dataset.madeAtMs)) / 3600000) : 0;
  if (hours >= 24) { age.textContent = 'Stale: this page is ' + (hours < 48 ? hours + ' hours' : Math.floor(hours / 24) + ' days') + ' old.'; age.hidden = false; }
  begin().then(() => {
    follow();
    addEventListener('hashchange', follow);
    if (!live) return;
    let version = live.dataset.version, renewing = Promise.resolve();
    const source = new EventSource('/events');
    source.addEventListener('status', ({ data }) => {
      const news = JSON.parse(data);
      tell(news.stale === null ? 'live' : 'stale', news.stale === null ? 'Live, as of ' + news.asOf : clean(news.stale));
      if (news.version !== version) { version = news.version; renewing = renewing.then(renew).catch(() => tell('lost', 'The new page could not be read; trying again with the next news.')); }
    });
    source.addEventListener('error', () => tell('lost', 'The connection is lost; trying again.'));
  });
})();
`;
