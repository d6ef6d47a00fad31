import { count } from '../model/text/sentences.js';
import type { Result } from './results/results.js';
import { paragraph, printable, type Style } from './style.js';

type Site = Result<'ready'>['sites'][number];

/** What warns and blocks of each site; of a single one what passes as well. */
export function readyScreen({ campaign, sites }: Result<'ready'>, paper: Style): string {
  const { ink } = paper;
  if (sites.length === 0) return ink.good(`${campaign}: no site is left to be flipped.`);
  const blocks = sites.map((site) => siteBlock(site, sites.length === 1, paper));
  const counted = (['block', 'warn', 'pass'] as const).map((result) => {
    const n = sites.filter((site) => site.result === result).length;
    return `${result === 'pass' ? 'pass' : result} ${n}`;
  });
  return [...blocks, `${campaign}: ${count(sites.length, 'site')}: ${counted.join(', ')}.`].join('\n\n');
}

function siteBlock({ site, result, rules }: Site, withPasses: boolean, paper: Style): string {
  const { ink } = paper;
  const paint = { pass: ink.good, warn: ink.warn, block: ink.bad };
  const shown = withPasses ? rules : rules.filter((rule) => rule.result !== 'pass');
  return [
    `${ink.bold(printable(site))}: ${paint[result](result)}`,
    ...shown.map((rule) => {
      const advice = rule.advice === null ? '' : ` ${rule.advice}`;
      const text = paragraph(`${rule.rule}: ${rule.sentence}${advice}`, paper, 8).trimStart();
      return `  ${paint[rule.result](rule.result.padEnd(5))} ${text}`;
    }),
  ].join('\n');
}
