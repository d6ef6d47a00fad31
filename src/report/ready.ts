import { count } from '../model/text/sentences.js';
import { stageName } from './stage-name.js';
import type { Result } from './results/results.js';
import { paragraph, type Style } from './terminal/style.js';
import { printable } from '../model/text/printable.js';

type Site = Result<'ready'>['sites'][number];

/** What warns and blocks of each site; of a single one what passes as well. */
export function renderReady({ campaign, sites }: Result<'ready'>, style: Style): string {
  const { emphasis } = style;
  if (sites.length === 0) return emphasis.good(`${campaign}: no site is left to be flipped.`);
  const blocks = sites.map((site) => siteBlock(site, sites.length === 1, style));
  const counted = (['block', 'warn', 'pass'] as const).map((result) => {
    const n = sites.filter((site) => site.result === result).length;
    return `${result === 'pass' ? 'pass' : result} ${n}`;
  });
  return [...blocks, `${campaign}: ${count(sites.length, 'site')}: ${counted.join(', ')}.`].join('\n\n');
}

/** What the rules say is all there is to say at these stages. */
const ruled: ReadonlySet<Site['stage']> = new Set(['ready', 'blocked']);

function siteBlock({ site, result, stage, reason, paused, rules }: Site, withPasses: boolean, style: Style): string {
  const { emphasis } = style;
  const paint = { pass: emphasis.good, warn: emphasis.warn, block: emphasis.bad };
  const shown = withPasses ? rules : rules.filter((rule) => rule.result !== 'pass');
  // A rule that blocks may have said it.
  const stands = ruled.has(stage) || rules.some(({ sentence }) => reason.includes(sentence)) ? paused : reason;
  return [
    `${emphasis.bold(printable(site))}${ruled.has(stage) ? '' : ` (${stageName[stage]})`}: ${paint[result](result)}`,
    ...(stands === null ? [] : [paragraph(stands, style, 2)]),
    ...shown.map((rule) => {
      const advice = rule.advice === null ? '' : ` ${rule.advice}`;
      const text = paragraph(`${rule.rule}: ${rule.sentence}${advice}`, style, 8).trimStart();
      return `  ${paint[rule.result](rule.result.padEnd(5))} ${text}`;
    }),
  ].join('\n');
}
